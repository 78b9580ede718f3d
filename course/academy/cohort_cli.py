"""`academy cohort`: make a cohort, invite people to it, see who is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from academy import cohort as files
from academy import parting, paths
from academy.cohort import Cohort
from academy.content import load_course
from academy.people import Invitation, Member, People, Role
from academy.progress import progress
from academy.session import open_store
from academy.store import SqliteStore
from academy_widgets.typeset.words import plain_text

app = typer.Typer(
    help="Make cohorts, invite people to them, see who is in them.", no_args_is_help=True
)

Id = Annotated[str, typer.Argument(help="The cohort's id; `academy cohort list` has it.")]
Names = Annotated[list[str], typer.Argument(help="What you call each person.")]
Address = Annotated[
    str, typer.Option(help="Where the Academy is reached, with https:// before it.")
]
HERE = "http://127.0.0.1:8866/"


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("cohort.yml"),
) -> None:
    """Write a cohort's file to start from; its comments say what each line means."""
    text = files.template()
    schema = paths.content() / "course" / "schemas" / "cohort.json"
    if schema.is_file():  # so that an editor helps, wherever the file is
        text = text.replace("schemas/cohort.json", schema.as_uri(), 1)
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        _no(f"{file} is there already; name another, or move it away.")
    except OSError as error:
        _no(f"{file} cannot be written: {(error.strerror or '').lower()}.")
    typer.echo(f"Change {file}, then: academy cohort new {file}")


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="The cohort's file.")],
    address: Address = HERE,
) -> None:
    """Keep the cohort that FILE describes, and print a link for each of its tutors."""
    base, made = _base(address), files.load(file)
    with _people() as (_, people):
        id = people.cohorts.add(made)
        typer.echo(f"{made.title}: kept as {id}.")
        erased = made.erased().astimezone(made.zone)
        typer.echo(f"What is written in it is erased on {erased:%Y-%m-%d}.")
        links(people, base, list(made.tutors), role="tutor", cohort=id)


@app.command()
def invite(
    cohort: Id,
    names: Names,
    address: Address = HERE,
    *,
    tutor: Annotated[bool, typer.Option("--tutor", help="As tutors of it.")] = False,
) -> None:
    """Print a link for each person, by which they join COHORT."""
    base = _base(address)
    with _people() as (_, people):
        _known(people, cohort)
        links(people, base, names, role="tutor" if tutor else "learner", cohort=cohort)


@app.command("list")
def list_() -> None:
    """Show all cohorts."""
    with _people() as (_, people):
        found = people.cohorts.all()
        for id, one in found.items():
            here = people.cohorts.members(id)
            learners = sum(member.role == "learner" for member in here)
            typer.echo(
                f"{id}  starts {one.starts}  learners {learners}  "
                f"tutors {len(here) - learners}  {plain_text(one.title)}"
            )
        if not found:
            typer.echo("There is no cohort yet; `academy cohort template` begins one.")


@app.command()
def show(cohort: Id) -> None:
    """Show COHORT's schedule, who is in it and how far, and its invitations."""
    with _people() as (store, people):
        one, now = _known(people, cohort), datetime.now(UTC)
        course = load_course()
        modules = [module for module in map(course.module, one.modules()) if module]
        typer.echo(plain_text(one.title))
        for module in modules:
            opens, due = one.opens(module.id), one.due(module.id)
            typer.echo(
                f"  {module.title}: opens {opens.astimezone(one.zone):%Y-%m-%d}, "
                f"due {due.astimezone(one.zone):%Y-%m-%d %H:%M} ({one.time_zone})"
            )
        typer.echo(f"  Words are erased on {one.erased().astimezone(one.zone):%Y-%m-%d}.")
        for member in people.cohorts.members(cohort):
            done = progress(store, member.learner, modules).items()
            far = ", ".join(f"{id} {p.done} of {p.of}" for id, p in done)
            said = "tutor" if member.role == "tutor" else far
            typer.echo(f"{plain_text(member.name)}  {member.learner}  {said}")
        for sent in people.invitations.of(cohort):
            typer.echo(f"{sent.id}  {plain_text(sent.name)}  {_became(sent, now)}")


