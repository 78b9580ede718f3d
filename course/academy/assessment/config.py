"""Where nbgrader's course lives, and how nbgrader is set up for it."""

from __future__ import annotations

import os
import shutil
import sysconfig
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from academy import paths

if TYPE_CHECKING:
    from traitlets.config import Config

COURSE = "relationships_academy"
"""The course's id for nbgrader."""


class AssessmentError(Exception):
    """A tutor's command cannot be done; the message says why, in one sentence."""


def desk_folder() -> Path:
    """Return the folder for all of nbgrader's files, made if need be."""
    return _made(paths.data() / "nbgrader")


@cache
def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in (COURSE, "cache", "exchange"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    close_exchange(folder)
    return folder


def close_exchange(folder: Path) -> None:
    """Let nobody else make a course in the exchange below `folder`.

    nbgrader opens it to everybody whenever it releases. The data folder above is 0700;
    the exchange must not rest on that alone.
    """
    exchange = folder / "exchange"
    if exchange.stat().st_mode & 0o077:
        exchange.chmod(0o700)


def course_root() -> Path:
    """Return nbgrader's course folder: source, release, submitted, gradebook.db."""
    return desk_folder() / COURSE


def inbound() -> Path:
    """Return the exchange's folder of what was handed in."""
    return desk_folder() / "exchange" / COURSE / "inbound"


def set_aside(arrived: str) -> Path:
    """Return where a folder from JupyterLab stays whose words have been taken in.

    It is beside the others, and nbgrader passes over hidden names.
    """
    return inbound() / f".taken+{arrived}"


def outbound(assignment: str) -> Path:
    """Return the exchange's folder of a released assignment."""
    return desk_folder() / "exchange" / COURSE / "outbound" / assignment


def cached(learner: str) -> Path:
    """Return the folder from which nbgrader lists what `learner` has submitted.

    Each has their own: nbgrader fetches the feedback of all that it finds in one.
    """
    return desk_folder() / "cache" / learner


def log_file() -> Path:
    """Return the file that keeps what nbgrader says about its work."""
    return desk_folder() / "nbgrader.log"


def sources() -> Path:
    """Return the folder of the assignments' source notebooks."""
    return paths.content() / "assessments" / "source"


def assignments() -> list[str]:
    """Return the names of the assignments that the course has."""
    return sorted(at.name for at in sources().glob("*") if any(at.glob("*.ipynb")))


def released(assignment: str) -> bool:
    """Return whether learners can hand in `assignment`."""
    return any(outbound(assignment).glob("*.ipynb"))


def arrived(assignment: str) -> list[str]:
    """Return the names of the submissions that are whole, in nbgrader's exchange."""
    found = (at.name for at in inbound().glob(f"*+{assignment}+*"))
    return sorted(name for name in found if not name.startswith("."))


def configure(c: Config) -> None:
    """Set nbgrader up in `c`; `assessments/nbgrader_config.py` calls this too."""
    folder = desk_folder()
    c.CourseDirectory.course_id = COURSE
    c.CourseDirectory.root = str(course_root())
    c.Exchange.root = str(folder / "exchange")
    c.Exchange.cache = str(folder / "cache")
    # `incoming` has checked whose work it is; all of it is owned by the server's user.
    c.ExchangeCollect.check_owner = False
    c.ExchangeFactory.collect = "academy.assessment.by_hand.Collect"
    c.ExportApp.plugin_class = "academy.assessment.exports.gradebook.MarkedOnly"
    # A learner's words are shown to a tutor as words, and nothing of theirs is markup.
    c.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.DeduplicateIds",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "academy.assessment.plain.PlainText",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    # nbgrader's own list without Execute: no code of a learner ever runs as a tutor.
    # Unrun test cells would get full marks, so `check` allows none.
    c.Autograde.autograde_preprocessors = [
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.HTMLExporter.extra_template_basedirs = [
        str(Path(__file__).parent / "templates"),
        str(_nbgrader_templates()),
    ]


def configure_for_learner(c: Config) -> None:
    """Set nbgrader up in `c` for JupyterLab, where the machine's owner is the learner.

    It lists this course alone, submits in the owner's name, and fetches feedback on the
    owner's submissions only. What it fetches lies beside the modules, whose folders have
    the same names.
    """
    from academy import session  # noqa: PLC0415  opens the store
    from academy.people import People  # noqa: PLC0415  as above

    known = People(session.open_store()).known
    learner = known.canonical(session.owner())
    c.CourseDirectory.course_id = COURSE
    c.CourseDirectory.student_id = learner
    c.Exchange.root = str(desk_folder() / "exchange")
    c.Exchange.cache = str(cached(learner))
    c.Exchange.assignment_dir = str(fetched())


def configure_for_author(c: Config) -> None:
    """Set nbgrader up in `c` for JupyterLab over the course's own sources.

    Formgrader wants its course below the folder that JupyterLab shows, and that is where
    sources are written; all that is made of them stays in the data folder.
    """
    configure(c)
    made = course_root()
    c.CourseDirectory.root = str(sources().parent)
    for step in ("release", "submitted", "autograded", "feedback", "solution"):
        c.CourseDirectory[f"{step}_directory"] = str(made / step)
    c.CourseDirectory.db_url = f"sqlite:///{made / 'gradebook.db'}"


def fetched() -> Path:
    """Return the folder in the learner's workspace for what nbgrader fetches."""
    return paths.data() / "workspace" / "reflections"


def settings() -> Config:
    """Return nbgrader's configuration for this course."""
    from traitlets.config import Config  # noqa: PLC0415  the learner's page needs none

    c = Config()
    configure(c)
    return c


def reach_alembic() -> None:
    """Let nbgrader find `alembic`, which it calls to make its gradebook.

    It looks on the PATH, where a Python that runs by its full path has put nothing.
    """
    if shutil.which("alembic") is None:
        scripts = sysconfig.get_path("scripts")
        os.environ["PATH"] = os.pathsep.join((scripts, os.environ.get("PATH", "")))


def _nbgrader_templates() -> Path:
    """Return nbgrader's templates without importing nbgrader."""
    from importlib.util import find_spec  # noqa: PLC0415  needed here alone

    spec = find_spec("nbgrader")
    if spec is None or spec.origin is None:
        raise AssessmentError("nbgrader is not installed; `make serve` sets it up.")
    extension = Path(spec.origin).parent / "server_extensions" / "formgrader"
    return extension / "templates"
