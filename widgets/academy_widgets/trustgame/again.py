"""The part with many rounds: who has most in the end, and how that changes."""

import random
from typing import Annotated, Literal

from pydantic import Field, model_validator

from academy_widgets.exercise import Data, Json, Text, checked, unique
from academy_widgets.trustgame.repeated import COINS, FIVE, PLAYERS, Slips, everybody

FEWEST, MOST_ROUNDS = 2, 200

Name = Literal[
    "copycat",
    "always_cheat",
    "always_cooperate",
    "grudger",
    "detective",
    "copykitten",
    "simpleton",
]


class Again(Data):
    """What is said about many rounds.

    Attributes:
        about: what it is, and what a round pays.
        caveat: what must not be taken from it.
    """

    about: Text
    caveat: Text

    def shown(self) -> Json:
        """Return the players and their rules, and which of them begin."""
        return {
            "about": self.about,
            "caveat": self.caveat,
            "players": [
                {"id": id, "name": one.name, "words": one.words, "in": id in FIVE}
                for id, one in PLAYERS.items()
            ],
        }


class Asked(Data):
    """A meeting of everybody with everybody.

    Attributes:
        players: who is there.
        rounds: how often each two meet.
        mistakes: how often somebody does the opposite of what they meant, in 100.
        seed: what decides when.
    """

    players: tuple[Name, ...] = Field(min_length=FEWEST)
    rounds: Annotated[int, Field(ge=1, le=MOST_ROUNDS)] = 10
    mistakes: Annotated[int, Field(ge=0, le=50)] = 0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0

    @model_validator(mode="after")
    def _once(self) -> "Asked":
        unique(self.players, "player")
        return self


def again(asked: Json) -> Json:
    """Return what each has in the end, the most first, and a sentence about it.

    Raises:
        ResponseError: this is no meeting of two or more.
    """
    given = checked(Asked, asked)
    often = given.mistakes / 100
    slips = Slips(random.Random(given.seed), often) if often else None
    totals = everybody(given.players, given.rounds, COINS, slips)
    rows = sorted(totals.items(), key=lambda one: -one[1])
    most = [PLAYERS[id].name for id, total in rows if total == rows[0][1]]
    have = "has" if len(most) == 1 else "have"
    mistakes = f", {given.mistakes} in 100 by mistake" if given.mistakes else ""
    return {
        "rows": [{"name": PLAYERS[id].name, "total": total} for id, total in rows],
        "says": f"Of these {len(rows)}, over {given.rounds} rounds{mistakes}: "
        f"{' and '.join(most)} {have} most, with {rows[0][1]}.",
    }