@app.command()
def revoke(
    cohort: Id,
    invitation: Annotated[str, typer.Argument(help="Its id; `show` has it.")],
) -> None:
    """Take an invitation back that nobody has used."""
    with _people() as (_, people):
        _known(people, cohort)
        sent = {one.id: one for one in people.invitations.of(cohort)}.get(invitation)
        if sent is None:
            _no(f"There is no invitation {invitation!r} to this cohort.")
        if sent.used_at:
            _no("It was used already; `academy cohort remove` takes somebody out.")
        people.invitations.revoke(invitation, cohort)
        typer.echo(f"The invitation of {plain_text(sent.name)} is taken back.")


@app.command()
def pair(cohort: Id) -> None:
    """Give each learner of COHORT a partner by lot, in place of any before."""
    with _people() as (store, people):
        _known(people, cohort)
        parting.pair(store, people, cohort)
        pairs: dict[int, list[str]] = {}
        for one in people.cohorts.members(cohort):
            if one.pair is not None:
                pairs.setdefault(one.pair, []).append(plain_text(one.name))
        for together in pairs.values():
            typer.echo(" and ".join(together))
        if not pairs:
            typer.echo("A pair needs two learners; there are fewer.")


@app.command()
def remove(
    cohort: Id,
    person: Annotated[str, typer.Argument(help="The name in the cohort, or the id.")],
) -> None:
    """Take a person out of COHORT; what they shared with it goes back to them."""
    with _people() as (store, people):
        _known(people, cohort)
        one = _one(people.cohorts.members(cohort), person)
        parting.leave(store, people, cohort, one.learner)
        typer.echo(f"{plain_text(one.name)} is out of the cohort.")


def invite_tutor(
    name: Annotated[str, typer.Argument(help="What you call the tutor.")],
    address: Address = HERE,
) -> None:
    """Print a link by which NAME becomes a tutor, who can then make cohorts."""
    base = _base(address)
    with _people() as (_, people):
        links(people, base, [name], role="tutor")


def links(
    people: People, base: str, names: list[str], *, role: Role, cohort: str | None = None
) -> None:
    """Make an invitation for each name, and print its link: this once."""
    typer.echo(
        "Each link works for one person, once, for three weeks; it is told only now:"
    )
    for name in names:
        made, code = people.invitations.make(role=role, name=name, cohort=cohort)
        typer.echo(f"{plain_text(made.name)}: {base}join#{code}")


def _became(sent: Invitation, now: datetime) -> str:
    if sent.used_at:
        return f"used on {sent.used_at:%Y-%m-%d}"
    if sent.revoked_at:
        return f"taken back on {sent.revoked_at:%Y-%m-%d}"
    word = "expired on" if sent.expires_at <= now else "open until"
    return f"{word} {sent.expires_at:%Y-%m-%d}"


def _one(members: list[Member], person: str) -> Member:
    found = [one for one in members if person in (one.learner, one.name)]
    if not found:
        _no(f"Nobody in this cohort is called {person!r}; `academy cohort show` has names.")
    if len({one.learner for one in found}) > 1:
        ids = ", ".join(one.learner for one in found)
        _no(f"More than one is called {person!r}: take one of {ids}.")
    return found[0]


def _known(people: People, cohort: str) -> Cohort:
    found = people.cohorts.get(cohort)
    if found is None:
        _no(f"There is no cohort {cohort!r}; `academy cohort list` has those there are.")
    return found


def _base(address: str) -> str:
    if not address.startswith(("https://", "http://")):
        _no("The address begins with https://, such as https://academy.example.org/")
    return address.rstrip("/") + "/"


@contextmanager
def _people() -> Iterator[tuple[SqliteStore, People]]:
    store = open_store()
    try:
        yield store, People(store)
    finally:
        store.close()


def _no(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
