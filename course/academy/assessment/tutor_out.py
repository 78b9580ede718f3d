"""`academy tutor return` and `academy tutor export`: what leaves the tutor's desk."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from academy.assessment import config
from academy.assessment.commands import Assignment, Cohort, at_desk, told
from academy.people import People
from academy.session import open_store

app = typer.Typer()


@app.command("return")
def give_back(assignment: Assignment, cohort: Cohort = None) -> None:
    """Return every fully marked reflection to its learner. Safe to repeat."""
    with told(), at_desk() as desk:
        done = desk.give_back(assignment, cohort)
        typer.echo(
            f"Returned {len(done.now)}; returned before {len(done.before)}; "
            f"still to mark {len(done.unmarked)}."
        )
        if done.out_of_bounds:
            raise config.AssessmentError(
                "Not returned until the score is between 0 and what the question "
                f"gives: {'; '.join(done.out_of_bounds)}."
            )


@app.command()
def export(
    to: Annotated[
        Path | None, typer.Argument(help="Where to: a name that ends in .csv or .xlsx.")
    ] = None,
    cohort: Cohort = None,
    *,
    names: Annotated[
        bool, typer.Option("--names", help="With names, ids and times.")
    ] = False,
) -> None:
    """Write everybody's marks and how far they are, without a word of what they wrote.

    Without --names people have numbers, drawn anew for each file.
    """
    with told():
        file = to or Path(f"marks-{datetime.now(UTC).date().isoformat()}.csv")
        if file.suffix.lower() not in (".csv", ".xlsx"):
            raise config.AssessmentError(
                f"{file.name}: end the name in .csv or .xlsx, so that it is known which."
            )
        # nbgrader takes seconds to import, and `academy --help` needs none of it.
        from academy.assessment.book import Book  # noqa: PLC0415  see above
        from academy.assessment.collecting import learners_of  # noqa: PLC0415  see above
        from academy.assessment.exports import marks, sheets  # noqa: PLC0415  see above

        config.reach_alembic()
        with closing(open_store()) as store, closing(Book()) as book:
            learners_of(store, cohort)  # or it is told that there is no such cohort
            cohorts = None if cohort is None else [cohort]
            table = marks.table(store, People(store), book, cohorts=cohorts, names=names)
        made = sheets.as_csv if file.suffix.lower() == ".csv" else sheets.as_xlsx
        _keep(file, made(table))
        for note in table.careful:
            typer.echo(note)
        typer.echo(f"{len(table.rows)} lines are in {file}.")


def _keep(file: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, in place of none."""
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise config.AssessmentError(
            f"{file} is there already; choose another name, or move it away."
        ) from error
    with os.fdopen(made, "wb") as out:
        out.write(content)
