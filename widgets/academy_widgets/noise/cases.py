"""Cases to judge, some of them told twice, and the orders in which they may come."""

import random
from collections.abc import Sequence
from typing import Annotated, NamedTuple

from pydantic import Field

from academy_widgets.exercise import Data, Slug, Text

LOW, HIGH = 0, 100
Number = Annotated[int, Field(ge=LOW, le=HIGH)]

ORDERS = 12
"""In how many orders the cases may come."""

TRIES = 200


class Anchor(Data):
    """What a number of the scale means."""

    at: Number
    text: Text


class Case(Data):
    """One case.

    Attributes:
        id: its name.
        title: a few words.
        text: the case.
        again: the same facts in other words, if it comes twice.
    """

    id: Slug
    title: Text
    text: Text
    again: Text | None = None


class Aspect(Data):
    """One of the things that the second look asks about.

    Attributes:
        id: its name.
        text: the question.
        low: what the lowest number means.
        high: what the highest means.
    """

    id: Slug
    text: Text
    low: Text
    high: Text


class Card(NamedTuple):
    """A case in one of its tellings."""

    id: str
    again: bool
    text: str


def cards(cases: Sequence[Case]) -> list[Card]:
    """Return every telling, those in other words at the end."""
    first = [Card(one.id, again=False, text=one.text) for one in cases]
    return first + [Card(one.id, again=True, text=one.again) for one in cases if one.again]


def ordered(name: str, cases: Sequence[Case], draw: int) -> list[int]:
    """Return the places of the cards in an order that keeps the two of a pair apart.

    Args:
        name: the exercise's, so that each has orders of its own.
        cases: the cases.
        draw: which of the orders.
    """
    ids = [one.id for one in cards(cases)]
    rng = random.Random(f"{name} {draw}")
    orders = [rng.sample(range(len(ids)), len(ids)) for _ in range(TRIES)]
    return max(orders, key=lambda order: nearest([ids[at] for at in order]))


def nearest(ids: Sequence[str]) -> int:
    """Return how far apart two tellings of a case stand, at the least."""
    first: dict[str, int] = {}
    gaps = [at - first.setdefault(id, at) for at, id in enumerate(ids)]
    return min((gap for gap in gaps if gap), default=len(ids))
