"""Rates and odds ratios with their ranges; statsmodels does the statistics.

statsmodels takes seconds to import, so it is imported where it is used; `prepare` of the
exercise does it ahead where kernels are forked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from academy_widgets.audit.counts import Counts

Square = tuple[tuple[int, int], tuple[int, int]]
"""With and without the outcome: of a group, then of the group it is compared with."""


class Rate(NamedTuple):
    """How many of how many, with the range that chance leaves (Wilson, 95 %).

    Attributes:
        k: with the outcome.
        n: all; with 0 the other numbers say nothing.
        value: k of n, 0 to 1.
        low: least, 0 to 1.
        high: most, 0 to 1.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """

    k: int
    n: int
    value: float
    low: float
    high: float


class Odds(NamedTuple):
    """An odds ratio with the range that chance leaves (95 %).

    Attributes:
        value: 1 is no difference.
        low: least.
        high: most.
        added: whether half a person was added to numbers, as one of them was 0.
    """

    value: float
    low: float
    high: float
    added: bool


class Adjusted(NamedTuple):
    """A group beside another, as if both were spread over the layers alike.

    Attributes:
        odds: the pooled odds ratio; None where no layer can tell it.
        used: the places of the layers that can tell something.
        same: how likely chance alone would make ratios differ between layers as much as
            they do; None where fewer than two layers are used.
    """

    odds: Odds | None
    used: tuple[int, ...]
    same: float | None


def load() -> None:
    """Import statsmodels now."""
    import statsmodels.stats.contingency_tables  # noqa: PLC0415
    import statsmodels.stats.proportion  # noqa: F401, PLC0415


def rate(k: int, n: int) -> Rate:
    """Return `k` of `n` people with its range."""
    if not n:
        return Rate(k, n, 0, 0, 0)
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415

    low, high = proportion_confint(k, n, method="wilson")
    return Rate(k, n, k / n, float(low) if k else 0.0, float(high) if k < n else 1.0)


def crude(square: Square) -> Odds | None:
    """Return the odds ratio of one table of four numbers (Woolf's range).

    Source: Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x; where a number is 0, half
        a person is added to each (Haldane 1956, doi:10.1111/j.1469-1809.1956.tb01285.x).
    """
    if not _tells(square):
        return None
    from statsmodels.stats.contingency_tables import Table2x2  # noqa: PLC0415

    table = Table2x2(_array(square), shift_zeros=True)
    low, high = table.oddsratio_confint()
    added = any(not one for line in square for one in line)
    return Odds(float(table.oddsratio), float(low), float(high), added)


def pooled(squares: Sequence[Square]) -> Adjusted:
    """Return the odds ratio within layers, pooled over them.

    Source: Mantel & Haenszel 1959, doi:10.1093/jnci/22.4.719; range after Robins, Breslow
        & Greenland 1986, doi:10.2307/2531052; whether it is the same in all layers after
        Breslow & Day 1980, Statistical Methods in Cancer Research 1.
    """
    used = tuple(place for place, one in enumerate(squares) if _tells(one))
    if not used:
        return Adjusted(None, (), None)
    from statsmodels.stats.contingency_tables import StratifiedTable  # noqa: PLC0415

    tables = [_array(squares[place]) for place in used]
    added = not all(
        any(table[0, here] * table[1, 1 - here] for table in tables) for here in (0, 1)
    )
    found = StratifiedTable(tables, shift_zeros=added)
    low, high = found.oddsratio_pooled_confint()
    odds = Odds(float(found.oddsratio_pooled), float(low), float(high), added)
    if len(used) == 1:
        return Adjusted(odds, used, None)
    if math.isclose(odds.value, 1, rel_tol=1e-9):
        same = _same_at_one(tables)
    else:
        same = float(found.test_equal_odds().pvalue)
    return Adjusted(odds, used, same if math.isfinite(same) else None)


def _same_at_one(tables: Sequence[Any]) -> float:
    """Return Breslow and Day's p where the pooled ratio is 1: statsmodels divides by 0."""
    from scipy.stats import chi2  # noqa: PLC0415
    from scipy.stats.contingency import expected_freq  # noqa: PLC0415

    apart = 0.0
    for table in tables:
        expected = expected_freq(table)
        apart += (table[0, 0] - expected[0, 0]) ** 2 * (1 / expected).sum()
    return float(chi2.sf(apart, len(tables) - 1))


def standardised(counts: Counts) -> tuple[list[float], tuple[int, ...]]:
    """Return each group's rate if all were spread over the layers as everybody is.

    Layers in which a group has nobody are left out for all.

    Returns:
        A rate for each group, 0 to 1, and the places of the layers that count; without
        any such layer there are no rates.
    """
    groups = range(len(counts.groups))
    used = tuple(
        layer
        for layer in range(len(counts.layers))
        if all(counts.people(group, layer) for group in groups)
    )
    weights = [sum(counts.people(group, layer) for group in groups) for layer in used]
    rates = [
        sum(
            weight * counts.yes[layer][group] / counts.people(group, layer)
            for weight, layer in zip(weights, used, strict=True)
        )
        / sum(weights)
        for group in groups
        if used
    ]
    return rates, used


def difference(one: Rate, other: Rate) -> tuple[float, float, float]:
    """Return how far `one` lies above `other`, with its range, each as a share.

    Source: Newcombe 1998, hybrid score interval, doi:10.1002/(SICI)1097-0258(19980430)
        17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep  # noqa: PLC0415

    low, high = confint_proportions_2indep(
        one.k, one.n, other.k, other.n, method="newcomb", compare="diff"
    )
    return one.value - other.value, float(low), float(high)


def ratio(one: Rate, other: Rate) -> tuple[float, float, float]:
    """Return how many times `other` `one` is, with its range (log-normal, 95 %)."""
    from statsmodels.stats.contingency_tables import Table2x2  # noqa: PLC0415

    table = Table2x2(_array(((one.k, one.n - one.k), (other.k, other.n - other.k))))
    low, high = table.riskratio_confint()
    return float(table.riskratio), float(low), float(high)


def by_chance(one: Rate, other: Rate) -> tuple[float, float]:
    """Return z and p of two rates: how likely chance alone brings such a difference."""
    from statsmodels.stats.proportion import proportions_ztest  # noqa: PLC0415

    z, p = proportions_ztest([one.k, other.k], [one.n, other.n])
    return float(z), float(p)


def _tells(square: Square) -> bool:
    """Say whether both groups have people, and both outcomes occur."""
    (a, b), (c, d) = square
    return bool((a + b) and (c + d) and (a + c) and (b + d))


def _array(square: Square):  # type: ignore[no-untyped-def]  # noqa: ANN202  numpy's, imported late
    import numpy as np  # noqa: PLC0415

    return np.array(square, dtype=float)
