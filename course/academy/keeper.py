"""One exercise on one page: keeps what its learner does, and answers."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from academy import handing_in, intake, sharing
from academy.group_results import gathering
from academy.left import feedback, offered, shared
from academy.session import Session
from academy.sharing import SharingError
from academy.store import Audience, Draft, Json, Record, StoreError
from academy_widgets.exercise import Afterwards, Exercise, ResponseError
from academy_widgets.view import view

log = logging.getLogger(__name__)

STAYS = "Your words stay on this page."
OURS = f"Something went wrong on our side, and this is not saved. {STAYS}"


_STAYS_SO = (
    "learner",
    "steps",
    "stays",
    "answered",
    "audience",
    "earlier",
    "changed",
    "seen",
)


class Keeper:
    """One exercise on one page: restores what its learner left, keeps, answers."""

    session: Session

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
        self.seen = int(left["saved"].get("seen", 0))
        self.widget.observe(self._told(self._answered), names="response")
        self.widget.observe(self._told(self._drafted), names="draft")
        self.widget.observe(self._told(self._moved), names="move")
        self.widget.observe(self._told(self._counted), names="count")

    def _answered(self, message: Json) -> None:
        answer = message["answer"]
        if done := self.exercise.afterwards(answer):
            self._done(message, done)
            return
        handed_in = self.exercise.handed_in(answer)
        audience: Audience = "tutor" if handed_in else "me"
        record = Record(
            learner=self.session.learner,
            exercise=self.exercise.id,
            version=self.session.version,
            at=self.now(),
            audience=audience,
            body={"answer": answer, "form": message["form"]},
            uid=self._uid(message),
            **self._place(message),
        )
        kept = self.session.store.append(record)
        if handed_in:
            handing_in.hand_in(self.session, kept, handed_in)
        records = self._records()
        self.widget.feedback = feedback(self.exercise, records, self.session)
        self._kept(message, records, changed=None, seen=kept.id, at=kept.at.isoformat())
        self._offer(message, records)

    def _done(self, message: Json, done: Afterwards) -> None:
        """Do what is asked for with what was handed in; the form is no answer with it."""
        more: Json = {}
        forms = [one.body.get("form") for one in sharing.answers(self._records())[-1:]]
        if message["form"] not in forms:
            more = {"changed": True, "seen": self._keep_draft(message).id}
        at, uid = self.now(), self._uid(message)
        try:
            handing_in.afterwards(self.session, self.exercise.id, done, at=at, uid=uid)
        finally:  # whatever came of it, the page shows where the reflection is now
            self.widget.feedback = feedback(self.exercise, self._records(), self.session)
        self._kept(message, self._records(), at=at.isoformat(), **more)

    def _drafted(self, message: Json) -> None:
        kept = self._keep_draft(message)
        records = self._records()
        self._kept(message, records, changed=True, seen=kept.id, at=kept.at.isoformat())
        self._offer(message, records)

    def _keep_draft(self, message: Json) -> Draft:
        form, place = message["form"], self._place(message)
        given: Json = {
            "learner": self.session.learner,
            "exercise": self.exercise.id,
            "at": self.now(),
        }
        if "was" in message:
            # Another version takes this one's place; so this one is the other now.
            aside = f"{place['page']}.{int(message['n'])}"
            was = Draft(**given, **place | {"page": aside}, body=message["was"])
            kept = self.session.store.keep_draft(was)
            place["beside"] = (*place["beside"], kept.id)
        n = int(message["n"]) if "page" in message else 0
        return self.session.store.keep_draft(Draft(**given, **place, n=n, body=form))

    def _offer(self, message: Json, records: list[Record]) -> None:
        """Offer what stands beside, when that may have changed."""
        if "beside" in message or "seen" in message:
            drafts = self.session.store.drafts(
                learner=self.session.learner, exercise=self.exercise.id
            )
            self.widget.others = offered(sharing.answers(records), drafts)

    def _moved(self, message: Json) -> None:
        answers = sharing.answers(self._records())
        if not answers:
            raise SharingError("There is no answer here yet that you could share.")
        to, uid = message["to"], self._uid(message)
        if to not in sharing.LADDER:
            raise SharingError("There is nobody of that name to share it with.")
        sharing.move(
            self.session.store, self.session.ties, answers[-1], to, uid=uid, now=self.now
        )
        self._kept(message, self._records(), at=self.now().isoformat())

    def _counted(self, message: Json) -> None:
        """Let the learner's answer count in what their cohorts find, or no longer."""
        session, records = self.session, self._records()
        if not (self.exercise.gathers and sharing.answers(records)):
            raise SharingError("There is no answer here yet that could be counted.")
        record = Record(
            what="counted",
            learner=session.learner,
            exercise=self.exercise.id,
            version=session.version,
            at=self.now(),
            body={"in": message["in"] is True},
            uid=self._uid(message),
        )
        kept = session.store.append(record)
        records = self._records()
        # What follows may take seconds; that it is kept is known now.
        self._kept(message, records, at=kept.at.isoformat())
        self.widget.group = (
            gathering.for_learner(
                session.store, session.ties, session.learner, self.exercise, records
            )
            or {}
        )

    def _records(self) -> list[Record]:
        """Return all that the learner did here."""
        return self.session.store.read(
            learner=self.session.learner, exercise=self.exercise.id
        )

    def _place(self, message: Json) -> Json:
        """Return where and after what a message was written; the browser says so.

        A page outlives its kernel, so it knows better than we do which page it is. It
        can say nothing with it about anybody else's words.
        """
        beside = message.get("beside", ())
        return {
            "page": message.get("page", self.session.page),
            "seen": message.get("seen", self.seen),
            "beside": tuple(beside),
        }

    def _uid(self, message: Json) -> str | None:
        """Return what is the same when a page sends again what it has no answer to."""
        page = message.get("page")
        return f"{page}.{message['n']}" if page else None

    def _kept(self, message: Json, records: list[Record], **more: object) -> None:
        """Say that a message is on disk, and who may read what was answered now."""
        now = shared(sharing.answers(records))
        earlier = {} if "earlier" in now else {"earlier": None}
        self._saved(message, state="kept", **now | earlier | more)

    def _saved(self, message: Json, *, state: str, **more: object) -> None:
        """Say what became of a message; what is None is said no more."""
        before = self.widget.saved
        now: Json = {"n": message.get("n", 0), "state": state}
        if "page" in message:  # two views of one widget count for themselves
            now["page"] = message["page"]
        now |= {name: before[name] for name in _STAYS_SO if name in before}
        now["sent"] = self.widget.feedback.get("with_tutor") or None
        now |= more
        self.widget.saved = {k: v for k, v in now.items() if v is not None}

    def _told(self, act: Callable[[Json], None]) -> Callable[[dict[str, Any]], None]:
        """Wrap `act` so that whatever goes wrong reaches the learner, and only once.

        An exception in an observer reaches no cell of a page, so without this the
        learner would see nothing at all.
        """

        def observed(change: dict[str, Any]) -> None:
            message = change["new"]
            try:
                intake.check(message, change["name"])
                act(message)
            except (ResponseError, SharingError) as error:
                self._saved(message, state="refused", says=str(error))
            except StoreError as error:
                self._saved(message, state="failed", says=f"Not saved: {error}. {STAYS}")
            except Exception as error:  # noqa: BLE001  whatever it is, the learner hears of it
                # Only where: the error's own words may quote the learner's.
                where = traceback.extract_tb(error.__traceback__)[-1]
                name = type(error).__name__
                log.error("%s: %s at %s", self.exercise.id, name, where)  # noqa: TRY400  see above
                self._saved(message, state="failed", says=OURS)

        return observed
