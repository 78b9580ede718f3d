"""Stand-ins of a trust game: each goes by one rule, told in words before it begins."""

import random
from collections.abc import Callable
from typing import NamedTuple

from academy_widgets.trustgame.rules import Event, Leg, State


class Way(NamedTuple):
    """A rule to play by.

    Attributes:
        words: the rule, as a learner reads it before the game.
        send: coins to send, of a leg and of what came before in it.
        give: coins to give back, of a leg and of what was sent now.
    """

    words: str
    send: Callable[[State], int]
    give: Callable[[State], int]


def _half(state: State) -> int:
    return max(1, _stake(state.now) // 2)


def _stake(leg: Leg) -> int:
    return leg.stakes[leg.sender]


def _mirror_send(state: State) -> int:
    """Send twice the part that was given back last; all for a half, none for none."""
    before = [one for one in state.of(state.leg) if one.sent]
    if not state.of(state.leg):
        return _half(state)
    if not before:
        return 0
    last = before[-1]
    arrived = last.sent * state.times
    return min(_stake(state.now), round(2 * (last.back or 0) * _stake(state.now) / arrived))


def _mirror_give(state: State) -> int:
    """Give half the part that was sent: a half for all, a quarter for a half."""
    return state.most * state.rounds[-1].sent // (2 * _stake(state.now))


WAYS: dict[str, Way] = {
    "even": Way(
        "Sends half of what it has. Gives back just what you sent.",
        _half,
        lambda state: state.rounds[-1].sent,
    ),
    "bit_more": Way(
        "Sends half of what it has. Gives back what you sent and one coin more.",
        _half,
        lambda state: min(state.most, state.rounds[-1].sent + 1),
    ),
    "mirror": Way(
        "Does as you do. The larger the part of yours that you send, the larger the part "
        "it gives back: half of what arrives if you send all, a quarter if you send half. "
        "It begins with half and then sends more or less by what you gave back last time.",
        _mirror_send,
        _mirror_give,
    ),
    "keeps": Way(
        "Sends one coin. Keeps whatever arrives.",
        lambda state: 1,  # noqa: ARG005  every way is asked alike
        lambda state: 0,  # noqa: ARG005
    ),
}


def drawn(seed: int, many: int) -> list[str]:
    """Return the ways of `many` stand-ins, none twice until all were there."""
    rng = random.Random(seed)
    ways: list[str] = []
    while len(ways) < many:
        ways += rng.sample(list(WAYS), len(WAYS))
    return ways[:many]


def move(state: State, way: str) -> Event:
    """Return what a stand-in does whose turn it is."""
    by = state.next
    assert by is not None  # noqa: S101  only who is next is asked
    if state.phase == "sending":
        return Event(do="send", by=by, amount=WAYS[way].send(state))
    return Event(do="give", by=by, amount=WAYS[way].give(state))
