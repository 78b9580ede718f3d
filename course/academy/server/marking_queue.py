"""What waits for a tutor, in the order in which to take it, and how far a cohort is."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from academy import sharing
from academy.people import Member, People

if TYPE_CHECKING:
    from academy.assessment.book import Work
    from academy.assessment.marker import Marker

WORDS_A_MINUTE = 200

GROUPS: dict[str, tuple[str, str]] = {
    "second": (
        "Second look",
        "The learner asked for one, or it was chosen to be marked by two.",
    ),
    "changed": (
        "Changed since the last mark",
        "A newer version came in; what stayed as it was has kept its mark.",
    ),
    "new": ("New", "Nobody has begun."),
    "begun": ("Begun", "Some of it is marked already."),
}
"""The groups of the queue, in the order in which to take them, and what each means."""

STATES: dict[str, str] = {
    "marked": "Marked",
    "begun": "Begun",
    "changed": "Changed since",
    "new": "New",
    "unsent": "Not sent yet",
}


class About(NamedTuple):
    """What an assignment is called, and what it asks.

    Attributes:
        title: the exercise's own.
        module: the id of the module that it is in.
        questions: by `grade_id`, in order.
    """

    title: str
    module: str
    questions: Mapping[str, str]


@cache
def assignments() -> dict[str, About]:
    """Return the course's assignments, by name."""
    return {
        asked.assignment: About(one.title, one.id.partition("/")[0], asked.questions)
        for one in sharing.exercises().values()
        if (asked := one.asks())
    }


def about(assignment: str) -> About:
    """Return what `assignment` is called; by its own name if the course has it no more."""
    return assignments().get(assignment) or About(assignment, "", {})


class Group(NamedTuple):
    """Some works that wait for the same reason."""

    key: str
    title: str
    says: str
    works: list[Work]


def groups(works: Sequence[Work], second: Collection[int]) -> list[Group]:
    """Return what waits, by why it waits, the oldest first.

    Args:
        works: what this tutor may mark, the oldest first.
        second: the ids of those that need a second look.
    """
    found: dict[str, list[Work]] = {key: [] for key in GROUPS}
    for work in works:
        key = "second" if work.id in second else work.state
        if key in found:
            found[key].append(work)
    return [Group(key, *GROUPS[key], found[key]) for key in GROUPS if found[key]]


def after(order: Sequence[int], id: int) -> int | None:
    """Return what comes after `id` in `order`; after what does not wait, the first.

    After the last there is none: a page that came ahead knows nothing of what was
    marked since, and would lead back to it.
    """
    place = order.index(id) + 1 if id in order else 0
    return order[place] if place < len(order) else None


