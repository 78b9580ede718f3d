"""Noise in numbers: between people, within one person, and what averaging does to it."""

import math
import random
from collections.abc import Sequence
from statistics import fmean, stdev, variance
from typing import NamedTuple

RUNS = 2000


class Noise(NamedTuple):
    """How far judgements of the same cases scatter, as standard deviations.

    The squares add up: system² is level² and pattern² together.

    Attributes:
        system: between two judges of one case, whatever the reason.
        level: because some judge all cases higher than others do.
        pattern: because each has an order of the cases of their own, and by chance.
    """

    system: float
    level: float
    pattern: float


def decomposed(judgements: Sequence[Sequence[float]]) -> Noise:
    """Return what the scatter between judges is made of.

    Level noise is the variance component of the judges, so that pattern noise does not
    pass for it where cases are few. It is 0 where the component is less than that.

    Args:
        judgements: `(n_judges, n_cases)`, at least two of both, in units of the scale.

    Source: Kahneman, Sibony & Sunstein 2021, Noise, on the noise audit; the components of a
        two-way analysis of variance after Shrout & Fleiss 1979,
        doi:10.1037/0033-2909.86.2.420.
    """
    cases = list(zip(*judgements, strict=True))
    system = fmean(variance(case) for case in cases)
    between = variance([fmean(judge) for judge in judgements])
    # Of a judge's mean, this much is what their scatter over cases leaves.
    left = (system - between) / (len(cases) - 1)
    level = min(system, max(0.0, between - left))
    return Noise(math.sqrt(system), math.sqrt(level), math.sqrt(max(0.0, system - level)))


def typical(gaps: Sequence[float]) -> float:
    """Return how far apart two judgements of one case by one person lie on average."""
    return fmean(abs(gap) for gap in gaps)


def occasion(gaps: Sequence[float]) -> float:
    """Return the standard deviation of one person's judgements of one case.

    Args:
        gaps: first less second judgement of each repeated case, `(n_pairs,)`.
    """
    return math.sqrt(fmean(gap**2 for gap in gaps) / 2)


def interval(gaps: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % interval of `occasion`, or None where no two judgements differ."""
    from scipy.stats import chi2  # noqa: PLC0415  slow to import: see `prepare`

    spread, many = occasion(gaps), len(gaps)
    if not spread:
        return None
    low, high = (spread * math.sqrt(many / chi2.ppf(at, many)) for at in (0.975, 0.025))
    return float(low), float(high)


def averaged(spread: float, many: int) -> float:
    """Return what scatter is left in the mean of `many` independent judgements."""
    return spread / math.sqrt(many)


def crowd(gaps: Sequence[float], many: int, rng: random.Random) -> float:
    """Return the same by trial: means of judgements drawn from somebody's own scatter.

    Args:
        gaps: as for `occasion`.
        many: how many judgements are averaged.
        rng: where chance comes from.
    """
    scatter = [sign * gap / math.sqrt(2) for gap in gaps for sign in (1, -1)]
    return stdev(fmean(rng.choices(scatter, k=many)) for _ in range(RUNS))
