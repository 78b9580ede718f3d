"""The rules of a triad: three people, three rounds, each role once.

`step` is all that changes anything. It knows no screen, no chance and no clock but the
one handed in, so that one browser or three can go by the same rules.
"""

from collections.abc import Sequence

from academy_widgets.exercise import LONGEST_TEXT, Json, ResponseError, checked
from academy_widgets.triad.state import SEATS, Event, Phase, Role, Sheet, State, Words

MOST_SAID = 60


class RefusedError(ResponseError):
    """An event that the rules do not allow now; it changes nothing."""


def seat(role: Role, round_: int) -> int:
    """Return who has `role` in a round: in three rounds each has each role once."""
    return (round_ + ("listener", "speaker", "observer").index(role)) % SEATS


def step(state: State, event: Event, at: int) -> State:
    """Return the state after `event`.

    Args:
        state: as it was; it is never changed.
        event: what somebody did.
        at: when, in ms on the one clock that all share.

    Raises:
        RefusedError: it cannot be done now; the message says why and what can.
    """
    if at < state.at:
        raise RefusedError(
            "This came from before the last thing that happened, and was left out."
        )
    state = _clocked(state, at)
    return _RULES[event.do](state, event)


def played(events: Sequence[Json]) -> State:
    """Return the state after all `events`, in order.

    Raises:
        RefusedError: one of them cannot be done where it stands.
        ResponseError: one of them is no event.
    """
    state = State()
    for one in events:
        event = checked(Event, one)
        state = step(state, event, event.at)
    return state


def left(state: State) -> int | None:
    """Return how much of the round's time is left, in ms; None without a clock."""
    return None if state.length is None else max(0, state.length - state.now.spent)


def _clocked(state: State, at: int) -> State:
    """Return the state with its time counted up to `at`; a round that is over has ended."""
    if state.since is None:
        return state.model_copy(update={"at": at})
    spent = state.now.spent + at - state.since
    over = state.length is not None and spent >= state.length
    counted = _in_round(state, spent=state.length if over else spent)
    ended: Json = {"phase": "sheet", "since": None} if over else {"since": at}
    return counted.model_copy(update={"at": at} | ended)


def _in_round(state: State, **changed: object) -> State:
    rounds = list(state.rounds)
    rounds[state.round] = state.now.model_copy(update=changed)
    return state.model_copy(update={"rounds": tuple(rounds)})


def _only(state: State, *phases: Phase) -> None:
    if state.phase not in phases:
        raise RefusedError(f"{_WHERE[state.phase]} {_THEN[phases[0]]}")


def _begin(state: State, event: Event) -> State:
    _only(state, "setting")
    if len(event.people) != SEATS:
        raise RefusedError("A triad needs three: put in three names, or initials.")
    if len({one.name.casefold() for one in event.people}) != SEATS:
        raise RefusedError(
            "Two of the names are the same: make them differ, if only by a letter."
        )
    return state.model_copy(
        update={"phase": "ready", "seats": event.people, "length": event.length}
    )


def _start(state: State, event: Event) -> State:
    _only(state, "ready", "paused")
    if state.phase == "ready":
        state = _in_round(state, prompt=event.prompt)
    return state.model_copy(update={"phase": "talking", "since": state.at})


def _pause(state: State, event: Event) -> State:
    del event
    _only(state, "talking")
    return state.model_copy(update={"phase": "paused", "since": None})


def _look(state: State, event: Event) -> State:
    del event
    return state


def _count(state: State, event: Event) -> State:
    _only(state, "talking", "paused", "sheet")
    if event.what is None:
        raise RefusedError(
            "Nothing was counted: a count is of a question or of a reflection."
        )
    if event.what == "question":
        return _in_round(state, questions=state.now.questions + 1)
    return _in_round(state, reflections=state.now.reflections + 1)


def _say(state: State, event: Event) -> State:
    # The last sentence may come when the time is up: nobody is cut off in the middle.
    _only(state, "talking", "sheet")
    if event.by == seat("observer", state.round):
        raise RefusedError(
            "The observer says nothing in this round; what they see goes on the sheet."
        )
    if state.seats[event.by].stand_in:
        raise RefusedError("This one follows a script: nobody can say anything for them.")
    if len(event.text) > LONGEST_TEXT:
        raise RefusedError(_too_long("What you say", event.text))
    if len(state.now.said) >= MOST_SAID:
        raise RefusedError(
            f"{MOST_SAID} turns are kept of a round: end this one, and go on."
        )
    said = (*state.now.said, Words(by=event.by, text=event.text))
    return _in_round(state, said=said)


def _line(state: State, event: Event) -> State:
    del event
    _only(state, "talking")
    talking: tuple[Role, Role] = ("speaker", "listener")
    if not all(state.seats[seat(one, state.round)].stand_in for one in talking):
        raise RefusedError("There is no script in this round: people speak for themselves.")
    return _in_round(state, lines=state.now.lines + 1)


def _finish(state: State, event: Event) -> State:
    del event
    _only(state, "talking", "paused")
    return state.model_copy(update={"phase": "sheet", "since": None})


def _sheet(state: State, event: Event) -> State:
    _only(state, "sheet")
    state = _put_down(state, event)
    if state.round == SEATS - 1:
        return state.model_copy(update={"phase": "done"})
    return state.model_copy(update={"phase": "ready", "round": state.round + 1})


def _stop(state: State, event: Event) -> State:
    _only(state, "talking", "ready", "paused", "sheet")
    if event.noticed or event.note:
        state = _put_down(state, event)
    return state.model_copy(update={"phase": "stopped", "since": None})


def _put_down(state: State, event: Event) -> State:
    if len(event.note) > LONGEST_TEXT:
        raise RefusedError(_too_long("The note", event.note))
    noticed = tuple(dict.fromkeys(event.noticed))
    return _in_round(state, sheet=Sheet(noticed=noticed, note=event.note))


def _too_long(what: str, text: str) -> str:
    return (
        f"{what} has {len(text):,} characters, and {LONGEST_TEXT:,} can be kept here. "
        "All of it stays on this page; please shorten it."
    )


_RULES = {
    "begin": _begin,
    "start": _start,
    "pause": _pause,
    "look": _look,
    "count": _count,
    "say": _say,
    "line": _line,
    "finish": _finish,
    "sheet": _sheet,
    "stop": _stop,
}
_WHERE: dict[Phase, str] = {
    "setting": "The three are not named yet.",
    "ready": "The round has not begun.",
    "talking": "The clock runs.",
    "paused": "The round is paused.",
    "sheet": "The round is over.",
    "done": "All three rounds are over.",
    "stopped": "This was stopped.",
}
_THEN: dict[Phase, str] = {
    "setting": "This belongs to the very beginning.",
    "ready": "This begins a round, or goes on with one that is paused.",
    "talking": "This can be done while a round is on.",
    "paused": "This can be done while a round is paused.",
    "sheet": "This can be done between rounds.",
    "done": "This comes at the end.",
    "stopped": "This comes at the end.",
}
