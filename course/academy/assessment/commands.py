"""What a tutor's commands have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from academy.assessment import config, log
from academy.session import open_store
from academy.store import StoreError

if TYPE_CHECKING:
    from academy.assessment.desk import Desk

Assignment = Annotated[
    str, typer.Argument(help="The assignment's name, such as 02_listening.")
]
Cohort = Annotated[
    str | None, typer.Option(help="Only the learners of this cohort, by its id.")
]


@contextmanager
def at_desk() -> Iterator[Desk]:
    """Open a tutor's desk."""
    # nbgrader takes seconds to import, and `academy --help` needs none of it.
    from academy.assessment.desk import Desk  # noqa: PLC0415  see above

    store = open_store()
    try:
        yield Desk(store, typer.echo)
    finally:
        store.close()


@contextmanager
def told() -> Iterator[None]:
    """Tell a failure in one sentence, and end with 1."""
    try:
        with log.warnings_kept():
            yield
    except (config.AssessmentError, StoreError, OSError) as error:
        said = str(error) or type(error).__name__
        typer.echo(said[:1].upper() + said[1:], err=True)
        raise typer.Exit(1) from error
