"""Who may read what: the consent ladder, and the one way to anybody else's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from academy import content
from academy.journey import withdrawn
from academy.store import Audience, Json, Record, Store
from academy_widgets.exercise import Exercise

LADDER: tuple[Audience, ...] = ("me", "partner", "tutor", "cohort", "anyone")
"""Each step lets in who was let in before, and somebody more."""


WORDS: dict[Audience, tuple[str, str]] = {
    "me": ("Only me", "you"),
    "partner": ("My partner", "your partner"),
    "tutor": ("My tutor", "your tutor"),
    "cohort": ("My cohort", "your cohort"),
    "anyone": ("Anyone", "anyone"),
}
"""What each step is called, and who is let in by it; the exercises' own frame
(`audience.js`) says the same."""


class SharingError(Exception):
    """This cannot be shared so; the message is one sentence for the learner."""


@dataclass(frozen=True)
class Tie:
    """What a reader is to somebody, in one cohort.

    Attributes:
        audience: the first that the reader is in.
        since: when that somebody joined; what they shared before was for others.
    """

    audience: Audience
    since: datetime


class Ties(Protocol):
    """What has to be known of people: `people.Cohorts` knows it."""

    def ties(self, reader: str) -> dict[str, list[Tie]]:
        """Return what `reader` is to everybody they know, in each cohort."""
        ...

    def audiences(self, learner: str) -> tuple[Audience, ...]:
        """Return the audiences that `learner` has somebody in, narrowest first."""
        ...

    def due(self, learner: str, module: str) -> datetime | None:
        """Return when `module` is due for `learner`, in UTC, if it is."""
        ...


class Joined(Protocol):
    """Somebody in a cohort, as far as counting them goes."""

    @property
    def learner(self) -> str:
        """The server's id of the person."""

    @property
    def role(self) -> str:
        """What they are there."""

    @property
    def joined_at(self) -> datetime:
        """Since when, in UTC."""


def widest(exercise: str) -> Audience:
    """Return how far up the ladder an answer to `exercise` may go.

    What no file of the course describes any more stays with its writer.
    """
    known = exercises().get(exercise)
    return reach(known) if known else "me"


def reach(exercise: Exercise) -> Audience:
    """Return how far up the ladder an answer to `exercise` may go."""
    return "me" if exercise.stays_with_me else "anyone"


@cache
def exercises() -> dict[str, Exercise]:
    """Return the exercises of all modules of the course, by id."""
    modules = content.load_course().modules
    return {one.id: one for module in modules for one in content.in_order(module.id)}


def steps(audiences: Sequence[Audience], exercise: Exercise) -> list[Audience]:
    """Return which of a learner's audiences an answer to `exercise` may have."""
    last = LADDER.index(reach(exercise))
    return [one for one in audiences if LADDER.index(one) <= last]


def readers(step: Audience, steps: Sequence[Audience]) -> str:
    """Return who reads what stands at `step`, where `steps` have somebody in them."""
    if step == "me":
        return "Only you"
    if step == "anyone":
        return "Anyone who visits, without your name"
    last = LADDER.index(step)
    told = {*steps, step}
    in_order = [one for one in LADDER[: last + 1] if one in told]
    *others, newest = [WORDS[one][1] for one in in_order]
    said = f"{', '.join(others)} and {newest}"
    return said[:1].upper() + said[1:]


def answers(records: Iterable[Record]) -> list[Record]:
    """Return the answers among `records`, each with the audience that it has now.

    Args:
        records: of any learners and exercises, oldest first, all that happened to them.
    """
    log = list(records)
    taken_back = withdrawn(log)
    now: dict[int, Record] = {}
    for record in log:
        if record.what == "response":
            now[_id(record)] = record
        elif record.what == "shared" or (
            record.what == "withdrawn" and record.body["handed_in"] in taken_back
        ):
            for id, answer in now.items():
                same = (answer.learner, answer.exercise) == (
                    record.learner,
                    record.exercise,
                )
                to = _moved(id, answer.audience, record) if same else None
                if to and to != answer.audience:
                    now[id] = answer.model_copy(update={"audience": to})
    return list(now.values())


def _moved(id: int, audience: Audience, record: Record) -> Audience | None:
    """Return where a record takes an answer: the one it names there, earlier ones back.

    Whoever takes back an answer does not mean that an older one stays where it was. And
    what is withdrawn from a tutor comes back whole: they read it nowhere else either.
    """
    if record.what == "withdrawn":
        return "me"
    of = record.body["of"]
    if id == of:
        return record.audience
    if id < of:
        return min(audience, record.audience, key=LADDER.index)
    return None


