"""What a learner may change about a pyramid, and what each of it means in words."""

from __future__ import annotations

from math import sqrt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from academy_widgets.exercise import Data

STUDY = (500, 350, 200, 150, 100, 75, 40, 10)
"""People on each level in Martell, Lane & Emrich 1996, bottom to top."""

SMALL, LARGER = 2.01, 4.58
"""Points in a score with SD 10: 1 % and 5 % of its variance."""

RUNS = 1_000

MOST_PEOPLE = 2_000
FURTHEST = 6  # standard deviations: what practically never happens

People = Annotated[int, Field(ge=2, le=MOST_PEOPLE)]
Percent = Annotated[int, Field(ge=0, le=100)]


class Setup(Data):
    """One pyramid and its rules; as it stands, the study's with a bias of 1 %.

    Attributes:
        levels: people on each level, bottom to top.
        bias: points that the favoured group is given, in a score with mean 50 and SD 10.
        exits: who leaves: the same share of each level ("level"), each person by chance
            alone ("indiv"), or a share of all, wherever they are ("org").
        leave: percent who leave in each cycle.
        hires: percent of the other group among those who are hired, at the bottom.
        criteria: percent of the bias that is left.
        blind: levels, from 0 at the bottom, out of which people move up without bias.
        slate: names on a shortlist for 100 places, half from each group; 0: there is none.
    """

    levels: Annotated[tuple[People, ...], Field(min_length=3, max_length=10)] = STUDY
    bias: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] = SMALL
    exits: Literal["level", "indiv", "org"] = "level"
    leave: Annotated[int, Field(ge=10, le=40)] = 15
    hires: Percent = 50
    criteria: Percent = 100
    blind: tuple[Annotated[int, Field(ge=0, le=8)], ...] = ()
    slate: Annotated[int, Field(ge=100, le=200)] | Literal[0] = 0

    @model_validator(mode="after")
    def _possible(self) -> Setup:
        if any(low < high for low, high in zip(self.levels, self.levels[1:], strict=False)):
            raise ValueError("a level cannot have more people than the one below it")
        if (people := sum(self.levels)) > MOST_PEOPLE:
            message = f"{people:,} people are too many here; at most {MOST_PEOPLE:,} fit"
            raise ValueError(message)
        if any(one >= len(self.levels) - 1 for one in self.blind):
            raise ValueError(
                "from the top level nobody moves up, so nothing is blind there"
            )
        for level, n in enumerate(self.levels[:-1]):
            if self._places(level) > n:
                message = (
                    f"level {level + 1} is too small to fill the places that fall free "
                    "above it; make it larger, or let fewer people leave"
                )
                raise ValueError(message)
        return self

    @property
    def quotas(self) -> tuple[int, ...]:
        """Return how many leave each level in a cycle, where each gives the same share.

        Halves go to the even number, so that of ten people two leave.
        """
        return tuple(max(1, round(self.leave * n / 100)) for n in self.levels)

    @property
    def gaps(self) -> tuple[float, ...]:
        """Return the points of bias that count on each level, bottom to top."""
        left = self.bias * self.criteria / 100
        steps = [0.0 if one in self.blind else left for one in range(len(self.levels) - 1)]
        return (*steps, steps[-1])

    @property
    def explains(self) -> float:
        """Return the percent of the scores' variance that the bias makes up."""
        return 100 * explained(self.bias)

    def _places(self, level: int) -> float:
        """Return how many places at most fall free in a cycle on `level` and above it."""
        if self.exits == "level":
            return sum(self.quotas[level:])
        people, share = sum(self.levels[level:]), self.leave / 100
        return people * share + FURTHEST * sqrt(people * share * (1 - share))


def explained(bias: float, sd: float = 10) -> float:
    """Return the share of variance that a gap of `bias` points makes up, from 0 to 1.

    Source: d squared / (d squared + 4), for two groups of the same size (Cohen 1988).
    """
    d = bias / sd
    return d * d / (d * d + 4)
