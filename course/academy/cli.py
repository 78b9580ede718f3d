"""The `academy` command."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from academy import backup as backups
from academy import content, wordless
from academy.assessment.tutor import app as tutor
from academy.coach.commands import app as coach
from academy.cohort_cli import app as cohort
from academy.cohort_cli import invite_tutor
from academy.content import ContentError
from academy.people_cli import PersonError
from academy.people_cli import app as person
from academy.store import StoreError

app = typer.Typer(
    help="The Relationships Academy: serve it, open it in JupyterLab, check it, mark it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(tutor, name="tutor")
app.add_typer(coach, name="coach")
tutor.command("invite")(invite_tutor)
app.add_typer(cohort, name="cohort")
app.add_typer(person, name="person")

Ip = Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 lets other machines in.")]
Browser = Annotated[bool, typer.Option(help="Open a browser when it is ready.")]


class Trouble(Exception):  # noqa: N818  it is told, not caught
    """Something that the person at the keyboard can mend, in one sentence."""


@app.command()
def serve(  # noqa: PLR0913  each is an option of the command
    *,
    port: Annotated[int, typer.Option(help="Which port to listen on.")] = 8866,
    ip: Ip = "127.0.0.1",
    browser: Browser = True,
    plain: Annotated[
        bool, typer.Option(help="Serve modules by plain Voila, never from a snapshot.")
    ] = False,
    sessions: Annotated[
        int | None,
        typer.Option(help="How many learners may be at work at once.", min=1),
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option(help="Believe what a proxy that ends HTTPS says of a request.")
    ] = False,
) -> None:
    """Open the Academy to learners in a browser. Ctrl-C closes it.

    Words are kept in your data folder (set ACADEMY_DATA to put it elsewhere).
    """
    _need_port(ip, port, "serve")
    # One exercise that cannot be read would fail each page that tells of progress.
    for module in content.load_course().modules:
        content.in_order(module.id)
    # Voila and Jupyter Server take a second to import; no other command needs them.
    from academy.server.start import make  # noqa: PLC0415  see above

    make(
        port=port,
        ip=ip,
        open_browser=browser,
        plain=plain,
        behind_proxy=behind_proxy,
        sessions=sessions,
    ).start()


@app.command()
def lab(
    *,
    port: Annotated[int, typer.Option(help="Which port to listen on.")] = 8867,
    ip: Ip = "127.0.0.1",
    browser: Browser = True,
    author: Annotated[
        bool,
        typer.Option(help="Open the course's own files, with nbgrader's authoring tools."),
    ] = False,
) -> None:
    """Open the modules in JupyterLab, as a copy of your own. Ctrl-C closes it.

    What you do there is kept with what you do in the Academy's pages. A file of the
    copy that you have changed stays as it is.
    """
    _need_port(ip, port, "lab")
    from academy import lab  # noqa: PLC0415  needs the store's folder, which check does not

    for name in lab.refresh_workspace():
        typer.echo(f"{name}: you have changed this file, so it stays as it is.")
    typer.echo("Opening JupyterLab; in a module, choose Run, then Run All Cells.")
    words = lab.command(port=port, ip=ip, browser=browser, author=author)
    backups.in_use(also_after_exec=True)
    # JupyterLab, and nbgrader in it, look about where they stand.
    os.chdir(lab.folder(author=author))
    environment = lab.environment(author=author)
    os.execve(words[0], words, environment)  # noqa: S606  no shell, our own words


@app.command()
def check() -> None:
    """Check the course: its data, exercises, notebooks, links, media, assignments.

    Each mistake is told as file, line or key, what is wrong and what is allowed.
    """
    from academy.check import check as mistakes  # noqa: PLC0415  nbformat is slow to import

    found = mistakes()
    for mistake in found:
        typer.echo(_short(mistake), err=True)
    if found:
        raise Trouble(f"{len(found)} to mend in the course.")
    typer.echo("The course is as it should be.")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to, such as words.zip.")],
) -> None:
    """Write all words, cohorts and nbgrader's course to a file; the Academy may be open.

    Whoever has the file can read everything in it, also what is erased here later: keep
    it safe, and not for ever.
    """
    made = backups.back_up(file, typer.echo)
    typer.echo(
        f"{len(made.files):,} files are in {file}; `academy restore` puts them back."
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `academy backup` wrote.")],
) -> None:
    """Put a backup in the place of the words here, which are put aside.

    The backup is looked through first; if it is not whole, nothing is touched.
    """
    from academy.restore import restore as put_back  # noqa: PLC0415  rarely needed

    aside = put_back(file, typer.echo)
    if aside:
        typer.echo(f"What was here is in {aside}; delete it when you no longer need it.")


@app.command("print")
def print_module(
    module: Annotated[str, typer.Argument(help="Which, such as 02_listening.")],
    file: Annotated[
        Path | None, typer.Argument(help="Where to; by default MODULE.html, here.")
    ] = None,
    *,
    key: Annotated[
        bool, typer.Option("--key", help="The tutor's part: guide and keys.")
    ] = False,
) -> None:
    """Write a module for the printer: its prose, and each exercise with room to write.

    Open the file in a browser and print it, on A4 or Letter; it needs no colour.
    """
    from academy import printing  # noqa: PLC0415  see `check`

    page = printing.tutors_part(module) if key else printing.sheets(module)
    file = file or Path(f"{module}-tutor.html" if key else f"{module}.html")
    try:
        file.write_text(page, "utf-8")
    except OSError as error:
        why = (error.strerror or "it is no file").lower()
        raise Trouble(f"{file} cannot be written: {why}.") from error
    typer.echo(f"Open {file} in a browser and print it.")


@app.command()
def schemas() -> None:
    """Write the JSON Schemas that help an editor with the course's YAML."""
    from academy.schemas import write  # noqa: PLC0415  see `check`

    for path in write():
        typer.echo(_here(path))


def _short(mistake: ContentError) -> str:
    parts = [_here(mistake.file), mistake.where, mistake.what]
    return ": ".join(part for part in parts if part)


def _here(path: Path) -> str:
    return (
        str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
    )


def _need_port(ip: str, port: int, command: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ip, port))
        except PermissionError as error:
            raise Trouble(
                f"Port {port} needs an administrator; take one above 1023."
            ) from error
        except OverflowError as error:
            raise Trouble(
                f"There is no port {port}; take one from 1024 to 65535."
            ) from error
        except OSError as error:
            raise Trouble(
                f"Port {port} is taken by another program; choose another: "
                f'`make {command} OPTIONS="--port {port + 10}"`, or '
                f"`academy {command} --port {port + 10}`."
            ) from error


def main() -> None:
    """Run the command; a trouble is told in one sentence, without a traceback."""
    wordless.install()
    try:
        app()
    except (Trouble, ContentError, PersonError, StoreError, backups.BackupError) as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
