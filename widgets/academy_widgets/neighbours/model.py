"""Neighbours: move by hand, guess, let a town run, and see what small wishes come to."""

import base64
import random
import sys
from array import array
from collections.abc import Iterator
from functools import lru_cache
from statistics import mean, quantiles
from typing import Annotated, Literal

from pydantic import Field

from academy_widgets.exercise import (
    Data,
    Exercise,
    Json,
    ResponseError,
    Said,
    Text,
    checked,
)
from academy_widgets.neighbours.on_paper import with_coins
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
from academy_widgets.paper import Paper

SMALL = 7
"""Places along one edge of the board that is moved by hand."""
TOWN: Literal[20] = 20
"""The same of a town, as in the rules that this follows."""
CITY: Literal[50] = 50
"""The same of a large one."""
MOST_MOVES = 20_000
MOST_RUNS = 12
TOWNS = 60
"""How many other towns are tried beside one's own."""

Percent = Annotated[int, Field(ge=0, le=PERCENT)]
Seed = Annotated[int, Field(ge=0, lt=2**31)]
Place = Annotated[int, Field(ge=0, lt=SMALL * SMALL)]


class Asking(Data):
    """What everybody wants in one run, in percent of their neighbours."""

    least: Percent = 0
    most: Percent = PERCENT


class Response(Data):
    """One guess, and what was tried on one town, each run from where the last one ended.

    Attributes:
        guess: neighbours alike in 100, once nobody wants to move.
        seed: of the chance by which the town is mixed and shapes move.
        side: how many places the town has along one edge.
        runs: what everybody wanted, run after run.
    """

    guess: Annotated[int, Field(ge=0, le=PERCENT)]
    seed: Seed
    side: Literal[20, 50] = TOWN
    runs: tuple[Asking, ...] = Field(min_length=1, max_length=MOST_RUNS)


class Hand(Data):
    """Moves by hand on the small board, each from a place to an empty one."""

    do: Literal["hand"]
    moves: tuple[tuple[Place, Place], ...] = Field(max_length=200)


class Town(Data):
    """A town before anything is run."""

    do: Literal["town"]
    seed: Seed
    side: Literal[20, 50] = TOWN


class Play(Data):
    """The last of some runs, move by move."""

    do: Literal["run"]
    seed: Seed
    side: Literal[20, 50] = TOWN
    runs: tuple[Asking, ...] = Field(min_length=1, max_length=MOST_RUNS)


class Others(Data):
    """The same wish in other towns."""

    do: Literal["others"]
    seed: Seed
    least: Percent
    most: Percent = PERCENT


ASKED: dict[str, type[Data]] = {"hand": Hand, "town": Town, "run": Play, "others": Others}


class NeighboursExercise(Exercise):
    """Schelling's model of how neighbourhoods sort, with shapes.

    Attributes:
        invite: what this is, before anything moves.
        seed: of the small board that is moved by hand.
        least: what a shape wants at first, in percent of neighbours like itself.
        question: what the learner guesses before the first run.
        leaves_out: what the model does not know of real neighbourhoods.
        found: what to look for in the result.
        cited: whose model and whose rules these are.
    """

    kind: Literal["neighbours"]
    invite: Text
    seed: Seed
    least: Annotated[int, Field(ge=1, le=50)]
    question: Text
    leaves_out: tuple[Text, ...] = Field(min_length=2)
    found: tuple[Text, ...] = Field(min_length=1)
    cited: Text

    def prepare(self) -> None:
        """Work out what stands on every page: the small board."""
        self._hand(())

    def shown(self) -> Json:
        """Return the small board, the question and what the model leaves out."""
        return {
            "invite": self.invite,
            "least": self.least,
            "question": self.question,
            "small": SMALL,
            "town": TOWN,
            "city": CITY,
            "most_runs": MOST_RUNS,
            "hand": self._hand(()),
            "leaves_out": list(self.leaves_out),
            "found": list(self.found),
            "cited": self.cited,
        }

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield what came of moves by hand, a town, one run of it, or of many towns.

        `do` says which: "hand", "town", "run" or "others".

        Raises:
            ResponseError: nothing of the kind can be done.
        """
        do = asked.get("do")
        if not isinstance(do, str) or do not in ASKED:
            raise ResponseError("These neighbours can be moved, run or tried again only.")
        given: Data = checked(ASKED[do], asked)
        if isinstance(given, Hand):
            yield self._hand(given.moves)
        elif isinstance(given, Town):
            yield _standing(mixed(given.side, given.seed), Wish(self.least))
        elif isinstance(given, Play):
            yield from _played(given)
        elif isinstance(given, Others):
            yield from _others(given)

    def feedback(self, response: Json) -> Json:
        """Return what came of each run, the guess beside the first, and the last board."""
        given = checked(Response, response)
        done = _chain(given.seed, given.side, given.runs)
        rows = [
            {
                "least": wish.least,
                "most": wish.most,
                "before": _of_100(one.ways[0][1]),
                "after": _of_100(one.ways[-1][1]),
                "segregation": round(segregation(one.ways[-1][1]), 2),
                "unhappy": one.unhappy_first,
                "left": len(one.unhappy),
                "moves": one.moves,
                "settled": one.settled,
                "ways": [[moves, round(alike, 3)] for moves, alike in one.ways],
            }
            for wish, one in zip(given.runs, done, strict=True)
        ]
        last = done[-1]
        return {
            "guess": given.guess,
            "seed": given.seed,
            "side": given.side,
            "shapes": sum(kind != EMPTY for kind in last.end),
            "rows": rows,
            "board": _drawn(last.end),
            "unhappy": list(last.unhappy),
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return the guess, and what each run came to."""
        try:
            told = self.feedback(response)
        except ResponseError:
            return super().in_words(response)
        said = [Said(self.question, f"{told['guess']} of 100")]
        return said + [
            Said(
                _wanted(Wish(row["least"], row["most"])),
                f"{row['moves']} moves; neighbours alike went from {row['before']} to "
                f"{row['after']} of 100",
            )
            for row in told["rows"]
        ]

    def on_paper(self) -> Paper:
        """Return a board for coins, and what to expect of it."""
        board = mixed(SMALL, self.seed)
        rows = [board[at : at + SMALL] for at in range(0, len(board), SMALL)]
        return with_coins(
            self.invite,
            rows,
            self.least,
            self.question,
            [*self.found, *self.leaves_out, self.cited],
        )

    def simulate(self, rng: random.Random) -> Json:
        """Return a learner who guesses too low, then tries what undoes it."""
        tried = [{"least": self.least, "most": PERCENT}]
        if rng.random() < 0.7:  # noqa: PLR2004  most go on
            tried.append({"least": rng.choice((40, 50, 60)), "most": PERCENT})
        if rng.random() < 0.5:  # noqa: PLR2004
            tried.append({"least": 0, "most": rng.choice((PERCENT, 90, 80))})
        guess = max(0, min(PERCENT, round(rng.gauss(58, 10))))
        return {"guess": guess, "seed": rng.randrange(2**31), "side": TOWN, "runs": tried}

    def _hand(self, moves: tuple[tuple[int, int], ...]) -> Json:
        """Return the small board after some moves, each by somebody who was unhappy."""
        board = Board(mixed(SMALL, self.seed), SMALL, Wish(self.least))
        for start, to in moves:
            if board.places[start] == EMPTY or board.places[to] != EMPTY:
                raise ResponseError(
                    "A shape moves from its place to an empty one. Begin this board again."
                )
            if start not in board.at:
                raise ResponseError("This shape is content where it is, so it stays.")
            board.move(start, to)
        return _told(board)


