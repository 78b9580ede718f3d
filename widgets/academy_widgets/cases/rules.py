"""The rules of a case: some decide alone, speak in rounds, and decide again.

`step` is all that changes anything. It knows no screen, no chance and no clock, so that one
person with stand-ins or a whole circle can go by the same rules.

Source: the arrangement of Stasser & Titus 1985, doi:10.1037/0022-3514.48.6.1467; rounds in
which each has a turn, and asking, are added.
"""

from typing import Annotated, Literal

from pydantic import Field

from academy_widgets.exercise import Data, ResponseError, Slug

Phase = Literal["alone", "rounds", "deciding", "done"]
Do = Literal["choose", "say", "ask", "pass"]


class RefusedError(ResponseError):
    """An event that the rules do not allow now; it changes nothing."""


class Deal(Data):
    """What is in play.

    Attributes:
        options: what can be chosen.
        sheets: what each role knows, in the order in which they speak.
        rounds: how often each has a turn.
    """

    options: tuple[Slug, ...]
    sheets: dict[Slug, tuple[Slug, ...]]
    rounds: Annotated[int, Field(ge=1, le=10)]

    @property
    def order(self) -> tuple[str, ...]:
        """The roles in the order in which they speak."""
        return tuple(self.sheets)


class Turn(Data):
    """What somebody did with a turn.

    Attributes:
        by: which role.
        round: from 0.
        fact: what they said, or None.
        ask: whom they asked what nobody has said yet, or None.
        asked_by: who had asked them since their last turn, in order.
    """

    by: Slug
    round: int
    fact: Slug | None = None
    ask: Slug | None = None
    asked_by: tuple[Slug, ...] = ()


class State(Data):
    """Where a case is; all of it is JSON.

    Attributes:
        deal: what is in play.
        phase: what can happen now.
        first: what each chose alone.
        turns: what was done, in order.
        second: what each chose after the rounds.
    """

    deal: Deal
    phase: Phase = "alone"
    first: dict[Slug, Slug] = Field(default_factory=dict)
    turns: tuple[Turn, ...] = ()
    second: dict[Slug, Slug] = Field(default_factory=dict)

    @property
    def round(self) -> int:
        """Which round is on, from 0."""
        return len(self.turns) // len(self.deal.sheets)

    @property
    def next(self) -> str | None:
        """Whose turn it is in the rounds; None outside them."""
        if self.phase != "rounds":
            return None
        return self.deal.order[len(self.turns) % len(self.deal.sheets)]

    @property
    def said(self) -> tuple[str, ...]:
        """Every fact that was said, in order, each once."""
        return tuple(dict.fromkeys(one.fact for one in self.turns if one.fact))

    def asked(self, role: str) -> tuple[str, ...]:
        """Return who has asked `role` since its last turn."""
        since: list[str] = []
        for one in self.turns:
            if one.by == role:
                since = []
            elif one.ask == role:
                since.append(one.by)
        return tuple(since)


class Event(Data):
    """What somebody does.

    Attributes:
        do: "choose" an option, "say" a fact, "ask" a role, or "pass" a turn.
        by: which role.
        what: the option, the fact or the role.
    """

    do: Do
    by: Slug
    what: Slug | None = None


def step(state: State, event: Event) -> State:
    """Return the state after `event`.

    Raises:
        RefusedError: it cannot be done now; the message says why and what can.
    """
    if event.by not in state.deal.sheets:
        raise RefusedError("Nobody of that role sits here.")
    if event.do == "choose":
        return _chosen(state, event)
    if state.phase != "rounds":
        raise RefusedError(_WHEN[state.phase])
    if event.by != state.next:
        raise RefusedError("It is somebody else’s turn to speak; yours comes.")
    if event.do == "say":
        _may_say(state, event)
    if event.do == "ask":
        _may_ask(state, event)
    turn = Turn(
        by=event.by,
        round=state.round,
        fact=event.what if event.do == "say" else None,
        ask=event.what if event.do == "ask" else None,
        asked_by=state.asked(event.by),
    )
    state = state.model_copy(update={"turns": (*state.turns, turn)})
    over = state.round >= state.deal.rounds
    return state.model_copy(update={"phase": "deciding"}) if over else state


def _chosen(state: State, event: Event) -> State:
    if state.phase not in {"alone", "deciding"}:
        raise RefusedError(_WHEN[state.phase])
    if event.what not in state.deal.options:
        raise RefusedError("Choose one of the options of this case.")
    which = "first" if state.phase == "alone" else "second"
    chosen = getattr(state, which)
    if event.by in chosen:
        raise RefusedError("You have chosen already; wait for the others.")
    chosen = chosen | {event.by: event.what}
    then = {"alone": "rounds", "deciding": "done"}[state.phase]
    phase = then if len(chosen) == len(state.deal.sheets) else state.phase
    return state.model_copy(update={which: chosen, "phase": phase})


def _may_say(state: State, event: Event) -> None:
    if event.what is None:
        raise RefusedError("Choose what to say, or leave your turn out.")
    if event.what not in state.deal.sheets[event.by] and event.what not in state.said:
        raise RefusedError(
            "You cannot know that: it is not on your sheet, nor was it said."
        )


def _may_ask(state: State, event: Event) -> None:
    if event.what == event.by:
        raise RefusedError("Ask somebody else: what you know stands on your own sheet.")
    if event.what not in state.deal.sheets:
        raise RefusedError("Choose somebody who sits here to ask.")


_WHEN: dict[Phase, str] = {
    "alone": "Everybody chooses alone first; then comes the talk.",
    "rounds": "The talk is on: say something, ask somebody, or leave your turn out.",
    "deciding": "The talk is over: now everybody chooses again.",
    "done": "This case is over: all have chosen twice.",
}
