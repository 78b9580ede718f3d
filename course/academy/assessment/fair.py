"""Whether tutors mark alike: which reflections get a second mark, and how far two agree.

Pure: what is given in decides what comes out. Importing it imports no numpy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, TypeVar

FEWEST = 5
"""Below so many reflections marked twice, a measure of agreement says next to nothing."""
DRAWS = 2_000
SEED = 20_040_314  # any number: the same marks have the same interval at each visit
SURE = 0.95  # the share of the draws that the interval holds


class Sent(Protocol):
    """What choosing needs of a reflection that was sent; a `book.Work` has it."""

    @property
    def id(self) -> int: ...  # noqa: D102  told in the class
    @property
    def assignment(self) -> str: ...  # noqa: D102
    @property
    def learner(self) -> str: ...  # noqa: D102
    @property
    def sent_at(self) -> datetime: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102
    @property
    def marked_by(self) -> str | None: ...  # noqa: D102


S = TypeVar("S", bound=Sent)


def chosen(works: Iterable[S], share: float) -> list[S]:
    """Return which reflections a second tutor marks too, oldest first.

    Whoever is chosen stays so when more come in: a learner's lot depends on nothing but
    who they are and the assignment, and the first that was sent is always among them.

    Args:
        works: of one cohort on one assignment.
        share: of the reflections, from 0 to 1.
    """
    in_order = sorted(works, key=lambda one: (one.sent_at, one.id))
    if share <= 0:
        return []
    return [
        one
        for place, one in enumerate(in_order)
        if place == 0 or _lot(one.assignment, one.learner) < share
    ]


def _lot(assignment: str, learner: str) -> float:
    """Return a number from 0 up to 1 that nobody chooses."""
    drawn = hashlib.sha256(f"{assignment}\0{learner}".encode()).digest()[:8]
    return int.from_bytes(drawn) / 2**64


def due_second(
    tutor: str, works: Iterable[S], share: float, done: Collection[int]
) -> list[S]:
    """Return the reflections that `tutor` may give a second mark now, oldest first.

    They are marked, by somebody else, and nobody has marked them a second time. Whoever
    marks second is shown neither the first mark nor who gave it.

    Args:
        tutor: the tutor's learner id.
        works: of one cohort on one assignment, all that `tutor` may mark.
        share: `Book.options(cohort, assignment).second_share`.
        done: ids of works that have their second mark: those of `Book.seconds`.
    """
    return [
        one
        for one in chosen(works, share)
        if one.state == "marked" and one.marked_by != tutor and one.id not in done
    ]


def compared(mine: float, theirs: float, levels: Sequence[float]) -> str:
    """Return in words how far two marks for one criterion are apart.

    Args:
        mine: points that somebody gave.
        theirs: points that the other gave.
        levels: the points of the criterion's levels, rising.
    """
    if mine == theirs:
        return "the same"
    steps = abs(_step(mine, levels) - _step(theirs, levels))
    how = "higher" if mine > theirs else "lower"
    if steps <= 1:
        return f"one level {how}" if steps else f"a little {how}"
    return f"{steps} levels {how}"


def _step(points: float, levels: Sequence[float]) -> int:
    """Return the place of the highest level that `points` reach."""
    return max((at for at, level in enumerate(levels) if level <= points), default=0)


@dataclass(frozen=True)
class Agreement:
    """How far two tutors' marks for one criterion agree.

    Attributes:
        n: how many reflections have both marks.
        same: on how many of them both marks are the same.
        alpha: Krippendorff's alpha; None if it cannot be told, or too few are there.
        low: where the interval that holds 95% of the draws begins; None if there is none.
        high: where it ends.
        says: what to say where a number is missing, in one sentence; "" otherwise.
    """

    n: int
    same: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    says: str = ""


def agreement(marks: Iterable[tuple[float, float]], draws: int = DRAWS) -> Agreement:
    """Return how far the marks of one criterion agree, above what chance would give.

    Krippendorff's alpha for ranks, as the levels of a criterion are: that 3 is more than
    2 counts, and not that it is once and a half as much. The interval comes from `draws`
    samples of the same reflections, with replacement; the same marks give the same.

    Args:
        marks: first and second mark of each reflection.
        draws: how many samples.

    Source:
        Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability,
        https://repository.upenn.edu/asc_papers/43. Efron, B. and Tibshirani, R. (1993),
        An Introduction to the Bootstrap, chapter 13 (percentile interval).
    """
    return _agreement(tuple(sorted(marks)), draws)


@lru_cache(maxsize=256)
def _agreement(marks: tuple[tuple[float, float], ...], draws: int) -> Agreement:
    n, same = len(marks), sum(first == second for first, second in marks)
    if n < FEWEST:
        return Agreement(n, same, says="Too few to say.")
    values = sorted({one for pair in marks for one in pair})
    if len(values) == 1:
        said = f"Every mark is {values[0]:g}, so there is nothing to tell apart."
        return Agreement(n, same, says=said)
    import numpy as np  # noqa: PLC0415  the learners' pages need none

    counts = np.array([[pair.count(value) for value in values] for pair in marks])
    rng = np.random.default_rng(SEED)
    drawn = (alpha(counts[rng.integers(0, n, n)]) for _ in range(draws))
    found = [one for one in drawn if one is not None]
    if len(found) < SURE * draws:  # what is left would not be what the interval claims
        said = "The marks vary too little for an interval."
        return Agreement(n, same, alpha(counts), says=said)
    tail = 100 * (1 - SURE) / 2
    low, high = np.percentile(found, [tail, 100 - tail])
    return Agreement(n, same, alpha(counts), float(low), float(high))


def alpha(counts: Any) -> float | None:  # noqa: ANN401  an array
    """Return Krippendorff's alpha for ranks, or None where all marks are the same.

    Args:
        counts: how often each reflection got each value, values rising:
            shape (reflections, values).
    """
    import krippendorff  # noqa: PLC0415  imports numpy
    import numpy as np  # noqa: PLC0415

    counts = np.asarray(counts)
    pairable = counts[counts.sum(axis=1) > 1]
    if np.count_nonzero(pairable.sum(axis=0)) <= 1:
        return None
    found = krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal")
    return float(found)
