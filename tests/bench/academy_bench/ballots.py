"""How long it takes to count what fifty votes are worth, beside looking at every group."""

from __future__ import annotations

import random
import time
from itertools import product
from statistics import median

from academy_bench.figures import ranged, spread
from academy_widgets.votes.counting import MOST_MEMBERS, power

ROW = "votes of 50 members, ms"
FEW = 16
"""Members for whom every group is looked at; with fifty that would take years."""
TIMES = 5


def took() -> str:
    """Return ms for fifty members, and for a few beside looking at all their groups."""
    many, few, looked = [], [], []
    for turn in range(TIMES):
        rng = random.Random(turn)
        weights = [rng.randint(1, 100) for _ in range(MOST_MEMBERS)]
        many.append(_timed(power, weights))
        few.append(_timed(power, weights[:FEW]))
        looked.append(_timed(by_looking, weights[:FEW]))
    times = median(looked) / median(few)
    return (
        f"{ranged(spread(many))}; of {FEW} members {ranged(spread(few))}, looking at each "
        f"group {ranged(spread(looked))}: {times:.0f} ×"
    )


def _timed(count, weights: list[int]) -> float:
    began = time.process_time()
    count(weights, sum(weights) // 2 + 1)
    return 1000 * (time.process_time() - began)


def by_looking(weights: list[int], quota: int) -> list[int]:
    """Return each one's swings, group by group."""
    swings = [0] * len(weights)
    for group in product((0, 1), repeat=len(weights)):
        votes = sum(weight for weight, there in zip(weights, group, strict=True) if there)
        if votes >= quota:
            for place, weight in enumerate(weights):
                swings[place] += group[place] and votes - weight < quota
    return swings
