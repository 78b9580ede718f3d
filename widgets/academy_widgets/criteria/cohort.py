"""What a group's weights say: those who weighed first beside those who met people first."""

import math
from collections.abc import Sequence
from statistics import fmean, variance
from typing import NamedTuple

from academy_widgets.found import Cell, Found, Row, Table

FEWEST = 5
"""Of each half, before anything is told of it alone."""

FEWEST_TO_COMPARE = 2
"""Of each half, before their difference has an interval."""

AT_ALL = 1e-9

ALIKE = "withheld: too much alike"


class One(NamedTuple):
    """One person: whether they weighed first, and both numbers in steps."""

    first: bool
    fit: float
    lean: float


class Mean(NamedTuple):
    """A mean or a difference of means with its 95 % interval.

    Attributes:
        value: in steps.
        low: where the interval begins; None where nobody differs from anybody.
        high: where it ends.
    """

    value: float
    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return ALIKE
        return f"{_signed(self.value)} ({_signed(self.low)} to {_signed(self.high)})"


def mean(values: Sequence[float]) -> Mean:
    """Return the mean of `values`, `(n,)`, with Student's interval."""
    from scipy.stats import t  # noqa: PLC0415  slow, and few ask

    centre = fmean(values)
    spread = variance(values)
    if spread < AT_ALL:
        return Mean(centre, None, None)
    half = float(t.ppf(0.975, len(values) - 1)) * math.sqrt(spread / len(values))
    return Mean(centre, centre - half, centre + half)


def difference(one: Sequence[float], other: Sequence[float]) -> Mean:
    """Return mean of `one` less mean of `other`, with Welch's interval.

    Source: Welch 1947, doi:10.1093/biomet/34.1-2.28, as `scipy.stats.ttest_ind` has it.
    """
    from scipy.stats import ttest_ind  # noqa: PLC0415  slow, and few ask

    apart = fmean(one) - fmean(other)
    if variance(one) < AT_ALL and variance(other) < AT_ALL:
        return Mean(apart, None, None)
    told = ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    return Mean(apart, float(told.low), float(told.high))


def contrast(people: Sequence[One], kinds: tuple[str, str]) -> Found:
    """Return what the group's numbers say.

    Args:
        people: `(n_people,)`, five or more.
        kinds: "the man" and "the woman", or whichever two there are.
    """
    early = tuple(at for at, one in enumerate(people) if one.first)
    late = tuple(at for at, one in enumerate(people) if not one.first)
    names = (
        "How much more the strengths of whom they chose counted",
        f"How much more the strengths of {kinds[0]} counted than those of {kinds[1]}",
    )
    if min(len(early), len(late)) < FEWEST_TO_COMPARE:
        # The mean of all, beside a half's later on, would tell of the one in the other.
        return Found(says=(_UNDIVIDED,))
    halves = min(len(early), len(late)) >= FEWEST
    rows, told = [], []
    for name, of in zip(names, ("fit", "lean"), strict=True):
        weighed, met = (
            [float(getattr(people[at], of)) for at in half] for half in (early, late)
        )
        apart = difference(met, weighed)
        told.append(apart)
        cells = [Cell(text=str(apart), people=len(people))]
        if halves:  # the mean of fewer is theirs alone
            cells = [
                Cell(text=str(mean(weighed)), people=len(early), of=(early,)),
                Cell(text=str(mean(met)), people=len(late), of=(late,)),
                *cells,
            ]
        rows.append(Row(name=name, cells=tuple(cells)))
    asked = (
        "Where people had been met first, did numbers follow the choice more?",
        f"Where people had been met first, did numbers lean towards {kinds[0]} more?",
    )
    says = [f"{ask} {_in_words(one)}" for ask, one in zip(asked, told, strict=True)]
    table = Table(
        caption="Means in steps of the scale, each with its 95 % interval",
        columns=(
            *(("Weighed first", "Met the people first") if halves else ()),
            "Difference",
        ),
        rows=tuple(rows),
    )
    small = () if halves else (_HALVES,)
    return Found(says=(*says, *small, _CANNOT), tables=(table,))


_HALVES = (
    f"Of each half alone nothing is told until it has {FEWEST} people, and with so few the "
    "interval is wide."
)
_UNDIVIDED = (
    f"The two halves are compared when each has {FEWEST_TO_COMPARE} people. Chance has not "
    "yet put so many into both."
)
_CANNOT = (
    "An interval that holds 0 means that this group is too small to tell, and not that "
    "there is nothing. Chance put people into the two halves, so a clear difference comes "
    "from the order of things. It says nothing about any one person, and two posts on a "
    "page are no real panel."
)


def _in_words(apart: Mean) -> str:
    if apart.low is None or apart.high is None:
        return (
            "No difference is told: the numbers are so much alike that it would tell each "
            "one’s."
        )
    if round(apart.low, 2) > 0:  # as it is read
        how = "Yes, in this group"
    elif round(apart.high, 2) < 0:
        how = "No, the other way round in this group"
    else:
        how = "This group cannot tell"
    return (
        f"{how}: the difference is {_signed(apart.value)} steps, with a 95 % interval from "
        f"{_signed(apart.low)} to {_signed(apart.high)}."
    )


def _signed(number: float) -> str:
    return f"{number + 0:+.2f}".replace("-", "−") if round(number, 2) else "0.00"
