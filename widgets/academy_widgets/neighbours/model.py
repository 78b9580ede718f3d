"""Neighbours: move by hand, guess, let a town run, and see what small wishes come to."""

import random
from collections.abc import Iterator
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
    Wish,
    mixed,
    segregation,
)
from academy_widgets.neighbours.towns import (
    chain,
    drawn,
    of_100,
    others,
    played,
    standing,
    told,
)
from academy_widgets.paper import Paper

SMALL = 7
"""Places along one edge of the board that is moved by hand."""
TOWN: Literal[20] = 20
"""The same of a town, as in the rules that this follows."""
CITY: Literal[50] = 50
"""The same of a large one."""
MOST_RUNS = 12

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
            yield standing(mixed(given.side, given.seed), Wish(self.least))
        elif isinstance(given, Play):
            yield from played(given.seed, given.side, _wishes(given.runs))
        elif isinstance(given, Others):
            yield from others(given.seed, Wish(given.least, given.most))

    def feedback(self, response: Json) -> Json:
        """Return what came of each run, the guess beside the first, and the last board."""
        given = checked(Response, response)
        done = chain(given.seed, given.side, _wishes(given.runs))
        rows = [
            {
                "least": wish.least,
                "most": wish.most,
                "before": of_100(one.ways[0][1]),
                "after": of_100(one.ways[-1][1]),
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
            "board": drawn(last.end),
            "unhappy": list(last.unhappy),
        }

    def in_words(self, response: Json) -> list[Said]:
        """Return the guess, and what each run came to."""
        try:
            came = self.feedback(response)
        except ResponseError:
            return super().in_words(response)
        said = [Said(self.question, f"{came['guess']} of 100")]
        return said + [
            Said(
                _wanted(Wish(row["least"], row["most"])),
                f"{row['moves']} moves; neighbours alike went from {row['before']} to "
                f"{row['after']} of 100",
            )
            for row in came["rows"]
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
        return told(board)


def _wishes(runs: tuple[Asking, ...]) -> list[Wish]:
    return [Wish(one.least, one.most) for one in runs]


def _wanted(wish: Wish) -> str:
    most = "" if wish.most == PERCENT else f" and no more than {wish.most}"
    return f"Everybody wants at least {wish.least}{most} of 100 neighbours like themselves"
