"""Deliver everything that learners handed in: `python -m academy.assessment`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from academy import locks, wordless
from academy.assessment import config


def main() -> int:
    """Deliver, say in one line what was done, and return the exit code."""
    wordless.install()
    try:
        with turn() as mine:
            if mine:
                return _deliver()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("Delivered 0; somebody who waits will deliver it.\n")
    return 0


def _deliver() -> int:
    # They take a second or two to import, and whoever is one too many needs none.
    from academy.assessment.delivery import deliver  # noqa: PLC0415  see above
    from academy.assessment.log import warnings_kept  # noqa: PLC0415  see above
    from academy.session import open_store  # noqa: PLC0415  see above
    from academy.store import StoreError  # noqa: PLC0415  see above

    try:
        with warnings_kept():
            done = deliver(open_store())
    except (config.AssessmentError, StoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Delivered {done.delivered}; {done.waiting} waiting.\n")
    return 0


@contextmanager
def turn() -> Iterator[bool]:
    """Wait for one's turn, and hold it; False if somebody waits for the next already.

    When a whole cohort sends at once, each starts one of these. Two are enough: who
    waits reads what was sent until their turn comes, and that is all of it.
    """
    folder = config.desk_folder()
    with (folder / "delivering").open("w") as now:
        with (folder / "next").open("w") as waits:
            try:
                locks.hold(waits.fileno(), wait=False)
            except BlockingIOError:
                yield False
                return
            locks.hold(now.fileno())
        yield True


if __name__ == "__main__":
    sys.exit(main())