def move(  # noqa: PLR0913  what a move consists of
    store: Store,
    ties: Ties,
    answer: Record,
    to: Audience,
    *,
    uid: str | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Record:
    """Give an answer another audience, from now on; return what was kept of it.

    Back is always possible, also when whoever was let in has gone.

    Raises:
        SharingError: this learner has nobody there, or this exercise does not go there.
        StoreError: it could not be kept.
    """
    if LADDER.index(to) > LADDER.index(widest(answer.exercise)):
        raise SharingError("What comes out of this exercise stays with you.")
    further = LADDER.index(to) > LADDER.index(answer.audience)
    if further and to not in ties.audiences(answer.learner):
        raise SharingError(f"You have {NOBODY_THERE[to]}, so it stays as it was.")
    return store.append(
        Record(
            what="shared",
            learner=answer.learner,
            exercise=answer.exercise,
            version=answer.version,
            at=now(),
            audience=to,
            body={"of": answer.id},
            uid=uid,
        )
    )


NOBODY_THERE: dict[Audience, str] = {
    "partner": "no partner in a cohort just now",
    "tutor": "no tutor just now",
    "cohort": "no cohort just now",
}


def read(
    store: Store, ties: Ties, reader: str, *, exercise: str | None = None
) -> list[Record]:
    """Return the newest answers of others that `reader` may read now, oldest first.

    What was shared with a cohort is for those whom its writer was with at the time: one
    that they join later does not see it, unless they choose so again.

    The one way to somebody else's words: every page and command that shows them asks
    here, and what was asked before is not kept, so a step back counts at once.

    Args:
        store: where the words are.
        ties: who is what to whom.
        reader: who asks.
        exercise: answers to this one alone.

    Raises:
        StoreError: the store did not answer.
    """
    mine = ties.ties(reader)
    changes = store.read(what="shared", exercise=exercise)
    open_to_all = {one.learner for one in changes if one.audience == "anyone"}
    found: list[Record] = []
    for author in sorted({*mine, *open_to_all} - {reader}):
        records = store.read(learner=author, exercise=exercise)
        chosen_at = _chosen_at(records)
        may = [
            one
            for one in answers(records)
            if _may(one, chosen_at[_id(one)], mine.get(author, []))
        ]
        found += {one.exercise: one for one in may}.values()
    return sorted(found, key=_id)


def counts_in(records: Iterable[Record]) -> bool:
    """Return whether a learner lets their answer count in what their cohorts find.

    Args:
        records: what they did in one exercise, oldest first.
    """
    return _counted_at(records) is not None


def _counted_at(records: Iterable[Record]) -> datetime | None:
    chosen = [one for one in records if one.what == "counted"]
    return chosen[-1].at if chosen and chosen[-1].body["in"] else None


def counted(
    store: Store, members: Iterable[Joined], exercise: str
) -> Iterator[tuple[int, Json]]:
    """Yield the newest answer of each learner here who lets it count, with its id.

    They are for numbers about all of them, never for anybody to read. Who joins another
    cohort later is not counted there until they choose so again.

    Args:
        store: where the words are.
        members: who is in a cohort now.
        exercise: the exercise's id.

    Raises:
        StoreError: the store did not answer.
    """
    for member in members:
        if member.role != "learner":
            continue
        records = store.read(learner=member.learner, exercise=exercise)
        chosen, given = _counted_at(records), answers(records)
        if chosen and chosen >= member.joined_at and given:
            yield _id(given[-1]), given[-1].body["answer"]


def _chosen_at(records: Iterable[Record]) -> dict[int, datetime]:
    """Return when the writer last chose an audience for each of these answers."""
    chosen: dict[int, datetime] = {}
    for record in records:
        if record.what == "response":
            chosen[_id(record)] = record.at
        elif record.what == "shared":
            chosen[record.body["of"]] = record.at
    return chosen


def _may(answer: Record, chosen_at: datetime, ties: Iterable[Tie]) -> bool:
    reached = min(answer.audience, widest(answer.exercise), key=LADDER.index)
    if reached == "anyone":
        return True
    return any(
        LADDER.index(reached) >= LADDER.index(one.audience) and chosen_at >= one.since
        for one in ties
    )


def _id(record: Record) -> int:
    if record.id is None:
        raise ValueError("only what is in the store can be shared")
    return record.id
