"""Take in what JupyterLab's list of assignments has brought to nbgrader's exchange.

Anybody who can reach the exchange can put anything there under any name, and none of it
is believed. Who sent it is told by who owns it; when, by the time that the system itself
keeps of its last change. Of the notebook only the text of the released notebook's answer
cells is taken; it becomes a record like any other, and what had arrived is set aside
beside the rest, where nbgrader does not look. What is refused stays where it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from academy import session, sharing
from academy.assessment import config, untrusted
from academy.assessment.answering import answers
from academy.assessment.exchange import SECRET, SECRETS, Released, own_id
from academy.assessment.refusals import NAME, Refusals
from academy.assessment.sendings import Say, Sendings, Sent
from academy.assessment.untrusted import Opened, Refused
from academy.content import ContentError
from academy.people import People
from academy.store import Record, SqliteStore

_WRONG_CLOCK = timedelta(minutes=5)


class Arrived(NamedTuple):
    """A submission that can be taken in.

    Attributes:
        name: of its folder.
        learner: whose it is.
        assignment: of which assignment.
        sent: what is to be kept of it.
        at: when its files were last changed, in UTC.
        forged: whether it says another time.
    """

    name: str
    learner: str
    assignment: str
    sent: Sent
    at: datetime
    forged: bool


def take_in(store: SqliteStore, say: Say = print) -> int:
    """Take in everything that has arrived; return how many.

    Whoever calls this holds the lock. Safe to repeat, and after a crash.

    Args:
        store: where the words go.
        say: takes one sentence for the tutor about each that is refused, once, and
            about whatever was not as it should be.

    Raises:
        StoreError: the store cannot be read or written.
    """
    if sys.platform == "win32" or not config.inbound().is_dir():
        return 0  # nbgrader itself submits nothing on Windows
    sendings, told = Sendings(store, lambda _: None), Refusals()
    own, taken = sendings.folders(), 0
    try:
        with _inbound() as here:
            for arrived in untrusted.names(here):
                if arrived.startswith(".") or arrived in own:
                    continue
                if arrived in sendings.arrived:
                    _set_aside(here, arrived)  # it was taken in, and then came a crash
                    continue
                try:
                    found = _read(here, arrived, People(store))
                except (Refused, OSError) as error:
                    why = str(error) if isinstance(error, Refused) else "it is unreadable"
                    told.once(here, arrived, why, say)
                    continue
                _keep(store, found)
                _set_aside(here, arrived)
                _tell(found, say)
                taken += 1
    except Refused as error:
        raise config.AssessmentError(
            f"The exchange's inbound folder is not as nbgrader made it: {error}."
        ) from error
    told.keep()
    return taken


def secret(arrived: str) -> str | None:
    """Return the secret of what was set aside, by which its learner finds the feedback."""
    try:
        with _inbound() as here:
            aside = config.set_aside(arrived).name
            with untrusted.folder(aside, here.fd) as opened:
                kept = untrusted.read(opened, SECRET, 1000)[0].decode("ascii", "replace")
    except (Refused, OSError):
        return None
    return kept if SECRETS.fullmatch(kept) else None


@contextmanager
def _inbound() -> Iterator[Opened]:
    """Open the exchange's inbound folder, no step on the way to it being a link."""
    with ExitStack() as stack:
        here = stack.enter_context(untrusted.folder(config.desk_folder()))
        for step in ("exchange", config.COURSE, "inbound"):
            here = stack.enter_context(untrusted.folder(step, here.fd))
            if here.uid != own_id():
                raise Refused("it, or a folder above it, is not ours")
        yield here


