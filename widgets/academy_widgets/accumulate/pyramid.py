"""The promotion model of Martell, Lane & Emrich 1996, for many runs side by side.

Everybody has a score, drawn once when they are hired. In each cycle some people leave;
then, from the top down, each free place is taken by the best score on the level below,
and the bottom is filled by hiring. It ends when nobody of the first staff is left.

Source: doi:10.1037/0003-066X.51.2.157. What the two pages leave open is as in the
reference that the tests hold it to: exits come before any place is filled.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from academy_widgets.accumulate.setup import RUNS, Setup

Ints = NDArray[np.int32]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

MEAN, SD = 50, 10
BATCH = 200

# A person is one number, so that sorting people is sorting numbers: the score in steps of
# a millionth, then a bit for the first staff, then a bit for the favoured group.
_POINT = 1 << 20
_FIRST, _FAVOURED = 2, 1
_BITS = 2
_NOBODY = -(2**31)


class Moved(NamedTuple):
    """What happened in one cycle, by run and level: `(runs, levels)`.

    Attributes:
        left: how many left.
        came: how many came to the level, from below or hired.
        others: how many of them are not of the favoured group, if that was counted.
    """

    left: Any
    came: Any
    others: Any


class Pyramids:
    """Runs of one setup side by side, each with its own chance.

    Attributes:
        setup: the pyramid and its rules.
        people: whoever is there, level after level: `(runs, people)`.
    """

    def __init__(self, setup: Setup, runs: int, rng: np.random.Generator) -> None:
        """Fill every level, half of it from each group."""
        self.setup, self._rng = setup, rng
        levels = setup.levels
        ends = np.cumsum(levels).tolist()
        self._spans = [slice(end - n, end) for end, n in zip(ends, levels, strict=True)]
        self._at = np.arange(max(levels))
        self._low = np.arange(sum(levels), dtype=np.uint32)
        self._keep = ~np.uint32((1 << sum(levels).bit_length()) - 1)
        self._gaps = [round(gap * _POINT) << _BITS for gap in setup.gaps]
        self.people = np.empty((runs, sum(levels)), np.int32)
        for span, gap in zip(self._spans, self._gaps, strict=True):
            here = np.ones((runs, span.stop - span.start), bool)
            self.people[:, span][here] = self._new(here, 50, gap) | _FIRST

    def cycle(self, *, count: bool = False) -> Moved:
        """Let people leave, move up and be hired once; `count` the groups as well."""
        people, spans, top = self.people, self._spans, len(self._spans) - 1
        out = self._leaving()
        people[out] = _NOBODY
        left = np.stack([out[:, span].sum(axis=1) for span in spans], axis=1)
        places = left[:, ::-1].cumsum(axis=1)[:, ::-1]
        others = np.zeros_like(left)
        free = np.zeros((0, 0), bool)
        for level in range(top, -1, -1):
            here = people[:, spans[level]]
            here.sort(axis=1)
            empty = self._at[: here.shape[1]] < left[:, level, None]
            if level < top:
                up = self._promoted(here, empty, places[:, level + 1])
                above = people[:, spans[level + 1]]
                above[free] = self._moved(here[up], level)
                if count:
                    others[:, level + 1] = (up & (here & _FAVOURED == 0)).sum(axis=1)
                empty |= up
            free = empty
        bottom = people[:, spans[0]]
        bottom[free] = self._new(free, self.setup.hires, self._gaps[0])
        if count:
            others[:, 0] = (free & (bottom & _FAVOURED == 0)).sum(axis=1)
        return Moved(left, places, others)

    def others(self) -> Counts:
        """Return how many on each level are not of the favoured group: `(runs, levels)`."""
        found: Counts = self._by_level(lambda here: (here & _FAVOURED == 0).sum(axis=1))
        return found

    def scores(self) -> NDArray[np.float64]:
        """Return the mean score of each level, bias and all: `(runs, levels)`."""
        found: NDArray[np.float64] = self._by_level(
            lambda here: (here >> _BITS).mean(axis=1) / _POINT
        )
        return found

    def over(self) -> Flags:
        """Return in which runs nobody of the first staff is left: `(runs,)`."""
        there: Flags = np.any(self.people & _FIRST, axis=1)
        return ~there

    def keep(self, these: Flags) -> None:
        """Go on with `these` runs alone."""
        self.people = self.people[these]

    def _by_level(self, of: Callable[[Ints], Any]) -> Any:  # noqa: ANN401  either
        return np.stack([of(self.people[:, span]) for span in self._spans], axis=1)

    def _leaving(self) -> Flags:
        """Draw who leaves. No two keys are equal, so a quota is met exactly."""
        shape = self.people.shape
        keys = self._rng.integers(0, 1 << 32, shape, dtype=np.uint32)
        if self.setup.exits == "indiv":
            return keys < np.uint32(self.setup.leave / 100 * 2**32)
        keys &= self._keep
        keys |= self._low
        if self.setup.exits == "org":
            return _lowest(keys, round(self.setup.leave * shape[1] / 100))
        out = np.empty(shape, bool)
        for span, quota in zip(self._spans, self.setup.quotas, strict=True):
            out[:, span] = _lowest(keys[:, span], quota)
        return out

    def _promoted(self, here: Ints, empty: Flags, places: Counts) -> Flags:
        """Return who of a sorted level moves up, as many as there are places."""
        wide = here.shape[1]
        best: Flags = self._at[:wide] >= (wide - places)[:, None]
        if not self.setup.slate:
            return best
        # So many of each group are on the list; where one has too few, the other fills.
        chance = self._rng.random(len(places))
        half = np.floor(self.setup.slate * places / 200 + chance).astype(np.int64)
        half = np.maximum(half, -(-places // 2))
        favoured = (here & _FAVOURED == 1) & ~empty
        other = ~favoured & ~empty
        take = np.clip((best & favoured).sum(axis=1), places - half, half)
        take = np.clip(take, places - other.sum(axis=1), favoured.sum(axis=1))
        return _best(favoured, take) | _best(other, places - take)

    def _moved(self, who: Ints, level: int) -> Ints:
        """Return `who` with the bias that counts one level up."""
        change = self._gaps[level + 1] - self._gaps[level]
        return who + change * (who & _FAVOURED) if change else who

    def _new(self, free: Flags, others: int, gap: int) -> Ints:
        """Return people for the `free` places, `others` percent of them in each run."""
        rank = free.cumsum(axis=1)
        chance = self._rng.random(len(free))  # of an odd number one is anybody's
        until = np.floor(others / 100 * rank[:, -1] + chance)
        favoured = (rank > until[:, None])[free].astype(np.int32)
        drawn = self._rng.standard_normal(len(favoured), dtype=np.float32)
        score = ((drawn * SD + MEAN) * _POINT).astype(np.int32) << _BITS
        return score + gap * favoured | favoured


def _lowest(keys: NDArray[np.uint32], many: int) -> Flags:
    return keys <= np.partition(keys, many - 1, axis=1)[:, many - 1, None]


def _best(group: Flags, many: Counts) -> Flags:
    """Return the last `many` of a group in each sorted row."""
    rank = group[:, ::-1].cumsum(axis=1)[:, ::-1]
    return group & (rank <= many[:, None])


class Ends(NamedTuple):
    """How runs ended.

    Attributes:
        others: percent of each level who are not of the favoured group: `(runs, levels)`.
        scores: mean score of each level: `(runs, levels)`.
        cycles: how many cycles it took: `(runs,)`.
    """

    others: Any
    scores: Any
    cycles: Any


def ends(setup: Setup, seed: int, runs: int = RUNS) -> Iterator[Ends]:
    """Run `setup` many times; yield what there is after each batch.

    The same seed gives the same runs, of which the first are the same however many.
    """
    batches = np.random.SeedSequence(seed).spawn(-(-runs // BATCH))
    parts: list[Ends] = []
    for at, batch in enumerate(batches):
        many = min(BATCH, runs - at * BATCH)
        parts.append(_batch(setup, many, np.random.default_rng(batch)))
        yield Ends(*map(np.concatenate, zip(*parts, strict=True)))


def _batch(setup: Setup, runs: int, rng: np.random.Generator) -> Ends:
    pyramids = Pyramids(setup, runs, rng)
    shape = (runs, len(setup.levels))
    found = Ends(np.empty(shape), np.empty(shape), np.empty(runs, np.int64))
    going, cycle = np.arange(runs), 0
    while len(going):
        pyramids.cycle()
        cycle += 1
        over = pyramids.over()
        if over.any():
            now = going[over]
            found.others[now] = 100 * pyramids.others()[over] / setup.levels
            found.scores[now] = pyramids.scores()[over]
            found.cycles[now] = cycle
            pyramids.keep(~over)
            going = going[~over]
    return found


def spread(others: NDArray[np.float64]) -> tuple[list[float], list[float], list[float]]:
    """Return the mean of each level, and between what the middle 80 % of runs lie."""
    low, high = np.percentile(others, (10, 90), axis=0)
    return tuple(one.round(1).tolist() for one in (others.mean(axis=0), low, high))


def unfold(setup: Setup, seed: int) -> tuple[list[list[int]], list[Moved]]:
    """Run `setup` once; return every level's others from the start on, and what moved."""
    pyramids = Pyramids(setup, 1, np.random.default_rng(seed))
    standing, moves = [pyramids.others()[0].tolist()], []
    while not pyramids.over()[0]:
        moves.append(Moved(*(one[0].tolist() for one in pyramids.cycle(count=True))))
        standing.append(pyramids.others()[0].tolist())
    return standing, moves
