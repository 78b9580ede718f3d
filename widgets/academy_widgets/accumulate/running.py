"""What a browser may have run of a pyramid: one run, or what many runs come to."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from academy_widgets.accumulate.setup import RUNS, Setup
from academy_widgets.exercise import Data, Json, ResponseError

SEED = 4
"""The chance of a thousand runs: the same for everybody, so that setups compare.

With this one the study's pyramid ends at the top where many thousand runs do, at 39 %.
"""

SEEDS = 2**31

Share = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Shares = Annotated[tuple[Share, ...], Field(min_length=3, max_length=10)]


class Many(Data):
    """What many runs of one setup came to, level by level from the bottom.

    Attributes:
        setup: the pyramid and its rules.
        seed: the chance; with `setup` and `runs` it gives the same numbers again.
        runs: how many.
        others: mean percent of the group that is followed.
        low: percent below which a tenth of the runs ended.
        high: percent above which a tenth of the runs ended.
    """

    setup: Setup
    seed: Annotated[int, Field(ge=0, lt=SEEDS)]
    runs: Annotated[int, Field(ge=1, le=RUNS)]
    others: Shares
    low: Shares
    high: Shares

    @model_validator(mode="after")
    def _each_level(self) -> "Many":
        if {len(self.others), len(self.low), len(self.high)} != {len(self.setup.levels)}:
            raise ValueError("there is not a number for each level")
        return self


_SORRY = {
    "levels": (
        "A pyramid has three to ten levels, from the bottom up, each with 2 to 2,000 "
        "people: whole numbers with commas between them."
    ),
    "bias": "The bias is a number from 0 to 10 points.",
    "leave": "Between 10 and 40 percent can leave in a cycle, in whole percent.",
    "hires": "Between 0 and 100 percent of those hired can be of one group.",
    "criteria": "Between 0 and 100 percent of the bias can be left, in whole percent.",
    "slate": "A shortlist has between 100 and 200 names for 100 places.",
    "exits": "People leave by level, one by one or across all: choose one of the three.",
    "blind": "Blind review is for levels that people move up from.",
}


def setup_of(asked: object) -> Setup:
    """Return a setup that a page asked for.

    Raises:
        ResponseError: it cannot be; the message says why.
    """
    try:
        return Setup.model_validate(asked)
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else ""
        said = first["msg"].removeprefix("Value error, ")
        whole = f"{said[0].upper()}{said[1:]}."
        raise ResponseError(_SORRY.get(where, whole)) from error


def seed_of(asked: object) -> int:
    """Return the seed of a run that a page asked for.

    Raises:
        ResponseError: it is none.
    """
    if not isinstance(asked, int) or not 0 <= asked < SEEDS:
        raise ResponseError("This page asked for a run that cannot be; please reload it.")
    return asked


def one_run(setup: Setup, seed: int) -> Json:
    """Return how one run goes, cycle by cycle."""
    from academy_widgets.accumulate import pyramid  # noqa: PLC0415  numpy is slow to load

    standing, moves = pyramid.unfold(setup, seed)
    return {
        "seed": seed,
        "levels": list(setup.levels),
        "standing": standing,
        "left": [sum(one.left) for one in moves],
        "up": [sum(one.came[1:]) for one in moves],
        "others_up": [sum(one.others[1:]) for one in moves],
    }


def many_runs(setup: Setup, runs: int = RUNS) -> Iterator[Json]:
    """Yield what the runs come to so far, as `Many`; the last one is whole."""
    from academy_widgets.accumulate import pyramid  # noqa: PLC0415  numpy is slow to load

    for so_far in pyramid.ends(setup, SEED, runs):
        mean, low, high = pyramid.spread(so_far.others)
        yield {
            "setup": setup.model_dump(mode="json"),
            "seed": SEED,
            "runs": len(so_far.cycles),
            "others": mean,
            "low": low,
            "high": high,
        }


@cache
def study() -> Json:
    """Return what a thousand runs of the study's pyramid come to."""
    *_, found = many_runs(Setup())
    return found


@cache
def few(setup: Setup) -> Json:
    """Return what twenty runs come to, as somebody simulated has seen them."""
    *_, found = many_runs(setup, 20)
    return found
