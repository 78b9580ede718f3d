"""What weights say: how they fit a choice, and on whose strengths they lean."""

import math
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

TWO_SIDED_95 = 1.959964


class Weighed(NamedTuple):
    """How much one post's criteria counted for somebody.

    Attributes:
        first: what the first profile is good at, one number for each criterion.
        second: the same for the second profile.
        first_is: 0 or 1: which of the two kinds of people had the first profile.
        chose: 0 or 1: which profile was chosen.
    """

    first: Sequence[int]
    second: Sequence[int]
    first_is: int
    chose: int


def fit(one: Weighed) -> float:
    """Return how much more the strengths of whom they chose counted, in steps."""
    for_first = fmean(one.first) - fmean(one.second)
    return for_first if one.chose == 0 else -for_first


def lean(posts: Sequence[Weighed]) -> float:
    """Return how much more the strengths of the first kind of people counted, in steps.

    It is the mean over posts. Where the profiles change hands from one post to the other,
    somebody's liking for a profile cancels out, and what is left went with the people.

    Args:
        posts: `(n_posts,)`, as often with one arrangement as with the other.
    """
    return fmean(
        (1 if one.first_is == 0 else -1) * (fmean(one.first) - fmean(one.second))
        for one in posts
    )


def by_chance(posts: Sequence[Weighed], wander: float = 1.0) -> float:
    """Return how far one person in twenty leans if the people play no part, in steps.

    Args:
        posts: whose numbers of criteria count, not their weights.
        wander: how much each weight wanders by chance: its standard deviation, in steps.
    """
    variance = sum(1 / len(one.first) + 1 / len(one.second) for one in posts)
    return TWO_SIDED_95 * wander * math.sqrt(variance) / len(posts)
