"""Put an exercise on the page, and keep what the learner does with it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from academy import content, handing_in
from academy.session import Session, current, nobody_yet
from academy.store import Audience, Draft, Json, Record, StoreError
from academy_widgets.exercise import Exercise, ResponseError
from academy_widgets.view import View, view

log = logging.getLogger(__name__)

LONGEST_DRAFT = 200_000
"""Characters, in all boxes of one exercise together."""

STAYS = "Your words stay on this page."
OURS = f"Something went wrong on our side, and this is not saved. {STAYS}"


_waiting: list[_Keeper] = []
"""Exercises shown before there is a learner, while a snapshot of a module is made."""


def exercise(name: str) -> View:
    """Return the exercise in the file `name` beside the notebook, as a widget.

    Args:
        name: the file's name, such as "stuck.yml".

    Raises:
        ContentError: the file is missing or does not fit its kind.
        StoreError: the place where words are kept cannot be opened.
    """
    exercise = content.load_exercise(Path(name).absolute())
    if not nobody_yet():
        return show(exercise, current())
    keeper = _Keeper(exercise)
    _waiting.append(keeper)
    return keeper.widget


def learner_is_here() -> None:
    """Give every exercise shown so far its learner; called once, right after a fork.

    Raises:
        StoreError: the place where words are kept cannot be opened.
    """
    while _waiting:
        keeper = _waiting.pop()
        keeper.attach(current(), as_left(keeper.exercise, current()))


def show(
    exercise: Exercise,
    session: Session,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> View:
    """Return `exercise` as a widget, as its learner left it, that keeps what they do."""
    left = as_left(exercise, session)
    keeper = _Keeper(exercise, now, left)
    keeper.attach(session, left)
    return keeper.widget


def as_left(exercise: Exercise, session: Session) -> dict[str, Json]:
    """Return the traits in which an exercise's view differs for this learner.

    Raises:
        StoreError: the store did not answer.
    """
    store, learner = session.store, session.learner
    answers = store.read(learner=learner, exercise=exercise.id, what="response")
    newest = answers[-1] if answers else None
    drafts = [
        draft
        for draft in store.drafts(learner=learner, exercise=exercise.id)
        if not newest or draft.at > newest.at
    ]
    given: dict[str, Json] = {"saved": {"n": 0, "learner": learner}}
    if newest:
        given["feedback"] = _feedback(exercise, session, newest.body["answer"])
        given["draft"] = {"n": 0, "form": newest.body["form"]}
        given["saved"] |= {"at": newest.at.isoformat(), "audience": newest.audience}
    if drafts:
        given["draft"] = {"n": 0, "form": _together(drafts)}
        given["saved"] |= {"at": drafts[0].at.isoformat(), "audience": "me"}
    if "receipt" in given.get("feedback", {}):
        given["saved"]["sent"] = True
    return given


def _together(drafts: list[Draft]) -> Json:
    """Return the newest draft, its gaps filled from tabs that its writer had not seen.

    Somebody who writes a page full in one tab and a word in another, opened before,
    must not find the word alone.

    Args:
        drafts: newest first.
    """
    newest = drafts[0]
    form = newest.body
    for other in drafts[1:]:
        if newest.seen is None or other.at > newest.seen:
            form = _filled(form, other.body)
    return form


def _filled(form: Json, other: Json) -> Json:
    filled = dict(form)
    for name, value in other.items():
        mine = filled.get(name)
        if isinstance(mine, dict) and isinstance(value, dict):
            filled[name] = _filled(mine, value)
        elif not mine:
            filled[name] = value
    return filled


def _feedback(exercise: Exercise, session: Session, answer: Json) -> Json:
    try:
        said = exercise.feedback(answer)
    except ResponseError:
        said = {}  # the exercise has changed since; the words are still in the form
    return said | handing_in.news(session, exercise)


class _Keeper:
    """One exercise on one page: restores what its learner left, keeps, answers."""

    session: Session
    seen: datetime | None

    def __init__(
        self,
        exercise: Exercise,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        left: dict[str, Json] | None = None,
    ) -> None:
        self.exercise, self.now = exercise, now
        # A browser that hears of the widget hears of the learner's words with it.
        self.widget = view(exercise, **(left or {}))

    def attach(self, session: Session, left: dict[str, Json]) -> None:
        """Let `session`'s learner, who left it so, have this exercise."""
        self.session = session
        # Restored before anything is observed: putting words back is not an answer.
        for name, value in left.items():
            setattr(self.widget, name, value)
        at = left["saved"].get("at")
        self.seen = datetime.fromisoformat(at) if at else None
        self.widget.observe(self._told(self._answered), names="response")
        self.widget.observe(self._told(self._drafted), names="draft")

    def _answered(self, message: Json) -> None:
        answer = message["answer"]
        handed_in = self.exercise.handed_in(answer)
        audience: Audience = "tutor" if handed_in else "me"
        moment = self.now()
        record = Record(
            learner=self.session.learner,
            exercise=self.exercise.id,
            version=self.session.version,
            at=moment,
            audience=audience,
            body={"answer": answer, "form": message["form"]},
        )
        self.session.store.append(record)
        if handed_in:
            handing_in.hand_in(self.session, record, handed_in)
        self.widget.feedback = _feedback(self.exercise, self.session, answer)
        self._saved(message, state="kept", at=moment.isoformat(), audience=audience)

    def _drafted(self, message: Json) -> None:
        if len(json.dumps(message["form"])) > LONGEST_DRAFT:
            raise ResponseError("This is too long to be kept; please shorten it.")
        moment = self.now()
        draft = Draft(
            learner=self.session.learner,
            exercise=self.exercise.id,
            page=self.session.page,
            at=moment,
            seen=self.seen,
            body=message["form"],
        )
        self.session.store.keep_draft(draft)
        self._saved(message, state="kept", at=moment.isoformat(), audience="me")

    def _saved(self, message: Json, **what: str) -> None:
        about: Json = {"learner": self.session.learner, **what}
        if "receipt" in self.widget.feedback:
            about["sent"] = True
        self.widget.saved = {"n": message.get("n", 0), **about}

    def _told(self, act: Callable[[Json], None]) -> Callable[[dict[str, Any]], None]:
        """Wrap `act` so that whatever goes wrong reaches the learner, and only once.

        An exception in an observer reaches no cell of a page, so without this the
        learner would see nothing at all.
        """

        def observed(change: dict[str, Any]) -> None:
            message = change["new"]
            try:
                act(message)
            except ResponseError as error:
                self._saved(message, state="refused", says=str(error))
            except StoreError as error:
                self._saved(message, state="failed", says=f"Not saved: {error}. {STAYS}")
            except Exception:
                log.exception("%s could not take a message", self.exercise.id)
                self._saved(message, state="failed", says=OURS)

        return observed
