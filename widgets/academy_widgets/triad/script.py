"""The stand-ins: what each says, by a script that goes by what the learner did."""

from typing import Literal

from pydantic import Field

from academy_widgets.coach import Kind, hear
from academy_widgets.exercise import Data, Json, Text
from academy_widgets.triad.rules import seat
from academy_widgets.triad.state import State

Taken = Literal["question", "reflection", "advice", "silence", "other"]

_TAKEN: dict[Kind, Taken] = {
    "question": "question",
    "reflection": "reflection",
    "input": "advice",
    "other": "other",
}
LONGEST_HEARD = 12_000
"""Characters that the coach reads of what was said; the rest goes by how it began."""
LAST_WORDS = 6


class Beat(Data):
    """What the stand-in speaker says next, after each thing that a listener may do."""

    question: Text
    reflection: Text
    advice: Text
    silence: Text
    other: Text


class Speaker(Data):
    """A stand-in who speaks: one line first, then a beat after each of the learner's turns.

    Attributes:
        name: a first name.
        about: who that is, and what it is about.
        opening: the first words.
        beats: what comes next, each by what the learner did.
        closing: the last words.
    """

    name: Text
    about: Text
    opening: Text
    beats: tuple[Beat, ...] = Field(min_length=3)
    closing: Text


class Listener(Data):
    """A stand-in who listens and understands nothing.

    Attributes:
        name: a first name.
        lines: what they say, in turn; "{last}" stands for the learner's last words.
    """

    name: Text
    lines: tuple[Text, ...] = Field(min_length=3)


class Line(Data):
    """One turn of the talk that is observed.

    Attributes:
        who: who says it.
        text: the words.
        is_a: of a listener's turn, what our own coding calls it; None: neither.
        also: what a careful rater could call it too.
    """

    who: Literal["speaker", "listener"]
    text: Text
    is_a: Literal["question", "reflection"] | None = None
    also: Literal["question", "reflection"] | None = None


class Scripts(Data):
    """What the stand-ins go by when somebody is alone."""

    speaker: Speaker
    listener: Listener
    talk: tuple[Line, ...] = Field(min_length=6)


def taken(text: str) -> Taken:
    """Return what the stand-in speaker takes words for; what is unclear is "other"."""
    if not text.strip():
        return "silence"
    heard = hear(text[:LONGEST_HEARD])
    return _TAKEN[heard.kind] if heard.kind else "other"


def unread(text: str) -> str:
    """Return why the coach cannot tell what `text` does, or nothing."""
    return hear(text[:LONGEST_HEARD]).note if text.strip() else ""


def talk(scripts: Scripts, state: State, round_: int) -> list[Json]:
    """Return what was said in a round, stand-ins included, in order.

    Each turn has the `who`, the `text` ("" is a silence), whether it is `scripted`, and,
    for what the learner said to a stand-in, what that was `taken` for.
    """
    now = state.rounds[round_]
    begun = round_ < state.round or state.phase not in {"setting", "ready"}
    if not begun or not any(one.stand_in for one in state.seats):
        return []
    speaker, listener = (state.seats[seat(one, round_)] for one in ("speaker", "listener"))
    if speaker.stand_in and listener.stand_in:
        lines = scripts.talk[: now.lines + 1]
        names = {"speaker": speaker.name, "listener": listener.name}
        return [_turn(names[one.who], one.text) for one in lines]
    if speaker.stand_in:
        return _listened(scripts.speaker, speaker.name, listener.name, state, round_)
    turns = []
    for i, words in enumerate(now.said):
        turns.append(_turn(speaker.name, words.text, scripted=False))
        turns.append(_turn(listener.name, _answer(scripts.listener, i, words.text)))
    return turns


def over(scripts: Scripts, state: State) -> bool:
    """Return whether the script of the round that is on has no more to say."""
    if not any(one.stand_in for one in state.seats):
        return False
    speaker, listener = (
        state.seats[seat(one, state.round)].stand_in for one in ("speaker", "listener")
    )
    if speaker and listener:
        return state.now.lines + 1 >= len(scripts.talk)
    return speaker and len(state.now.said) > len(scripts.speaker.beats)


def counted(scripts: Scripts, state: State, round_: int) -> Json | None:
    """Return how many questions and reflections we count of a scripted round's listener.

    `by` says who counts: "us", by our own coding of a talk that we wrote, or "coach", of
    the learner's own turns. None: in a round among people, or with nothing to count.
    """
    if not any(one.stand_in for one in state.seats):
        return None
    now, listener = state.rounds[round_], seat("listener", round_)
    both: tuple[Taken, Taken] = ("question", "reflection")
    if not state.seats[listener].stand_in:
        acts = [taken(words.text) for words in now.said]
        return {"by": "coach", "of": len(acts)} | {f"{k}s": acts.count(k) for k in both}
    if not state.seats[seat("speaker", round_)].stand_in:
        return None
    heard = [one for one in scripts.talk[: now.lines + 1] if one.who == "listener"]
    sure = {f"{k}s": sum(one.is_a == k for one in heard) for k in both}
    either = [one.text for one in heard if one.also]
    return {"by": "us", "of": len(heard), "either": either} | sure


def _listened(
    script: Speaker, name: str, listener: str, state: State, round_: int
) -> list[Json]:
    turns = [_turn(name, script.opening)]
    for i, words in enumerate(state.rounds[round_].said):
        act = taken(words.text)
        note = unread(words.text)
        turns.append(
            _turn(listener, words.text, scripted=False) | {"taken": act, "note": note}
        )
        if i < len(script.beats):
            turns.append(_turn(name, getattr(script.beats[i], act)))
        elif i == len(script.beats):
            turns.append(_turn(name, script.closing))
    return turns


def _answer(script: Listener, i: int, text: str) -> str:
    last = " ".join(text.split()[-LAST_WORDS:]).rstrip(".,;:!?…")[-200:]
    # A silence has no last words: then the listener is silent too.
    if not last:
        return ""
    return script.lines[i % len(script.lines)].replace("{last}", last)


def _turn(who: str, text: str, *, scripted: bool = True) -> Json:
    return {"who": who, "text": text, "scripted": scripted}
