"""The rules of a trust game: two players, one sends, what is sent grows, one gives back.

`step` is all that changes anything. It knows no screen, no chance and no clock, so that one
person with a stand-in or two people far apart can go by the same rules.

Source: Berg, Dickhaut & McCabe 1995, doi:10.1006/game.1995.1027; rounds, and stakes that
differ, are added.
"""

from typing import Annotated, Literal

from pydantic import Field

from academy_widgets.exercise import Data, ResponseError

PLAYERS = 2
MOST_STAKE = 100
MOST_ROUNDS = 20

Player = Annotated[int, Field(ge=0, lt=PLAYERS)]
Stake = Annotated[int, Field(ge=1, le=MOST_STAKE)]
Amount = Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)]
Phase = Literal["sending", "giving", "done", "stopped"]


class RefusedError(ResponseError):
    """An event that the rules do not allow now; it changes nothing."""


class Leg(Data):
    """Some rounds in which nobody changes places.

    Attributes:
        stakes: what each player has at the start of each round, in coins.
        sender: who sends; the other gives back.
        rounds: how many.
    """

    stakes: tuple[Stake, Stake]
    sender: Player
    rounds: Annotated[int, Field(ge=1, le=MOST_ROUNDS)]


class Round(Data):
    """One round, as far as it has come, in coins.

    Attributes:
        leg: which leg it belongs to, from 0.
        sent: what left the sender.
        back: what came back; None until it has.
    """

    leg: int
    sent: int
    back: int | None = None


class State(Data):
    """Where a game is; all of it is JSON.

    Attributes:
        legs: what is played, in order.
        times: by how much what is sent grows on its way.
        phase: what can happen now.
        leg: which leg is on, from 0.
        rounds: every round that began.
    """

    legs: tuple[Leg, ...] = Field(min_length=1)
    times: Annotated[int, Field(ge=2, le=10)] = 3
    phase: Phase = "sending"
    leg: int = 0
    rounds: tuple[Round, ...] = ()

    @property
    def now(self) -> Leg:
        """The leg that is on, or was on last."""
        return self.legs[self.leg]

    @property
    def next(self) -> int | None:
        """Who is to do something now; None when it is over."""
        if self.phase == "sending":
            return self.now.sender
        return 1 - self.now.sender if self.phase == "giving" else None

    @property
    def most(self) -> int:
        """How many coins may be moved now, at most."""
        if self.phase == "sending":
            return self.now.stakes[self.now.sender]
        return self.rounds[-1].sent * self.times if self.phase == "giving" else 0

    def of(self, leg: int) -> tuple[Round, ...]:
        """Return the rounds of a leg."""
        return tuple(one for one in self.rounds if one.leg == leg)


class Event(Data):
    """What a player does.

    Attributes:
        do: "send", "give" (back), or "stop" for good.
        by: who.
        amount: whole coins, with the first two.
    """

    do: Literal["send", "give", "stop"]
    by: Player
    amount: Amount = 0


def step(state: State, event: Event) -> State:
    """Return the state after `event`.

    Raises:
        RefusedError: it cannot be done now; the message says why and what can.
    """
    if state.next is None:
        raise RefusedError(f"This game {_OVER[state.phase]}: nothing more can be sent.")
    if event.do == "stop":
        return state.model_copy(update={"phase": "stopped"})
    due = "send" if state.phase == "sending" else "give"
    if event.by != state.next:
        raise RefusedError(f"It is the other’s turn: they {_TO_DO[due]} first.")
    if event.do != due:
        raise RefusedError(f"This is not the moment for that: now you {_TO_DO[due]}.")
    _check(event.amount, state.most, due)
    if due == "send":
        begun = Round(leg=state.leg, sent=event.amount)
        changed = {"rounds": (*state.rounds, begun), "phase": "giving"}
        sent = state.model_copy(update=changed)
        # Of nothing, nothing can come back: nobody is asked to type a 0.
        return sent if event.amount else _given(sent, 0)
    return _given(state, event.amount)


def kept(state: State, one: Round) -> tuple[int, int]:
    """Return what each player has at the end of a round, in coins."""
    leg = state.legs[one.leg]
    sender = leg.stakes[leg.sender] - one.sent + (one.back or 0)
    other = leg.stakes[1 - leg.sender] + one.sent * state.times - (one.back or 0)
    return (sender, other) if leg.sender == 0 else (other, sender)


def _check(amount: int, most: int, due: str) -> None:
    verb = "sent" if due == "send" else "given back"
    if amount < 0:
        raise RefusedError(f"Fewer than 0 coins cannot be {verb}: choose 0 to {most}.")
    if amount > most:
        raise RefusedError(f"Only {most} can be {verb} here, and this is {amount}.")


def _given(state: State, amount: int) -> State:
    last = state.rounds[-1].model_copy(update={"back": amount})
    state = state.model_copy(update={"rounds": (*state.rounds[:-1], last)})
    if len(state.of(state.leg)) < state.now.rounds:
        return state.model_copy(update={"phase": "sending"})
    if state.leg + 1 < len(state.legs):
        return state.model_copy(update={"phase": "sending", "leg": state.leg + 1})
    return state.model_copy(update={"phase": "done"})


_OVER = {"done": "is over", "stopped": "was stopped"}
_TO_DO = {"send": "send", "give": "give back"}
