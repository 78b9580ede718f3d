"""Where a reflection is between its learner and a tutor, told from the log alone.

Nothing here asks a clock or nbgrader: what came first is told by the records' numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from academy.store import Record

State = Literal["unsent", "sent", "marking", "returned", "withdrawn"]


@dataclass(frozen=True)
class Version:
    """One sending of a reflection, which stays as it was sent.

    Attributes:
        number: 1 for the first sending.
        sent: the "handed_in".
        state: "sent" (with a tutor, who may not have looked), "marking" (a tutor has
            begun), "returned" or "withdrawn".
        returned: the marks and comments on it, if there are any; the newest.
        answered: what its learner said to those.
    """

    number: int
    sent: Record
    state: State
    returned: Record | None = None
    answered: Record | None = None

    @property
    def id(self) -> int:
        """The number of the "handed_in", by which a gradebook knows it too."""
        return _id(self.sent)

    @property
    def answers(self) -> dict[str, str]:
        """What was written, by the `grade_id` of its answer cell."""
        answers: dict[str, str] = self.sent.body["answers"]
        return answers

    @property
    def words(self) -> int:
        """How many words were sent."""
        return sum(len(text.split()) for text in self.answers.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """What its learner should hear of how it was taken in, as sentences."""
        return tuple(self.sent.body.get("notes", ()))


@dataclass(frozen=True)
class Journey:
    """One learner's reflection in one exercise.

    Attributes:
        versions: every sending, oldest first.
        newest: the last of them.
        state: of the newest; "unsent" when there is none.
        returned: what came back last, to whichever version.
        answered: what its learner said to that.
        notes: the newest version's.
    """

    versions: tuple[Version, ...] = ()

    @property
    def newest(self) -> Version | None:
        """The last version that was sent."""
        return self.versions[-1] if self.versions else None

    @property
    def state(self) -> State:
        """Where the newest version is."""
        return self.newest.state if self.newest else "unsent"

    @property
    def on_desk(self) -> Version | None:
        """The one version that a tutor may mark: the newest, unless it was withdrawn.

        Withdrawing takes the reflection back whole: no older version takes its place.
        """
        return self.newest if self.state not in ("unsent", "withdrawn") else None

    @property
    def begun(self) -> bool:
        """Whether a tutor has begun to mark any version: from then on it stays with them.

        A newer version can be sent, and is not taken back: else the older one would go
        with it from under their marks.
        """
        return any(one.state in _READ for one in self.versions)

    @property
    def with_tutor(self) -> bool:
        """Whether there is anything that a tutor has, or had begun to mark."""
        return bool(self.on_desk) or self.begun

    @property
    def returned(self) -> Record | None:
        """What came back last."""
        back = [one.returned for one in self.versions if one.returned]
        return max(back, key=_id, default=None)

    @property
    def answered(self) -> Record | None:
        """What the learner said to what came back last."""
        back = self.returned
        return next((one.answered for one in self.versions if one.returned == back), None)

    @property
    def asks_to_look(self) -> bool:
        """Whether the learner asked for another look at what came back last.

        A version that was sent after it asks for one by itself.
        """
        answered = self.answered
        return bool(answered and answered.body.get("look") and self.state == "returned")

    @property
    def notes(self) -> tuple[str, ...]:
        """What the learner should hear of how the newest version was taken in."""
        return self.newest.notes if self.newest else ()


_READ: tuple[State, ...] = ("marking", "returned")


def journey(records: Iterable[Record]) -> Journey:
    """Return where a reflection is.

    Args:
        records: what one learner did in one exercise, oldest first; others' own log
            entries about it ("marking", "returned") among them.
    """
    everything = list(records)
    first = _first(everything)
    back = _newest(everything, "returned", "handed_in")
    said = _first_answers(everything)
    versions: list[Version] = []
    for record in everything:
        if record.what != "handed_in":
            continue
        id, came = _id(record), first.get(_id(record))
        returned = back.get(id) if came != "withdrawn" else None
        state: State = "returned" if returned else came or "sent"
        answered = said.get(_id(returned)) if returned else None
        versions.append(Version(len(versions) + 1, record, state, returned, answered))
    return Journey(tuple(versions))


def withdrawn(records: Iterable[Record]) -> set[int]:
    """Return the "handed_in" that were taken back in time, by their numbers.

    Args:
        records: of any learners and exercises, oldest first.
    """
    return {id for id, what in _first(records).items() if what == "withdrawn"}


def _first(records: Iterable[Record]) -> dict[int, Literal["withdrawn", "marking"]]:
    """Return what came first to each "handed_in": it was taken back, or a tutor began.

    Both may be written at once, by two processes. The store gives each its number, and
    the smaller one counts, whoever reads them and whenever. A tutor who has begun with
    one version has begun with the reflection.
    """
    first: dict[int, Literal["withdrawn", "marking"]] = {}
    begun = set()
    for record in sorted(records, key=_id):
        reflection = (record.learner, record.exercise)
        if record.what == "withdrawn" and reflection not in begun:
            first.setdefault(record.body["handed_in"], "withdrawn")
        elif record.what in ("marking", "returned"):
            came = first.setdefault(record.body["handed_in"], "marking")
            begun |= {reflection} if came == "marking" else set()
    return first


def _newest(records: Iterable[Record], what: str, of: str) -> dict[int, Record]:
    return {one.body[of]: one for one in records if one.what == what}


def _first_answers(records: Sequence[Record]) -> dict[int, Record]:
    """Return what was said to each "returned": once, so the first counts."""
    return _newest(reversed(records), "answered", "returned")


def _id(record: Record) -> int:
    if record.id is None:
        raise ValueError("only what is in the store has a place in its order")
    return record.id
