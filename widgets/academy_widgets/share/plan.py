"""One plan: what was written, and when the first conversation is to be."""

import datetime as dt
import re
from typing import Annotated

from pydantic import Field, StringConstraints

from academy_widgets.exercise import LONGEST_TEXT, Data, ResponseError, Slug, Text

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""A calendar takes other years badly, and nobody plans for them."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]
Given = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class Line(Data):
    """Something that is asked.

    Attributes:
        id: its name.
        text: the question.
        help: what may be written there, in one sentence.
        short: the same in a few words, for the sheet.
        open: what is said where it stands empty.
    """

    id: Slug
    text: Text
    help: Text
    short: Text
    open: Text


class Need(Data):
    """Something that somebody may need to take part."""

    id: Slug
    text: Text
    help: Text


class Needed(Data):
    """Whether it is needed, and what exactly."""

    on: bool = False
    text: Long = ""


class Plan(Data):
    """A plan, as far as it goes; every part may be empty.

    Attributes:
        lines: what was written, by the line's id.
        needs: what they need who are to take part.
        date, time: of the first conversation, as ISO has them, local and without a zone.
        today: the day it is where the learner is.
        uid: what tells this plan from every other one in a calendar.
    """

    lines: dict[Slug, Long] = Field(default={}, max_length=20)
    needs: dict[Slug, Needed] = Field(default={}, max_length=20)
    date: Given = ""
    time: Given = ""
    today: Given = ""
    uid: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{0,40}$")] = ""

    @property
    def day(self) -> dt.date | None:
        """The date, if there is one.

        Raises:
            ResponseError: there is no such date.
        """
        return _day(self.date)

    @property
    def clock(self) -> dt.time | None:
        """The time of day, if there is one.

        Raises:
            ResponseError: there is no such time.
        """
        if not self.time:
            return None
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?", self.time):
            message = (
                f"There is no time {self.time!r}: write it as 14:30, or leave it empty."
            )
            raise ResponseError(message)
        return dt.time.fromisoformat(self.time).replace(second=0)

    @property
    def past(self) -> bool:
        """Whether the date lay before the learner's own day when this was written."""
        day, today = self.day, _day(self.today)
        return bool(day and today and day < today)

    def when(self) -> str:
        """Return date and time as people say them; "" where there is no date.

        Raises:
            ResponseError: there is no such date or time.
        """
        day, clock = self.day, self.clock
        if not day:
            return ""
        said = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{said} at {clock:%H:%M}" if clock else said

    @property
    def starts(self) -> dt.datetime | dt.date | None:
        """When it begins: a day, or a time of that day."""
        day, clock = self.day, self.clock
        return dt.datetime.combine(day, clock) if day and clock else day


def _day(given: str) -> dt.date | None:
    if not given:
        return None
    message = f"There is no date {given!r}: choose one, or leave it empty."
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        raise ResponseError(message)
    try:
        day = dt.date.fromisoformat(given)
    except ValueError as error:
        raise ResponseError(message) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"Choose a date between the years {FIRST_YEAR} and {LAST_YEAR}."
        raise ResponseError(message)
    return day


class Entry(Data):
    """One part of a plan as it is read.

    Attributes:
        id: the line's, or "needs" or "when".
        name: what it is, in a few words.
        text: what was written; "" where it stands open.
        open: what is said of it then.
    """

    id: str
    name: str
    text: str
    open: str


class Ticked(Data):
    """What a learner asks to be made of a plan.

    Attributes:
        make: "sheet" or "calendar".
        plan: the plan as it stands.
        parts: the ids of entries that may stand in the calendar's file.
        times: how often a calendar was made of it before.
    """

    make: Annotated[str, StringConstraints(pattern=r"^(sheet|calendar)$")]
    plan: Plan
    parts: tuple[str, ...] = Field(default=(), max_length=20)
    times: Annotated[int, Field(ge=0, lt=10**6)] = 0
