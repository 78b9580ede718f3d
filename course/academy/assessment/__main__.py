"""Deliver everything that learners handed in: `python -m academy.assessment`."""

import sys

from academy import wordless
from academy.assessment.config import AssessmentError
from academy.assessment.delivery import deliver
from academy.assessment.log import warnings_kept
from academy.session import open_store
from academy.store import StoreError


def main() -> int:
    """Deliver, say in one line what was done, and return the exit code."""
    wordless.install()
    try:
        with warnings_kept():
            done = deliver(open_store())
    except (AssessmentError, StoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Delivered {done.delivered}; {done.waiting} waiting.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
