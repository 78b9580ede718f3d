"""Medians and spreads, and how a table writes them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = "–"


@dataclass(frozen=True)
class Spread:
    """The median of some numbers, the least, the greatest, the 95th percentile."""

    median: float
    least: float
    greatest: float
    p95: float
    count: int


def spread(numbers: Iterable[float | None]) -> Spread | None:
    """Return the spread of those that are there, or None if none is."""
    there = sorted(one for one in numbers if one is not None)
    if not there:
        return None
    return Spread(
        median=statistics.median(there),
        least=there[0],
        greatest=there[-1],
        p95=there[round(0.95 * (len(there) - 1))],
        count=len(there),
    )


def plain(number: float | None) -> str:
    """Write a number with as many figures as are worth reading."""
    if number is None:
        return NOTHING
    small = 10
    whole = abs(number) >= small or number == int(number)
    return f"{number:,.0f}" if whole else f"{number:,.1f}"


def ranged(of: Spread | None) -> str:
    """Write a median and, in brackets, from where to where."""
    if of is None:
        return NOTHING
    if plain(of.least) == plain(of.greatest):
        return plain(of.median)
    return f"{plain(of.median)} ({plain(of.least)}–{plain(of.greatest)})"


def with_p95(of: Spread | None) -> str:
    """Write a median and the 95th percentile."""
    return NOTHING if of is None else f"{plain(of.median)} (95 %: {plain(of.p95)})"


def ratio(one: float | None, to: float | None) -> str:
    """Write `one` as so many times `to`."""
    if one is None or not to:
        return NOTHING
    return f"{one / to:.2f} ×"
