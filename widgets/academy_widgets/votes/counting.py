"""How often each member of a committee can turn a decision: counted, never sampled.

Source: Banzhaf (1965), Weighted voting doesn't work, Rutgers Law Review 19:317; Shapley
& Shubik (1954), A method for evaluating the distribution of power in a committee system,
American Political Science Review 48:787, doi:10.2307/1951053. Counting by generating
functions: Mann & Shapley (1962), Values of large games VI, RAND RM-3158; Brams & Affuso
(1976), Power and size: a new paradox, Theory and Decision 7:29.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial
from typing import NamedTuple

MOST_MEMBERS = 50
MOST_VOTES = 20_000
"""All votes together. Time and memory grow with them; this takes well under a second."""

_BYTES = 8  # room for one count: there are at most 2 ** MOST_MEMBERS groups
_BITS = 8 * _BYTES


class Power(NamedTuple):
    """What each member's vote is worth; members are in the order they were given.

    Attributes:
        swings: groups that win with the member and lose without them.
        winning: groups that win at all, out of 2 ** n.
        banzhaf: each one's share of all swings; they add up to 1.
        penrose: the share of the others' groups that the member can turn.
        shapley: the share of all orders of voting in which the member's vote is the one
            that decides; they add up to 1.
    """

    swings: tuple[int, ...]
    winning: int
    banzhaf: tuple[Fraction, ...]
    penrose: tuple[Fraction, ...]
    shapley: tuple[Fraction, ...]


def power(weights: Sequence[int], quota: int) -> Power:
    """Return what each vote is worth when `quota` votes carry a decision.

    Args:
        weights: votes of each member, shape (n_members,); 0 is a seat without a vote.
        quota: the least number of votes that carries a decision.

    Raises:
        ValueError: there are too many members or votes, or no decision could be carried,
            or none refused.
    """
    n, total = len(weights), sum(weights)
    if not 0 < n <= MOST_MEMBERS or total > MOST_VOTES or min(weights) < 0:
        raise ValueError("these are more members or votes than can be counted")
    if not 0 < quota <= total:
        raise ValueError("the quota must be between 1 and all votes")
    groups = _groups(weights)
    per_weight = {one: _turned(groups, one, quota, total) for one in set(weights)}
    by_size = [per_weight[one] for one in weights]
    swings = tuple(map(sum, by_size))
    orders = [factorial(size) * factorial(n - 1 - size) for size in range(n)]
    shapley = tuple(
        Fraction(sum(a * b for a, b in zip(sizes, orders, strict=True)), factorial(n))
        for sizes in by_size
    )
    return Power(
        swings=swings,
        winning=sum(_between(one, quota, total + 1) for one in groups),
        banzhaf=tuple(Fraction(one, sum(swings)) for one in swings),
        penrose=tuple(Fraction(one, 2 ** (n - 1)) for one in swings),
        shapley=shapley,
    )


def _groups(weights: Sequence[int]) -> list[int]:
    """Return how many groups there are of each size and number of votes.

    Each entry is a polynomial, one count for each number of votes, packed into one whole
    number: adding it moved by a member's votes is then a single sum.
    """
    groups = [1] + [0] * len(weights)
    for place, weight in enumerate(weights):
        for size in range(place + 1, 0, -1):
            groups[size] += groups[size - 1] << (weight * _BITS)
    return groups


def _turned(groups: Sequence[int], weight: int, quota: int, total: int) -> list[int]:
    """Return how many groups of the others a member of `weight` turns, by their size."""
    found, without = [], 0
    for whole in groups[:-1]:
        without = whole - (without << (weight * _BITS))
        found.append(_between(without, max(0, quota - weight), min(quota, total + 1)))
    return found


def _between(packed: int, low: int, high: int) -> int:
    """Return the sum of the counts for `low` votes up to, and without, `high`."""
    if high <= low:
        return 0
    part = (packed >> (low * _BITS)) & ((1 << ((high - low) * _BITS)) - 1)
    return sum(memoryview(part.to_bytes((high - low) * _BYTES, "little")).cast("Q"))


def vetoes(weights: Sequence[int], quota: int) -> list[int]:
    """Return the places of those without whom nothing is carried."""
    total = sum(weights)
    return [place for place, one in enumerate(weights) if total - one < quota]


def least_quota_that_counts_all(weights: Sequence[int]) -> int | None:
    """Return the least quota above half at which everybody with a vote can turn one.

    None if there is none: no rule of this kind gives some of them a say.
    """
    total = sum(weights)
    voting = [one for one in weights if one]
    reached = _reached(weights)
    for quota in range(total // 2 + 1, total + 1):
        if all(_can_turn(reached[one], one, quota) for one in set(voting)):
            return quota
    return None


def _reached(weights: Sequence[int]) -> dict[int, int]:
    """Return, for a member of each weight, which numbers of votes the others can have.

    One bit for each number of votes.
    """
    found = {}
    for one in set(weights):
        others = list(weights)
        others.remove(one)
        bits = 1
        for other in others:
            bits |= bits << other
        found[one] = bits
    return found


def _can_turn(reached: int, weight: int, quota: int) -> bool:
    low = max(0, quota - weight)
    return bool((reached >> low) & ((1 << (quota - low)) - 1))
