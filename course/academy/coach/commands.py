"""`academy coach`: train the listening coach, and say how well it hears."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    help="The listening coach: make its weights anew, say how well it hears.",
    no_args_is_help=True,
)


@app.command()
def train(
    *,
    check: Annotated[
        bool, typer.Option(help="Write nothing; fail if the weights would change.")
    ] = False,
) -> None:
    """Make the coach's weights from the turns in modules/02_listening/coach.

    The same turns give the same bytes. It needs numpy, which `make check` installs, and
    half a minute.
    """
    try:
        from academy.coach import train as training  # noqa: PLC0415  only here is numpy needed
    except ModuleNotFoundError as missing:
        message = f"Training needs {missing.name}: run make check once, it installs it."
        typer.echo(message, err=True)
        raise typer.Exit(1) from None
    from academy.coach.corpus import CorpusError  # noqa: PLC0415  as above

    try:
        table = training.train()
    except CorpusError as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(1) from None
    if not check:
        try:
            size = training.save(table)
        except OSError as error:
            typer.echo(f"The weights cannot be written: {error.strerror}.", err=True)
            raise typer.Exit(1) from None
        typer.echo(f"coach.json: {len(table['kinds'])} features, {size // 1000} kB.")
    elif training.is_saved(table):
        typer.echo("coach.json is what its turns make.")
    else:
        typer.echo(
            "coach.json is not what its turns make: run academy coach train.", err=True
        )
        raise typer.Exit(1)


@app.command()
def figures() -> None:
    """Say how well the coach hears the held-out turns, beside two simple rules."""
    from academy.coach.figures import report  # noqa: PLC0415  as above

    typer.echo(report())
