"""What a triad is at any moment, and what can happen to it: plain data, all of it JSON."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from academy_widgets.exercise import Data

Role = Literal["speaker", "listener", "observer"]
Phase = Literal["setting", "ready", "talking", "paused", "sheet", "done", "stopped"]
Do = Literal[
    "begin", "start", "pause", "look", "count", "say", "line", "finish", "sheet", "stop"
]

SEATS = 3
LONGEST_ROUND = 30 * 60 * 1000
LONGEST_DAY = 24 * 60 * 60 * 1000
LONGEST_NAME = 12

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Moment = Annotated[int, Field(ge=0, le=LONGEST_DAY)]


class Seat(Data):
    """One of the three.

    Attributes:
        name: initials are enough.
        stand_in: whether this is a script and nobody.
    """

    name: Name
    stand_in: bool = False


class Words(Data):
    """What one of the three said in writing; without text it is a silence."""

    by: Annotated[int, Field(ge=0, lt=SEATS)]
    text: str = ""


class Sheet(Data):
    """What an observer put down.

    Attributes:
        noticed: ids of what they ticked.
        note: their own words.
    """

    noticed: tuple[str, ...] = ()
    note: str = ""


class Round(Data):
    """One round, as far as it has come.

    Attributes:
        prompt: the place of the topic that was offered and taken; None for one's own.
        spent: how long they talked, in ms, pauses left out.
        questions: how many the observer counted of the listener's.
        reflections: the same.
        said: what was said in writing, in order.
        lines: how many lines of a scripted talk were heard.
        sheet: what the observer put down, once they have.
    """

    prompt: int | None = None
    spent: int = 0
    questions: int = 0
    reflections: int = 0
    said: tuple[Words, ...] = ()
    lines: int = 0
    sheet: Sheet | None = None


class State(Data):
    """Where a triad is; all of it is JSON.

    Attributes:
        phase: what can happen now.
        seats: the three, once they are there.
        length: how long a round is, in ms; None: it ends when they end it.
        round: which of the three rounds, from 0.
        rounds: every round.
        at: the newest moment that was handed in, in ms since the first.
        since: up to when the running round's time is counted; None: the clock stands.
    """

    phase: Phase = "setting"
    seats: tuple[Seat, ...] = ()
    length: int | None = None
    round: int = 0
    rounds: tuple[Round, Round, Round] = (Round(), Round(), Round())
    at: int = 0
    since: int | None = None

    @property
    def now(self) -> Round:
        """The round that is on, or was on last."""
        return self.rounds[self.round]


class Event(Data):
    """What one of them does.

    Attributes:
        do: what.
        at: when, in ms since the first; time away from the page is left out of it.
        people: the three, with "begin".
        length: how long a round is to be, in ms, with "begin"; None: no clock.
        prompt: the topic that was taken, with a round's first "start".
        what: what was counted, with "count".
        by: whose words, with "say".
        text: the words, with "say"; none for a silence.
        noticed: what was ticked, with "sheet"; also with "stop", so that nothing is lost.
        note: the observer's own words, with the same two.
    """

    do: Do
    at: Moment
    people: tuple[Seat, ...] = Field((), max_length=SEATS)
    length: Annotated[int, Field(ge=1000, le=LONGEST_ROUND)] | None = None
    prompt: Annotated[int, Field(ge=0, lt=100)] | None = None
    what: Literal["question", "reflection"] | None = None
    by: Annotated[int, Field(ge=0, lt=SEATS)] = 0
    text: str = ""
    noticed: tuple[str, ...] = Field((), max_length=50)
    note: str = ""
