"""Peers: learners of a cohort who read each other's reflections and write to each other.

Who gives is given to: whoever handed in, and lets the cohort read it, reads two others
and is read. What they read comes through `sharing.read` alone, so a step back counts at
once; what they write is for the one they write to.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from academy import sharing
from academy.journey import journey
from academy.people import People
from academy.store import Record, Store
from academy.written import to_peer
from academy_widgets.exercise import Said

EACH_READS = 2
FEWEST = 3
"""Fewer cannot each read two others."""

Pairs = Mapping[str, Sequence[str]]
"""Authors by reader."""


class Kept(Protocol):
    """Where it is kept who reads whom: the gradebook does."""

    def pairs(self, cohort: str, assignment: str) -> dict[str, tuple[str, ...]]:
        """Return authors by reader."""
        ...

    def set_pairs(self, cohort: str, assignment: str, pairs: Pairs) -> None:
        """Keep authors by reader, in place of what was kept."""
        ...


def paired(
    before: Pairs, here: Collection[str], rng: random.Random | None = None
) -> dict[str, tuple[str, ...]]:
    """Return who reads whom, so that all who take part read two and are read.

    The first of them stand in a circle, by lot, and each reads the next two. Nobody who
    was given a reflection loses it when others come: they read those who are read least,
    and somebody who reads few reads them as well.

    Args:
        before: authors by reader, as it was.
        here: who takes part now; fewer than three change nothing.
        rng: where the lots come from.
    """
    now = {reader: list(authors) for reader, authors in before.items()}
    if len(here) >= FEWEST:
        order = sorted(here)
        (rng or random.SystemRandom()).shuffle(order)
        if not before:
            twice = order * 2
            now = {
                one: twice[place + 1 : place + 1 + EACH_READS]
                for place, one in enumerate(order)
            }
        _join(now, order)
    return {reader: tuple(authors) for reader, authors in now.items()}


def _join(now: dict[str, list[str]], here: Sequence[str]) -> None:
    """Give whoever of `here` reads too few, or is not read, what they lack."""

    def reads(reader: str) -> list[str]:
        return [one for one in now.get(reader, []) if one in here]

    def read_by(author: str) -> list[str]:
        return [one for one in here if author in now.get(one, [])]

    for reader in here:
        while len(reads(reader)) < EACH_READS:
            others = [one for one in here if one not in (reader, *reads(reader))]
            least = min(others, key=lambda one: len(read_by(one)))
            now.setdefault(reader, []).append(least)
    for author in here:
        if not read_by(author):
            others = [one for one in here if one != author]
            now[min(others, key=lambda one: len(reads(one)))].append(author)


def shares(answer: Record) -> bool:
    """Return whether the cohort may read `answer`, and not only some of it."""
    return answer.audience in ("cohort", "anyone")


def taking_part(store: Store, people: People, cohort: str, exercise: str) -> list[str]:
    """Return who of a cohort handed in and lets the cohort read what they wrote.

    Raises:
        StoreError: the store did not answer.
    """
    members = people.cohorts.members(cohort)
    learners = [one.learner for one in members if one.role == "learner"]
    seen: set[str] = set()
    for reader in learners[:2]:  # nobody reads themselves: the second sees the first
        found = sharing.read(store, people.cohorts, reader, exercise=exercise)
        seen |= {one.learner for one in found if shares(one)}
    return [
        one
        for one in learners
        if one in seen and journey(store.read(learner=one, exercise=exercise)).on_desk
    ]


class Round(NamedTuple):
    """An assignment of a cohort whose learners read each other; `exercise` is its id."""

    cohort: str
    assignment: str
    exercise: str


def authors(
    store: Store, people: People, kept: Kept, reader: str, one: Round
) -> tuple[str, ...]:
    """Return whom `reader` reads, in an order that stays; nobody if they take no part.

    Raises:
        StoreError: the store did not answer.
    """
    here = taking_part(store, people, one.cohort, one.exercise)
    if reader not in here:
        return ()
    before = kept.pairs(one.cohort, one.assignment)
    now = paired(before, here)
    if now != before:
        kept.set_pairs(one.cohort, one.assignment, now)
    return now.get(reader, ())


def read(
    store: Store, people: People, reader: str, author: str, exercise: str
) -> Record | None:
    """Return what `author` lets `reader` read as one of their cohort, now.

    Raises:
        StoreError: the store did not answer.
    """
    found = sharing.read(store, people.cohorts, reader, exercise=exercise)
    mine = [one for one in found if one.learner == author and shares(one)]
    return mine[-1] if mine else None


class Letter(NamedTuple):
    """What one learner wrote to another about their reflection.

    Attributes:
        learner: who wrote it.
        record: what was kept.
        said: its words, as plain text, each with what it answers.
    """

    learner: str
    record: Record
    said: list[Said]


def letters_to(store: Store, people: People, author: str, exercise: str) -> list[Letter]:
    """Return what was written to `author`: the newest of each who wrote.

    Raises:
        StoreError: the store did not answer.
    """
    newest: dict[str, Record] = {}
    for one in store.read(what="peer", exercise=exercise):
        if people.known.canonical(one.body["author"]) == author:
            newest[one.learner] = one
    return [Letter(who, one, to_peer(one)) for who, one in newest.items()]


def letters_by(
    store: Store, people: People, writer: str, exercise: str
) -> dict[str, Letter]:
    """Return what `writer` wrote, by whom it is to: the newest to each.

    Raises:
        StoreError: the store did not answer.
    """
    return {
        people.known.canonical(one.body["author"]): Letter(writer, one, to_peer(one))
        for one in store.read(learner=writer, exercise=exercise)
        if one.what == "peer"
    }


def exercise_of(assignment: str) -> str:
    """Return the id of the exercise in which `assignment` is written.

    Raises:
        ValueError: there is none.
    """
    for id, exercise in sharing.exercises().items():
        asked = exercise.asks()
        if asked and asked.assignment == assignment:
            return id
    raise ValueError(f"no exercise of the course belongs to {assignment!r}")
