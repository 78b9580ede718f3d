"""How long 1,000 runs of the promotion pyramid take, beside a plain loop of the model."""

from __future__ import annotations

import random
import time
from statistics import mean, median

from academy_bench.figures import ranged, spread
from academy_widgets.accumulate.pyramid import ends
from academy_widgets.accumulate.setup import RUNS, Setup

ROW = "1,000 pyramid runs, s on one core"
TIMES = 5
SHARE = 10
"""Runs of the loop that are timed, each time; a thousand would take minutes."""


def a_thousand() -> str:
    """Return seconds of processor time, ours and the loop's, and how many times ours."""
    setup = Setup()
    ours, loops = [], []
    for turn in range(TIMES):
        since = time.process_time()
        list(ends(setup, turn))
        ours.append(time.process_time() - since)
        since = time.process_time()
        one_by_one(setup, random.Random(turn), SHARE)
        loops.append((time.process_time() - since) * RUNS / SHARE)
    times = median(loops) / median(ours)
    return f"{ranged(spread(ours))}, a loop {ranged(spread(loops))}: {times:.0f} ×"


def one_by_one(setup: Setup, rng: random.Random, runs: int) -> list[float]:
    """Return the mean percent of the others on each level, person by person."""
    found = [_run(setup, rng) for _ in range(runs)]
    return [mean(level) for level in zip(*found, strict=True)]


Person = tuple[float, bool, bool]  # score, whether favoured, whether of the first staff


def _run(setup: Setup, rng: random.Random) -> list[float]:
    levels = [
        [_person(setup, rng, at % 2 == 1, first=True) for at in range(n)]
        for n in setup.levels
    ]
    while any(person[2] for level in levels for person in level):
        for level, quota in zip(levels, setup.quotas, strict=True):
            rng.shuffle(level)
            del level[:quota]
        for at in range(len(levels) - 1, 0, -1):
            places = setup.levels[at] - len(levels[at])
            below = sorted(levels[at - 1])
            levels[at] += below[len(below) - places :]
            levels[at - 1] = below[: len(below) - places]
        for at in range(setup.levels[0] - len(levels[0])):
            levels[0].append(_person(setup, rng, at % 2 == 1, first=False))
    return [100 * mean(not person[1] for person in level) for level in levels]


def _person(setup: Setup, rng: random.Random, favoured: bool, *, first: bool) -> Person:  # noqa: FBT001
    return rng.gauss(50, 10) + setup.bias * favoured, favoured, first
