"""Schelling's neighbours: who is content, who moves where, and what comes of it.

Source: Schelling 1971, doi:10.1080/0022250X.1971.9989794, by the rules of Hart & Case,
Parable of the Polygons (CC0); the code is our own.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

EMPTY, TRIANGLE, SQUARE = 0, 1, 2
SHARED = 8
"""Neighbours that a place in the midst of a board has."""
EMPTY_OF = 5
"""One place in so many is empty."""
POINTS = 100
"""How often at most the way of one run is told."""
PERCENT = 100

Places = tuple[int, ...]


class Wish(NamedTuple):
    """When a shape is content: what it wants of its neighbours, in percent.

    Attributes:
        least: it is unhappy with fewer of its own kind than this.
        most: it is unhappy with more of its own kind than this.
    """

    least: int = 0
    most: int = PERCENT


class Run(NamedTuple):
    """What came of one wish on one board.

    Attributes:
        start: the board before, row by row; EMPTY, TRIANGLE or SQUARE.
        end: the board after.
        unhappy: the places of those who are unhappy at the end.
        unhappy_first: how many were unhappy at the start.
        moves: how many moved.
        steps: of each move in turn: from, to, how many moods changed, and of whom.
        ways: (moves so far, mean share alike), from the start to the end.
        settled: whether nobody wanted to move any more.
    """

    start: Places
    end: Places
    unhappy: Places
    unhappy_first: int
    moves: int
    steps: array[int]
    ways: tuple[tuple[int, float], ...]
    settled: bool


@cache
def around(side: int) -> tuple[Places, ...]:
    """Return the neighbours of each place of a square board, whose edges do not meet."""
    found = []
    for row in range(side):
        for column in range(side):
            rows = range(max(0, row - 1), min(side, row + 2))
            columns = range(max(0, column - 1), min(side, column + 2))
            near = [one * side + other for one in rows for other in columns]
            near.remove(row * side + column)
            found.append(tuple(near))
    return tuple(found)


@lru_cache(maxsize=32)
def mixed(side: int, seed: int) -> Places:
    """Return a board with a fifth empty and as many of one kind as of the other, mixed."""
    places = side * side
    shapes = places - places // EMPTY_OF
    board = [TRIANGLE] * (shapes // 2) + [SQUARE] * (shapes - shapes // 2)
    board += [EMPTY] * (places - shapes)
    random.Random(seed).shuffle(board)
    return tuple(board)


def segregation(alike: float) -> float:
    """Return 0 for a board as if mixed, 1 for one on which like meets only like.

    Args:
        alike: the mean share of neighbours of the same kind, 0 to 1.
    """
    return max(0.0, 2 * alike - 1)


class Board:
    """A board on which shapes move one at a time."""

    def __init__(self, places: Places, side: int, wish: Wish) -> None:
        self.around = around(side)
        self.places = list(places)
        self.wish = wish
        self.near = [[0] * len(places) for _ in (EMPTY, TRIANGLE, SQUARE)]
        for place, kind in enumerate(places):
            for one in self.around[place]:
                self.near[kind][one] += 1
        self.shapes = sum(kind != EMPTY for kind in places)
        self.share = [0.0] * len(places)
        self.unhappy: list[int] = []
        self.at: dict[int, int] = {}  # where each unhappy one stands in that list
        for place in range(len(places)):
            self._look(place)

    def alike(self) -> float:
        """Return the mean share of neighbours alike; who has none counts as 1."""
        return sum(self.share) / self.shapes if self.shapes else 1.0

    def about(self, place: int) -> tuple[int, int]:
        """Return how many neighbours of `place` are as it is, and how many there are."""
        near = self.near[TRIANGLE][place] + self.near[SQUARE][place]
        return self.near[self.places[place]][place], near

    def move(self, start: int, to: int) -> list[int]:
        """Move a shape to an empty place; return whose mood changed, places of now."""
        kind = self.places[start]
        self.places[start], self.places[to] = EMPTY, kind
        counts = self.near[kind]
        for one in self.around[start]:
            counts[one] -= 1
        for one in self.around[to]:
            counts[one] += 1
        touched = dict.fromkeys((start, to, *self.around[start], *self.around[to]))
        return [one for one in touched if self._look(one)]

    def _look(self, place: int) -> bool:
        """Work out one place anew; return whether its mood has changed."""
        kind = self.places[place]
        was = place in self.at
        if kind == EMPTY:
            self.share[place] = 0.0
            now = False
        else:
            alike = self.near[kind][place]
            near = self.near[TRIANGLE][place] + self.near[SQUARE][place]
            self.share[place] = alike / near if near else 1.0
            # In whole numbers, 3 of 5 is not fewer than 60 percent, nor 0 of 0 than any.
            now = not (self.wish.least * near <= PERCENT * alike <= self.wish.most * near)
        if now and not was:
            self.at[place] = len(self.unhappy)
            self.unhappy.append(place)
        elif was and not now:
            gap, last = self.at.pop(place), self.unhappy.pop()
            if last != place:
                self.unhappy[gap] = last
                self.at[last] = gap
        return now != was


def runs(places: Places, wish: Wish, seed: int, most: int) -> Iterator[int | Run]:
    """Move one unhappy shape after another to an empty place, both by chance.

    Args:
        places: the board, row by row, square.
        wish: what everybody wants.
        seed: the same seed gives the same moves.
        most: stop after so many moves.

    Yields:
        Now and then how many moves there were so far; at the end the whole run.
    """
    chance = random.Random(seed).random
    board = Board(places, round(len(places) ** 0.5), wish)
    empty = [place for place, kind in enumerate(places) if kind == EMPTY]
    first, steps, moves = len(board.unhappy), array("H"), 0
    ways, every = [(0, board.alike())], 1
    while board.unhappy and empty and moves < most:
        start = board.unhappy[int(chance() * len(board.unhappy))]
        gap = int(chance() * len(empty))
        to, empty[gap] = empty[gap], start
        moods = board.move(start, to)
        steps.extend((start, to, len(moods), *moods))
        moves += 1
        if moves % every == 0:
            ways.append((moves, board.alike()))
            if len(ways) > POINTS:
                ways, every = ways[::2], every * 2
        if moves % 1000 == 0:
            yield moves
    if ways[-1][0] != moves:
        ways.append((moves, board.alike()))
    yield Run(
        start=places,
        end=tuple(board.places),
        unhappy=tuple(sorted(board.unhappy)),
        unhappy_first=first,
        moves=moves,
        steps=steps,
        ways=tuple(ways),
        settled=not board.unhappy,
    )


def run(places: Places, wish: Wish, seed: int, most: int) -> Run:
    """Return what `runs` yields last."""
    for found in runs(places, wish, seed, most):
        if isinstance(found, Run):
            return found
    raise AssertionError  # runs ends with a Run
