"""`academy tutor`: release, collect, mark, status; `tutor_out` has return and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from academy.assessment import config, tutor_out
from academy.assessment.commands import Assignment, Cohort, at_desk, told
from academy_widgets.typeset.words import plain_text

if TYPE_CHECKING:
    from academy.assessment.standing import Standing

app = typer.Typer(
    help="Work with reflections: release, collect, mark, return, export. By nbgrader.",
    no_args_is_help=True,
)
app.add_typer(tutor_out.app)

Port = Annotated[int, typer.Option(help="Where to listen; 0 takes any free port.")]
Browser = Annotated[bool, typer.Option(help="Open the page in a browser.")]


@app.command()
def release(assignment: Assignment) -> None:
    """Let learners hand in ASSIGNMENT. Safe to repeat."""
    with told(), at_desk() as desk:
        if desk.release(assignment):
            typer.echo(f"{assignment} is released: learners can hand it in.")
        else:
            typer.echo(f"{assignment} was released before, and nothing has changed.")


@app.command()
def collect(assignment: Assignment, cohort: Cohort = None) -> None:
    """Take in what learners handed in and make it ready to mark. Safe to repeat."""
    with told(), at_desk() as desk:
        done = desk.collect(assignment, cohort)
        new = f"{done.new} new or changed" if done.new else "Nothing new"
        typer.echo(f"{new}; {done.to_mark or 'nothing'} to mark.")


@app.command()
def mark(port: Port = 8890, *, browser: Browser = True) -> None:
    """Open nbgrader's marking page, on this machine alone. Ctrl-C ends it."""
    with told():
        typer.echo("Starting the marking page.")
        # nbgrader takes seconds to import, and only this command needs a server.
        from academy.assessment.marking import marking_server  # noqa: PLC0415  see above

        server = marking_server(port=port, browser=browser)
        said = f"Marking page: {server.address}\nCtrl-C ends it."
        server.io_loop.add_callback(typer.echo, said)  # once it listens, not before
        server.start()


@app.command()
def status(
    assignment: Annotated[
        str | None, typer.Argument(help="Show its learners one by one.")
    ] = None,
    cohort: Cohort = None,
) -> None:
    """Show how many reflections stand where, newest of each learner."""
    with told(), at_desk() as desk:
        if assignment:
            rows = [
                (learner, ["yes" if step else "-" for step in standing])
                for learner, standing in desk.standings(assignment, cohort).items()
            ]
        else:
            rows = [
                (name, [str(sum(step)) for step in _columns(desk.standings(name, cohort))])
                for name in config.assignments()
            ]
        for line in _table("learner" if assignment else "assignment", rows):
            typer.echo(line)
        for line in (*desk.refused(), *desk.worries_for_nobody()):
            typer.echo(plain_text(line))


STEPS = ("handed in", "delivered", "collected", "to mark", "marked", "returned", "late")


def _columns(standings: dict[str, Standing]) -> list[tuple[bool, ...]]:
    return list(zip(*standings.values(), strict=True)) or [()] * len(STEPS)


def _table(first: str, rows: list[tuple[str, list[str]]]) -> list[str]:
    wide = max([len(first), *(len(name) for name, _ in rows)])
    lines = [(first, list(STEPS)), *rows]
    return [
        f"{name:<{wide}}" + "".join(f"  {cell:>9}" for cell in cells)
        for name, cells in lines
    ]
