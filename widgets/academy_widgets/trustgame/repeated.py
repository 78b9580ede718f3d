"""The same two, again and again: each round both help the other, or do not.

Source: Axelrod 1984, The Evolution of Cooperation; the characters, their names and what a
round pays are those of Case 2017, The Evolution of Trust (CC0).
"""

import random
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

HELPS, CHEATS = True, False
Play = Callable[[Sequence[bool], Sequence[bool]], bool]


class Payoffs(NamedTuple):
    """What a round pays.

    Attributes:
        both: to each, if both help.
        used: to whoever helps one who does not.
        uses: to whoever does not, and is helped.
        neither: to each, if nobody helps.
    """

    both: int
    used: int
    uses: int
    neither: int


COINS = Payoffs(both=2, used=-1, uses=3, neither=0)
POINTS = Payoffs(both=3, used=0, uses=5, neither=1)
"""Those of Axelrod's tournaments."""


class Slips(NamedTuple):
    """Somebody now and then does the opposite of what they meant.

    Attributes:
        chance: what decides when.
        often: how often that is, from 0 to 1.
    """

    chance: random.Random
    often: float


class Player(NamedTuple):
    """A way to play again and again.

    Attributes:
        name: what it is called.
        words: the rule.
        play: what to do now, of one's own rounds so far and the other's.
    """

    name: str
    words: str
    play: Play


def _copycat(own: Sequence[bool], other: Sequence[bool]) -> bool:
    del own
    return other[-1] if other else HELPS


def _grudger(own: Sequence[bool], other: Sequence[bool]) -> bool:
    del own
    return CHEATS not in other


def _detective(own: Sequence[bool], other: Sequence[bool]) -> bool:
    opening = (HELPS, CHEATS, HELPS, HELPS)
    if len(other) < len(opening):
        return opening[len(other)]
    if CHEATS in other[: len(opening)]:
        return _copycat(own, other)
    return CHEATS


def _copykitten(own: Sequence[bool], other: Sequence[bool]) -> bool:
    del own
    return tuple(other[-2:]) != (CHEATS, CHEATS)


def _simpleton(own: Sequence[bool], other: Sequence[bool]) -> bool:
    if not other:
        return HELPS
    return own[-1] if other[-1] is HELPS else not own[-1]


PLAYERS: dict[str, Player] = {
    "copycat": Player("Copycat", "Helps first, then does what the other did.", _copycat),
    "always_cheat": Player("Keeper", "Never helps.", lambda own, other: CHEATS),  # noqa: ARG005
    "always_cooperate": Player(
        "Helper",
        "Always helps.",
        lambda own, other: HELPS,  # noqa: ARG005
    ),
    "grudger": Player(
        "Grudger", "Helps until it was let down once, and then never again.", _grudger
    ),
    "detective": Player(
        "Detective",
        "Tries out the other for four rounds; then copies, or keeps if that works.",
        _detective,
    ),
    "copykitten": Player(
        "Copykitten",
        "Like Copycat, and forgives one time: stops only after two.",
        _copykitten,
    ),
    "simpleton": Player(
        "Stayer",
        "Helps first; stays with what it did if it was helped, and changes if not.",
        _simpleton,
    ),
}
FIVE = ("copycat", "always_cheat", "always_cooperate", "grudger", "detective")


def match(
    one: str,
    other: str,
    rounds: int,
    pays: Payoffs = COINS,
    slips: Slips | None = None,
) -> tuple[int, int]:
    """Return what two players have after `rounds`.

    Args:
        one: a name in `PLAYERS`.
        other: the same.
        rounds: how often they meet.
        pays: what a round pays.
        slips: whether, and how often, somebody errs.
    """
    first: list[bool] = []
    second: list[bool] = []
    totals = [0, 0]
    for _ in range(rounds):
        a = PLAYERS[one].play(first, second)
        b = PLAYERS[other].play(second, first)
        if slips:
            a ^= slips.chance.random() < slips.often
            b ^= slips.chance.random() < slips.often
        first.append(a)
        second.append(b)
        totals[0] += _paid(a, b, pays)
        totals[1] += _paid(b, a, pays)
    return totals[0], totals[1]


def everybody(
    players: Sequence[str],
    rounds: int,
    pays: Payoffs = COINS,
    slips: Slips | None = None,
    *,
    themselves: bool = False,
) -> dict[str, int]:
    """Return what each has when each has met each other one; see `match`.

    With `themselves`, each also meets one of its own kind, counted once.
    """
    totals = dict.fromkeys(players, 0)
    for one, other in combinations(players, 2):
        a, b = match(one, other, rounds, pays, slips)
        totals[one] += a
        totals[other] += b
    if themselves:
        for one in players:
            totals[one] += match(one, one, rounds, pays, slips)[0]
    return totals


def _paid(own: bool, other: bool, pays: Payoffs) -> int:  # noqa: FBT001  two of a kind
    if own:
        return pays.both if other else pays.used
    return pays.uses if other else pays.neither
