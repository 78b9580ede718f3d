"""Put an exercise on the page, and keep what the learner does with it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from academy import content, handing_in
from academy.session import Session, current
from academy.store import Audience, Draft, Json, Record, StoreError
from academy_widgets.exercise import Exercise, ResponseError
from academy_widgets.view import View, view

log = logging.getLogger(__name__)

STAYS = "Your words stay on this page."
OURS = f"Something went wrong on our side, and this is not saved. {STAYS}"


def exercise(name: str) -> View:
    """Return the exercise in the file `name` beside the notebook, as a widget.

    Args:
        name: the file's name, such as "stuck.yml".

    Raises:
        ContentError: the file is missing or does not fit its kind.
        StoreError: the place where words are kept cannot be opened.
    """
    return show(content.load_exercise(Path(name).absolute()), current())


def show(
    exercise: Exercise,
    session: Session,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> View:
    """Return `exercise` as a widget, as its learner left it, that keeps what they do."""
    return _Keeper(exercise, session, now).widget


class _Keeper:
    """One exercise of one learner on one page: restores, keeps, answers."""

    def __init__(
        self, exercise: Exercise, session: Session, now: Callable[[], datetime]
    ) -> None:
        self.exercise, self.session, self.now = exercise, session, now
        # Restored before anything is observed: putting words back is not an answer.
        self.widget = view(exercise, **self._as_left())
        self.widget.observe(self._told(self._answered), names="response")
        self.widget.observe(self._told(self._drafted), names="draft")

    def _as_left(self) -> dict[str, Json]:
        store, learner = self.session.store, self.session.learner
        known = {"known_as": learner}
        draft = store.newest_draft(learner=learner, exercise=self.exercise.id)
        answers = store.read(learner=learner, exercise=self.exercise.id, what="response")
        if not draft and not answers:
            return {"content": known}
        given: dict[str, Json] = {"content": known}
        newest = answers[-1] if answers else None
        if newest:
            given["feedback"] = self._feedback(newest.body["answer"])
            given["draft"] = {"n": 0, "form": newest.body["form"]}
            given["saved"] = {
                "n": 0,
                "at": newest.at.isoformat(),
                "audience": newest.audience,
            }
        if draft and (not newest or draft.at > newest.at):
            given["draft"] = {"n": 0, "form": draft.body}
            given["saved"] = {"n": 0, "at": draft.at.isoformat(), "audience": "me"}
        return given

    def _feedback(self, answer: Json) -> Json:
        try:
            said = self.exercise.feedback(answer)
        except ResponseError:
            return {}  # the exercise has changed since; the words are still in the form
        return said | handing_in.news(self.session, self.exercise)

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
        self.widget.feedback = self._feedback(answer)
        self._saved(message, state="kept", at=moment.isoformat(), audience=audience)

    def _drafted(self, message: Json) -> None:
        moment = self.now()
        draft = Draft(
            learner=self.session.learner,
            exercise=self.exercise.id,
            page=self.session.page,
            at=moment,
            body=message["form"],
        )
        self.session.store.keep_draft(draft)
        self._saved(message, state="kept", at=moment.isoformat(), audience="me")

    def _saved(self, message: Json, **what: str) -> None:
        self.widget.saved = {"n": message.get("n", 0), **what}

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
