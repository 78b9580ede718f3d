"""Towns as a browser is told of them: as they stand, as they run, and many of them."""

import base64
import random
import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from statistics import mean, quantiles

from academy_widgets.exercise import Json
from academy_widgets.neighbours.rules import (
    EMPTY,
    PERCENT,
    Board,
    Places,
    Run,
    Wish,
    mixed,
    run,
    runs,
    segregation,
)

MOST_MOVES = 20_000
"""Where wishes cannot be met, a run ends here."""
TOWNS, USUAL = 60, 20
"""How many other towns are tried beside one's own, and how wide they are."""
SMALL = 100
"""Places up to which a learner hears of each one's neighbours."""
KEPT = 32
"""Runs that are kept at hand, so that one that goes on need not begin anew."""


def standing(places: Places, wish: Wish) -> Json:
    """Return a board as it stands, and who is unhappy there."""
    return told(Board(places, round(len(places) ** 0.5), wish))


def told(board: Board) -> Json:
    """Return a board, who is unhappy, and of a small one how many are alike around each."""
    return {
        "board": drawn(board.places),
        "unhappy": sorted(board.unhappy),
        "near": [
            None if kind == EMPTY else list(board.about(place))
            for place, kind in enumerate(board.places)
        ]
        if len(board.places) <= SMALL
        else [],
        "alike": of_100(board.alike()),
    }


def played(seed: int, side: int, wishes: Sequence[Wish]) -> Iterator[Json]:
    """Yield how many moves there were so far, then the last run, move by move."""
    before = chain(seed, side, wishes[:-1])
    start = before[-1].end if before else mixed(side, seed)
    wish = wishes[-1]
    chance = _chance(seed, len(before))
    for found in runs(start, wish, chance, MOST_MOVES):
        if isinstance(found, int):
            yield {"done": found}
            continue
        first = Board(start, side, wish)
        yield {
            "start": drawn(start),
            "unhappy": sorted(first.unhappy),
            "steps": base64.b64encode(_little(found.steps)).decode(),
            "moves": found.moves,
            "ways": [[moves, round(alike, 3)] for moves, alike in found.ways],
            "settled": found.settled,
        }


def others(seed: int, wish: Wish) -> Iterator[Json]:
    """Yield how many towns were tried so far, then where the middle 8 of 10 ended."""
    ends: list[float] = []
    for town in range(TOWNS):
        # Chance of its own for each, and never the learner's own town again.
        its = random.Random(f"{seed} {town}").randrange(2**31)
        found = run(mixed(USUAL, its), wish, its + 1, MOST_MOVES // 4)
        ends.append(found.ways[-1][1])
        yield {"done": town + 1, "of": TOWNS}
    tenths = quantiles(ends, n=10)
    yield {
        "done": TOWNS,
        "of": TOWNS,
        "mean": of_100(mean(ends)),
        "low": of_100(tenths[0]),
        "high": of_100(tenths[-1]),
        "segregation": round(mean(segregation(one) for one in ends), 2),
    }


def chain(seed: int, side: int, wishes: Sequence[Wish]) -> list[Run]:
    """Return what came of each wish, each run from where the last one ended."""
    done: list[Run] = []
    for at, wish in enumerate(wishes):
        start = done[-1].end if done else mixed(side, seed)
        done.append(_once(start, wish, _chance(seed, at)))
    return done


@lru_cache(maxsize=KEPT)
def _once(start: Places, wish: Wish, seed: int) -> Run:
    return run(start, wish, seed, MOST_MOVES)


def _chance(seed: int, at: int) -> int:
    """Return the seed of a town's run number `at`, so that each has chance of its own."""
    return seed + 1 + at


def of_100(share: float) -> int:
    """Return a share as so many of a hundred."""
    return round(PERCENT * share)


def drawn(places: Sequence[int]) -> str:
    """Return a board with one character for each place."""
    return "".join(map(str, places))


def _little(steps: "array[int]") -> bytes:
    """Return whole numbers of two bytes, the lower one first, on any machine."""
    if sys.byteorder == "big":
        steps = array("H", steps)
        steps.byteswap()
    return steps.tobytes()
