"""A reflection on its way to a tutor and back, as its learner sees it."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from academy.journey import Journey, Version, journey
from academy.session import Session
from academy.store import Json, Record
from academy_widgets.exercise import Afterwards, HandedIn, ResponseError

log = logging.getLogger(__name__)


def hand_in(session: Session, answered: Record, handed_in: HandedIn) -> None:
    """Keep `handed_in` for the tutor, and have it delivered to nbgrader.

    It is handed in when it is in the store. Delivery is a process of its own, because
    nbgrader takes seconds to import and a learner need not wait; whatever it misses is
    delivered when the tutor collects.

    Raises:
        StoreError: it could not be kept.
    """
    session.store.append(
        answered.model_copy(
            update={
                "what": "handed_in",
                "audience": "tutor",
                "body": handed_in.model_dump(),
                "id": None,
            }
        )
    )
    _start_delivery()


def _start_delivery() -> None:
    threading.Thread(target=_deliver, name="delivery", daemon=True).start()


def _deliver() -> None:
    try:
        run = subprocess.run(
            [sys.executable, "-m", "academy.assessment"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # it may quote what was handed in
            check=False,
            start_new_session=True,  # leaving the page ends the kernel, not this
        )
    except OSError:
        log.exception("delivery could not be started; collecting will deliver")
        return
    if run.returncode:
        log.warning("delivery failed (exit %d); collecting will deliver", run.returncode)


def afterwards(
    session: Session, exercise: str, done: Afterwards, *, at: datetime, uid: str | None
) -> None:
    """Do what a learner asks for with what they handed in, and keep that.

    Done again, because a page sends again what it has no answer to, it is done once.

    Raises:
        ResponseError: it is too late for it, or there is nothing to do it with.
        StoreError: it could not be kept.
    """
    there = journey(session.store.read(learner=session.learner, exercise=exercise))
    if done.do == "withdraw":
        version = _to_withdraw(there, done)
        body: Json = {"handed_in": done.of}
    else:
        version = _to_answer(there, done)
        body = {"handed_in": version.id, "returned": done.of}
        body |= {"text": done.text, "look": done.look}
    session.store.append(
        Record(
            what="withdrawn" if done.do == "withdraw" else "answered",
            learner=session.learner,
            exercise=exercise,
            version=session.version,
            at=at,
            audience="tutor",
            body={"assignment": version.sent.body["assignment"]} | body,
            uid=uid,
        )
    )
    if done.do == "withdraw":
        # A tutor may have begun while this was kept: whose number is smaller came first.
        now = journey(session.store.read(learner=session.learner, exercise=exercise))
        if now.state != "withdrawn":
            raise ResponseError(TOO_LATE)
        _start_delivery()


TOO_LATE = (
    "Your tutor has begun to read it, so it stays with them and comes back to you with "
    "their answer. What you write from now on is yours until you send it."
)
CHANGED = "This has changed since you opened the page; please reload it."
ONCE = "You have answered this already; your tutor has what you said."


def _to_withdraw(there: Journey, done: Afterwards) -> Version:
    newest = there.newest
    if newest is None or newest.id != done.of:
        raise ResponseError(CHANGED)
    if there.begun or newest.state not in ("sent", "withdrawn"):
        raise ResponseError(TOO_LATE)
    return newest


def _to_answer(there: Journey, done: Afterwards) -> Version:
    version = next(
        (one for one in there.versions if one.returned and one.returned.id == done.of), None
    )
    if version is None:
        raise ResponseError(CHANGED)
    said = version.answered
    if said and (said.body["text"], said.body["look"]) != (done.text, done.look):
        raise ResponseError(ONCE)
    return version


MOST_VERSIONS = 20
"""How many versions a module's page brings along; My page has them all."""


def news(records: Sequence[Record], due: Callable[[], datetime | None]) -> Json:
    """Return what became of what was handed in, for its learner's page.

    Nothing where nothing was handed in; else `receipt` of the newest version, `versions`
    with their words, the newest first, and `returned` if anything came back.

    Args:
        records: all that a learner did in one exercise, oldest first.
        due: asked when it was due, in UTC, if it was at all.
    """
    there = journey(records)
    if there.newest is None:
        return {}
    day = due()
    versions = [_told(one, day) for one in reversed(there.versions[-MOST_VERSIONS:])]
    said: Json = {
        "receipt": {name: versions[0][name] for name in _RECEIPT} | {"begun": there.begun},
        "versions": versions,
        "with_tutor": there.with_tutor,
    }
    if there.returned:
        back = next(one for one in there.versions if one.returned == there.returned)
        said["returned"] = _came_back(back)
    return said


_RECEIPT = ("id", "number", "at", "words", "state", "late", "notes")


def _told(version: Version, due: datetime | None) -> Json:
    sent = version.sent
    said: Json = {
        "id": version.id,
        "number": version.number,
        "at": sent.at.isoformat(),
        "words": version.words,
        "state": version.state,
        "late": bool(due and sent.at > due),
        "notes": list(version.notes),
        "via": sent.body.get("via", "page"),
        "answers": version.answers,
    }
    return said | ({"returned": _came_back(version)} if version.returned else {})


def _came_back(version: Version) -> Json:
    """Return what a tutor said to a version, and what its learner said to that."""
    returned, answered = version.returned, version.answered
    if returned is None:
        return {}
    said = returned.body | {
        "id": returned.id,
        "number": version.number,
        "at": returned.at.isoformat(),
    }
    if answered:
        told = {name: answered.body[name] for name in ("text", "look")}
        said["answered"] = told | {"at": answered.at.isoformat()}
    return said