def _standing(places: Places, wish: Wish) -> Json:
    return _told(Board(places, round(len(places) ** 0.5), wish))


def _told(board: Board) -> Json:
    return {
        "board": _drawn(board.places),
        "unhappy": sorted(board.unhappy),
        "near": [
            None if kind == EMPTY else list(board.about(place))
            for place, kind in enumerate(board.places)
        ]
        if len(board.places) == SMALL * SMALL
        else [],
        "alike": _of_100(board.alike()),
    }


def _played(given: Play) -> Iterator[Json]:
    """Yield how many moves there were so far, then the last run, move by move."""
    before = _chain(given.seed, given.side, given.runs[:-1])
    start = before[-1].end if before else mixed(given.side, given.seed)
    wish = Wish(**given.runs[-1].model_dump())
    chance = _chance(given.seed, len(before))
    for found in runs(start, wish, chance, MOST_MOVES):
        if isinstance(found, int):
            yield {"done": found}
            continue
        first = Board(start, given.side, wish)
        yield {
            "start": _drawn(start),
            "unhappy": sorted(first.unhappy),
            "steps": base64.b64encode(_little(found.steps)).decode(),
            "moves": found.moves,
            "ways": [[moves, round(alike, 3)] for moves, alike in found.ways],
            "settled": found.settled,
        }


def _others(given: Others) -> Iterator[Json]:
    """Yield how many towns were tried so far, then where the middle 8 of 10 ended."""
    wish = Wish(given.least, given.most)
    ends: list[float] = []
    for town in range(TOWNS):
        # Chance of its own for each, and never the learner's own town again.
        seed = random.Random(f"{given.seed} {town}").randrange(2**31)
        found = run(mixed(TOWN, seed), wish, seed + 1, MOST_MOVES // 4)
        ends.append(found.ways[-1][1])
        yield {"done": town + 1, "of": TOWNS}
    tenths = quantiles(ends, n=10)
    yield {
        "done": TOWNS,
        "of": TOWNS,
        "mean": _of_100(mean(ends)),
        "low": _of_100(tenths[0]),
        "high": _of_100(tenths[-1]),
        "segregation": round(mean(segregation(one) for one in ends), 2),
    }


def _chain(seed: int, side: int, wishes: tuple[Asking, ...]) -> list[Run]:
    done: list[Run] = []
    for at, wish in enumerate(wishes):
        start = done[-1].end if done else mixed(side, seed)
        done.append(_once(start, Wish(wish.least, wish.most), _chance(seed, at)))
    return done


@lru_cache(maxsize=2 * MOST_RUNS)
def _once(start: Places, wish: Wish, seed: int) -> Run:
    return run(start, wish, seed, MOST_MOVES)


def _chance(seed: int, at: int) -> int:
    """Return the seed of a town's run number `at`, so that each has chance of its own."""
    return seed + 1 + at


def _wanted(wish: Wish) -> str:
    most = "" if wish.most == PERCENT else f" and no more than {wish.most}"
    return f"Everybody wants at least {wish.least}{most} of 100 neighbours like themselves"


def _of_100(share: float) -> int:
    return round(PERCENT * share)


def _drawn(places: tuple[int, ...] | list[int]) -> str:
    return "".join(map(str, places))


def _little(steps: "array[int]") -> bytes:
    """Return whole numbers of two bytes, the lower one first, on any machine."""
    if sys.byteorder == "big":
        steps = array("H", steps)
        steps.byteswap()
    return steps.tobytes()
