"""What a tutor is shown of how far two of them agree: numbers, and words for them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from academy.assessment.book import Marking, Twice
from academy.assessment.fair import Agreement, agreement, compared
from academy.assessment.rubric import Criterion
from academy.server.fair_view import choices


class Row(NamedTuple):
    """How far two tutors agree on one criterion."""

    number: int
    criterion: str
    found: Agreement

    @property
    def in_words(self) -> str:
        """Alpha and its interval, or why there is none."""
        one = self.found
        if one.alpha is None:
            return one.says
        if one.low is None or one.high is None:
            return f"{signed(one.alpha)}. {one.says}"
        return f"{signed(one.alpha)}, from {signed(one.low)} to {signed(one.high)}"


def rows(rubric: Mapping[str, Criterion], twice: Sequence[Twice]) -> list[Row]:
    """Return the agreement on each criterion, in the rubric's order."""
    return [
        Row(number, criterion.criterion, agreement(_marks(id, twice)))
        for number, (id, criterion) in enumerate(rubric.items(), 1)
    ]


def once_each(twice: Iterable[Twice], works: Collection[int]) -> list[Twice]:
    """Return those of `works` that were marked twice; of a third mark nothing."""
    found: dict[int, Twice] = {}
    for one in twice:
        if one.work.id in works:
            found.setdefault(one.work.id, one)
    return list(found.values())


def _marks(id: str, twice: Iterable[Twice]) -> list[tuple[float, float]]:
    pairs = [(_score(one.first, id), _score(one.second, id)) for one in twice]
    written = [id not in one.work.left_out for one in twice]
    return [
        (first, second)
        for (first, second), there in zip(pairs, written, strict=True)
        if there and first is not None and second is not None
    ]


def _score(marking: Marking, id: str) -> float | None:
    return marking.given[id].score if id in marking.given else None


def signed(value: float) -> str:
    """Return `value` with two decimals, and a minus that is one."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


@dataclass(frozen=True)
class Picture:
    """The alphas as dots with their intervals, on one scale.

    Attributes:
        rows: those that have a number.
        left: where the scale begins; 0, unless a number is below.
    """

    rows: list[Row]
    left: float

    WIDTH = 400.0
    EDGE = 30.0
    STEP = 34.0

    @property
    def height(self) -> float:
        """How high it is, axis included."""
        return self.STEP * len(self.rows) + 30

    def x(self, value: float) -> float:
        """Return where on the scale `value` is."""
        inside = self.WIDTH - 2 * self.EDGE
        return round(self.EDGE + inside * (value - self.left) / (1 - self.left), 1)

    def y(self, place: int) -> float:
        """Return how far down row `place` is, from 0."""
        return self.STEP * (place + 0.5)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The marks of the axis, and what stands there."""
        values = sorted({self.left, 0.0, 0.5, 1.0})
        return [(self.x(one), f"{one:g}".replace("-", "−")) for one in values]

    @property
    def in_words(self) -> str:
        """The same, for whoever does not see it."""
        told = [f"question {one.number}: {one.in_words}" for one in self.rows]
        return f"Alpha with its interval. {'; '.join(told)}"


def picture(rows: Sequence[Row]) -> Picture | None:
    """Return a picture of `rows`, or None where there is no number to show."""
    shown = [one for one in rows if one.found.alpha is not None]
    values = [one for row in shown for one in (row.found.alpha, row.found.low) if one]
    left = min(0.0, math.floor(2 * min(values, default=0)) / 2)
    return Picture(shown, left) if shown else None


class Apart(NamedTuple):
    """A criterion on which two marks of one reflection differ.

    Attributes:
        compared: how far the second is from the first, in words.
        now: the points that the learner gets; None while it is not marked.
    """

    number: int
    criterion: str
    first: float
    second: float
    compared: str
    now: float | None


class Both(NamedTuple):
    """A reflection that was marked twice, and where the two differ.

    Attributes:
        first: the id of who marked first.
        second: the id of who marked second.
    """

    work: int
    sent_at: datetime
    first: str
    second: str
    apart: list[Apart]


def both(
    twice: Iterable[Twice],
    rubric: Mapping[str, Criterion],
    now: Mapping[int, Marking | None],
) -> list[Both]:
    """Return what was marked twice, with the criteria on which the marks differ.

    Args:
        twice: the reflections.
        rubric: of their assignment.
        now: how each is marked now, by its number.
    """
    found = []
    for one in twice:
        apart = []
        current = now.get(one.work.id)
        for number, (id, criterion) in enumerate(rubric.items(), 1):
            marks = _marks(id, [one])
            if not marks or marks[0][0] == marks[0][1]:
                continue
            first, second = marks[0]
            points = [level.points for level in choices(criterion)]
            said = compared(second, first, points)
            standing = _score(current, id) if current else None
            apart.append(Apart(number, criterion.criterion, first, second, said, standing))
        who = one.first.tutor, one.second.tutor
        found.append(Both(one.work.id, one.work.sent_at, *who, apart))
    return found