@dataclass(frozen=True)
class Known:
    """Those whom a tutor may read, and by which cohort.

    Attributes:
        members: the learners of each of the tutor's cohorts, by the cohort's id.
        titles: what the cohorts are called, the newest first.
    """

    members: dict[str, list[Member]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def cohort(self, learner: str) -> str | None:
        """Return the id of the newest cohort by which the tutor knows `learner`."""
        return next((id for id in self.titles if learner in self.learners(id)), None)

    def learners(self, cohort: str) -> set[str]:
        """Return the ids of the learners of `cohort`."""
        return {one.learner for one in self.members.get(cohort, ())}

    def name(self, learner: str) -> str:
        """Return what the cohort calls `learner`."""
        everybody = (one for here in self.members.values() for one in here)
        return next((one.name for one in everybody if one.learner == learner), "Somebody")


def known(people: People, tutor: str) -> Known:
    """Return whom `tutor` is a tutor of.

    Raises:
        StoreError: the store did not answer.
    """
    found = Known()
    for mine in people.cohorts.memberships(tutor):
        cohort = people.cohorts.get(mine.cohort) if mine.role == "tutor" else None
        if cohort:
            found.titles[mine.cohort] = cohort.title
            found.members[mine.cohort] = [
                one for one in people.cohorts.members(mine.cohort) if one.role == "learner"
            ]
    return found


class Chosen(NamedTuple):
    """What a tutor chose to see of the queue; "" for all."""

    cohort: str = ""
    assignment: str = ""

    @property
    def query(self) -> str:
        """The same, as the end of an address."""
        said = {name: value for name, value in self._asdict().items() if value}
        return f"?{urlencode(said)}" if said else ""


@dataclass(frozen=True)
class Waiting:
    """What a tutor has before them.

    Attributes:
        works: all that they may mark, whatever they chose to see, the oldest first.
        groups: what waits, as they chose to see it.
        blind: the ids of what they are to mark as the second.
        known: whom they are a tutor of.
    """

    works: list[Work]
    groups: list[Group]
    blind: set[int]
    known: Known

    @property
    def order(self) -> list[int]:
        """The ids of what waits, in the order in which to take them."""
        return [work.id for group in self.groups for work in group.works]

    @property
    def done(self) -> list[Work]:
        """What is marked, and does not wait for anything else."""
        waits = set(self.order)
        return [one for one in self.works if one.state == "marked" and one.id not in waits]


def waiting(marker: Marker, people: People, tutor: str, chosen: Chosen) -> Waiting:
    """Return what waits for `tutor`.

    Raises:
        StoreError: the store did not answer.
        BookError: the gradebook did not answer.
    """
    here, works = known(people, tutor), marker.works(tutor)
    blind = marker.wants_second(tutor, works)
    second = marker.asked_to_look(tutor, works) | blind
    learners = here.learners(chosen.cohort)
    shown = [
        one
        for one in works
        if (not chosen.cohort or one.learner in learners)
        and (not chosen.assignment or one.assignment == chosen.assignment)
    ]
    return Waiting(works, groups(shown, second), blind, here)


class Row(NamedTuple):
    """How far a cohort is with one assignment: how many reflections are where.

    Attributes:
        counts: by the keys of `STATES`.
    """

    cohort: str
    title: str
    counts: dict[str, int]

    @property
    def all(self) -> int:
        """How many learners there are."""
        return sum(self.counts.values())

    @property
    def in_words(self) -> str:
        """The same as one sentence, for whoever does not see the picture."""
        told = [f"{n} {STATES[key].lower()}" for key, n in self.counts.items() if n]
        return f"Of {self.all}: {', '.join(told)}." if told else "Nobody is in it yet."

    def bars(self, width: float) -> list[tuple[str, float, float]]:
        """Return state, start and width of each piece of a bar of `width`."""
        pieces, at = [], 0.0
        for key, n in self.counts.items():
            if n:
                wide = width * n / self.all
                pieces.append((key, round(at, 2), round(wide, 2)))
                at += wide
        return pieces


def progress(known: Known, works: Sequence[Work]) -> list[Row]:
    """Return how far each cohort is with each assignment that somebody has sent."""
    rows = []
    for cohort, title in known.titles.items():
        here = known.learners(cohort)
        sent: dict[str, dict[str, str]] = {}
        for work in works:
            if work.learner in here:
                sent.setdefault(work.assignment, {})[work.learner] = work.state
        for assignment, states in sorted(sent.items()):
            counts = dict.fromkeys(STATES, 0)
            for learner in here:
                counts[states.get(learner, "unsent")] += 1
            rows.append(Row(title, about(assignment).title, counts))
    return rows


def minutes(words: int) -> int:
    """Return how many minutes `words` take to read, at 200 words a minute."""
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def lateness(late: timedelta) -> str:
    """Return how late something came, in whole days or hours."""
    if late >= timedelta(days=1):
        days = late.days
        return "a day" if days == 1 else f"{days} days"
    hours = math.ceil(late / timedelta(hours=1))
    return "less than an hour" if hours <= 1 else f"{hours} hours"
