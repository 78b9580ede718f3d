"""What a store keeps, and what the course needs of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Protocol

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

Json = dict[str, Any]
Audience = Literal["me", "partner", "tutor", "cohort", "anyone"]
What = Literal[
    "response",
    "shared",
    "handed_in",
    "withdrawn",
    "delivered",
    "marking",
    "returned",
    "answered",
    "peer",
    "counted",
]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_utc)]


class Record(BaseModel):
    """One thing that happened to a learner's words.

    Attributes:
        what: "response" (the learner answered), "shared" (an answer has another audience
            from now on), "handed_in" (sent to a tutor), "withdrawn" (taken back from
            there), "delivered" (nbgrader has it), "marking" (a tutor has begun to mark
            it), "returned" (a tutor's marks and comments), "answered" (what the learner
            says to those), "peer" (what they wrote about somebody else's reflection),
            "counted" (their answer counts in what their cohorts find, or no longer).
        learner: whose it is.
        exercise: the exercise's id, "module/exercise".
        version: the commit of the course that was served.
        at: when, in UTC. A clock may be wrong: what came first is told by `id` alone.
        audience: who may read it, until a "shared" says otherwise.
        body: what was said, as the exercise's own response or answer.
        page: the opening of the module on which it was said.
        seen: the newest `id` of this learner's words here that its writer had before them.
        beside: the ids of other versions that were left standing beside it.
        uid: the browser's own name for what it sent. Sent twice, it is kept once.
        id: its number in the store, one sequence with the drafts; None until it is kept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    what: What = "response"
    learner: str
    exercise: str
    version: str
    at: Moment
    audience: Audience = "me"
    body: Json
    page: str = ""
    seen: int = 0
    beside: tuple[int, ...] = ()
    uid: str | None = None
    id: int | None = None


class Draft(BaseModel):
    """What stands in an exercise's form on one page, not yet answered.

    Attributes:
        page: the page (one opening of one module) that it was typed on.
        at: when, in UTC.
        n: the page's own count of what it sends; 0 if it does not count.
        seen, beside: as a record's.
        id: its number in the store, one sequence with the records.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    learner: str
    exercise: str
    page: str
    n: int = 0
    at: Moment
    seen: int = 0
    beside: tuple[int, ...] = ()
    body: Json
    id: int | None = None


class StoreError(Exception):
    """The store could not keep or return something; the message is for a learner."""


class Store(Protocol):
    """What the course needs of a store."""

    def append(self, record: Record) -> Record:
        """Keep `record` on disk and return it with its id, or raise StoreError.

        One that was kept before, by its `uid`, is returned as it was kept.
        """
        ...

    def read(
        self,
        *,
        learner: str | None = None,
        exercise: str | None = None,
        what: What | None = None,
    ) -> list[Record]:
        """Return the records that fit, oldest first, or raise StoreError."""
        ...

    def keep_draft(self, draft: Draft) -> Draft:
        """Keep `draft` in place of its page's one before, or raise StoreError."""
        ...

    def drafts(self, *, learner: str, exercise: str | None = None) -> list[Draft]:
        """Return the newest draft of each page, newest first, or raise StoreError."""
        ...

    def erase(
        self,
        *,
        learner: str,
        exercise: str | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
    ) -> int:
        """Take a learner's words away for good; return how many, or raise StoreError."""
        ...


def by_exercise(store: Store, learner: str) -> dict[str, tuple[list[Record], list[Draft]]]:
    """Return what `learner` did, by exercise: records oldest first, drafts newest first.

    Raises:
        StoreError: the store did not answer.
    """
    found: dict[str, tuple[list[Record], list[Draft]]] = {}
    for record in store.read(learner=learner):
        found.setdefault(record.exercise, ([], []))[0].append(record)
    for draft in store.drafts(learner=learner):
        found.setdefault(draft.exercise, ([], []))[1].append(draft)
    return found