def _read(here: Opened, arrived: str, people: People) -> Arrived:
    """Return what is in the folder `arrived`.

    Raises:
        Refused: it is not what JupyterLab would have brought.
        OSError: it cannot be read.
    """
    said = NAME.fullmatch(arrived)
    if said is None:
        raise Refused("its name is none that nbgrader gives")
    assignment = said["assignment"]
    if assignment not in config.assignments() or not config.released(assignment):
        raise Refused("no such assignment is released")
    released = _released(assignment, _stamp(assignment))
    files: dict[str, bytes] = {}
    with untrusted.folder(arrived, here.fd) as opened:
        _must_own(said["learner"], opened.uid, people)
        times = [opened.at]
        inside = untrusted.names(opened)
        for file in released.notebooks:
            if file in inside:
                files[file], at = untrusted.read(opened, file)
                times.append(at)
    if not files:
        raise Refused(f"it has no {' or '.join(released.notebooks)}")
    exercise = _exercise(assignment)
    found = answers(released, files, lambda id: exercise.questions.get(id, id))
    learner = people.known.canonical(said["learner"])
    sent = Sent(
        assignment=assignment,
        answers=found.answers,
        via="jupyterlab",
        submission=arrived,
        notes=found.notes,
    )
    forged = abs(max(times) - _claimed(said["time"], max(times))) > _WRONG_CLOCK
    return Arrived(arrived, learner, assignment, sent, max(times), forged)


def _must_own(learner: str, uid: int, people: People) -> None:
    """Raise Refused unless whoever owns the folder is the one whom its name says.

    Everything of one user is owned by that user, whoever they say they are: there only
    the machine's own learner, for whom JupyterLab submits, may arrive.
    """
    if uid == own_id():
        owner = session.owner()
        if learner not in (owner, people.known.canonical(owner)):
            raise Refused("on this machine JupyterLab sends for its owner alone")
        return
    import pwd  # noqa: PLC0415  Windows has none

    try:
        real = pwd.getpwuid(uid).pw_name
    except KeyError:
        real = ""
    if learner != real:
        raise Refused("somebody else put it there than its name says")


def _keep(store: SqliteStore, found: Arrived) -> None:
    store.append(
        Record(
            what="handed_in",
            learner=found.learner,
            exercise=_exercise(found.assignment).id,
            version=session.course_version(),
            at=found.at,
            audience="tutor",
            body=found.sent.model_dump(mode="json"),
            uid=f"jupyterlab {found.name}",
        )
    )


def _tell(found: Arrived, say: Say) -> None:
    notes = list(found.sent.notes)
    if found.forged:
        notes.append(
            f"Its name tells another time; it arrived {found.at:%Y-%m-%d %H:%M} UTC."
        )
    said = f" {' '.join(notes)}" if notes else ""
    say(f"{found.learner}: {found.assignment} came from JupyterLab.{said}")


def _set_aside(here: Opened, arrived: str) -> None:
    """Let nbgrader pass over `arrived`, whose words have been taken in."""
    aside = config.set_aside(arrived).name
    for place in (aside, f"{aside}+{os.urandom(4).hex()}"):
        try:
            os.rename(arrived, place, src_dir_fd=here.fd, dst_dir_fd=here.fd)
        except OSError:
            continue  # somebody has put something there
        return


class _Exercise(NamedTuple):
    id: str
    questions: dict[str, str]


def _exercise(assignment: str) -> _Exercise:
    """Return the exercise that an assignment belongs to; one of its own if none does."""
    try:
        exercises = sharing.exercises()
    except (ContentError, OSError):
        exercises = {}
    for id, exercise in exercises.items():
        asked = exercise.asks()
        if asked and asked.assignment == assignment:
            return _Exercise(id, asked.questions)
    return _Exercise(f"{assignment}/reflection", {})


def _stamp(assignment: str) -> tuple[tuple[str, int], ...]:
    files = sorted(config.outbound(assignment).glob("*.ipynb"))
    return tuple((str(file), file.stat().st_mtime_ns) for file in files)


@cache
def _released(assignment: str, _: tuple[tuple[str, int], ...]) -> Released:
    return Released(assignment)


def _claimed(time: str, otherwise: datetime) -> datetime:
    try:
        return datetime.strptime(f"{time}+0000", "%Y-%m-%d %H:%M:%S.%f UTC%z")
    except ValueError:
        return otherwise - timedelta(days=1)
