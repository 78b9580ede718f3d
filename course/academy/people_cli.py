"""`academy person`: what an operator does for one learner, and with what is due."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from academy import retention
from academy.erasing import erase as erase_words
from academy.export import export as packed
from academy.people import People
from academy.session import open_store
from academy.store import SqliteStore

app = typer.Typer(help="Give a learner their words, or erase them.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The learner's id, as My page's export says it.")]


class PersonError(Exception):
    """This cannot be done for this person; one sentence says why."""


@app.command()
def export(
    id: Id, file: Annotated[Path, typer.Argument(help="The zip file to write.")]
) -> None:
    """Write everything that a learner wrote to a new file: to read, and for a program."""
    store, people = _open()
    learner = _known(store, people, id)
    _keep(file, packed(store, people, learner))


@app.command()
def portfolio(
    id: Id, file: Annotated[Path, typer.Argument(help="The PDF file to write.")]
) -> None:
    """Write a learner's reflections, with what their tutor said to them, as a PDF."""
    # Letters for every page take a moment to load, and no other command needs them.
    from academy.assessment.exports.portfolio import portfolio as made  # noqa: PLC0415  see above

    store, people = _open()
    _keep(file, made(store, _known(store, people, id)))


def _keep(file: Path, data: bytes) -> None:
    """Write a new file that its owner alone can read, or raise PersonError."""
    try:
        new = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise PersonError(f"There is a file {file} already; name another.") from error
    except OSError as error:
        raise PersonError(f"{file} cannot be written: {error.strerror}.") from error
    with os.fdopen(new, "wb") as out:
        out.write(data)
    typer.echo(f"Written to {file}, which only you can open.")


@app.command()
def erase(
    id: Id,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Erase everything that a learner wrote, and that they were here, for good."""
    store, people = _open()
    learner = _known(store, people, id)
    if not yes:
        typer.confirm(f"Erase everything that {learner} wrote, for good?", abort=True)
    late = erase_words(store, people, learner)
    typer.echo(f"Everything that {learner} wrote is erased.")
    if late:
        typer.echo(f"Run `academy person tidy` later: {late}.")
    typer.echo("What they sent to a tutor stays in nbgrader's folders, and in backups.")


@app.command()
def tidy() -> None:
    """Erase the words of every cohort whose day has come; a server does this daily."""
    store, people = _open()
    gone = retention.tidy(store, people)
    for cohort, many in gone.items():
        typer.echo(f"{cohort}: {many} answers and drafts erased.")
    if not gone:
        typer.echo("Nothing is due.")


def _open() -> tuple[SqliteStore, People]:
    store = open_store()
    return store, People(store)


def _known(store: SqliteStore, people: People, id: str) -> str:
    """Return the id by which a learner is known now.

    Raises:
        PersonError: nobody is.
    """
    learner = people.known.canonical(id)
    if (
        store.read(learner=learner)
        or store.drafts(learner=learner)
        or people.known.has_phrase(learner)
        or people.cohorts.memberships(learner)
    ):
        return learner
    raise PersonError(f"Nobody here is known as {id!r}, or nothing of theirs is kept.")
