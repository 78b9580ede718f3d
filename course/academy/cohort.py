"""A cohort as its tutor's file says it: who it is for, when it starts, what opens when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import yaml
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from academy import content, paths
from academy_widgets.exercise import Data, Text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            "there is no such time zone; write one such as Europe/London"
        ) from error
    return name


def _day(given: object) -> object:
    if isinstance(given, date):
        return given
    try:
        day = date.fromisoformat(str(given))
    except ValueError as error:
        raise ValueError(
            "there is no such day; write year-month-day, such as 2027-01-11"
        ) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"write a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _module(id: str, info: ValidationInfo) -> str:
    if info.context == KEPT:
        return id
    known = [module.id for module in content.load_course().modules]
    if id not in known:
        raise ValueError(f"there is no such module; there is {', '.join(known)}")
    return id


KEPT = "kept"
"""The context in which a cohort is read back: the course may have changed since."""

FIRST_YEAR, LAST_YEAR = 2000, 2200
LONGEST_FILE = 20_000  # characters


class For(Data):
    """What the people of a cohort share."""

    kind: Literal["identity", "interest", "place"]
    says: Annotated[Text, Field(max_length=500)]


class Week(Data):
    """A module that opens in a week of the cohort, the first week being 1."""

    week: Annotated[int, Field(ge=1, le=104)]
    module: Annotated[str, Field(pattern=r"^\d\d_[a-z0-9_]+$"), AfterValidator(_module)]


class Cohort(Data):
    """A group that goes through the course together.

    Attributes:
        for_: whom it is for; `for` in the file.
        starts: the first day, in its time zone.
        time_zone: an IANA name.
        schedule: which module opens in which week.
        due_days: days from a module's opening until it is due, at the end of that day.
        keep_days: days from the cohort's last due day until its words are erased.
        tutors: whom its tutors are called.
        worries_to: which tutor hears of it when one who marks is worried about a learner;
            the first, if none is named.
        contact: whom to ask, for instance to have something removed that was sent.
    """

    title: Annotated[Text, Field(max_length=120)]
    for_: For = Field(alias="for")
    starts: Annotated[date, BeforeValidator(_day)]
    time_zone: Annotated[str, AfterValidator(_zone)]
    schedule: Annotated[tuple[Week, ...], Field(min_length=1)]
    due_days: Annotated[int, Field(ge=1, le=60)] = 7
    keep_days: Annotated[int, Field(ge=1, le=3650)] = 180
    tutors: Annotated[
        tuple[Annotated[Text, Field(max_length=80)], ...],
        Field(min_length=1, max_length=20),
    ]
    worries_to: Annotated[Text, Field(max_length=80)] | None = None
    contact: Annotated[Text, Field(max_length=500)]

    @field_validator("schedule")
    @classmethod
    def _opens_once(cls, schedule: tuple[Week, ...]) -> tuple[Week, ...]:
        modules = [week.module for week in schedule]
        if twice := [one for one in modules if modules.count(one) > 1]:
            raise ValueError(f"the module {twice[0]} is there twice; each opens once")
        return schedule

    @model_validator(mode="after")
    def _worries_go_to_a_tutor(self) -> Self:
        if self.worries_to is not None and self.worries_to not in self.tutors:
            raise ValueError(
                f"worries_to is {self.worries_to!r}; it must be one of the tutors: "
                + ", ".join(self.tutors)
            )
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The cohort's own time zone."""
        return ZoneInfo(self.time_zone)

    def opens(self, module: str) -> datetime:
        """Return when `module` opens: at the start of its week, in UTC."""
        week = next(one.week for one in self.schedule if one.module == module)
        day = self.starts + timedelta(weeks=week - 1)
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def due(self, module: str) -> datetime:
        """Return when `module` is due: at the end of a day, in UTC."""
        day = self.opens(module).astimezone(self.zone).date() + timedelta(
            days=self.due_days
        )
        last = datetime.combine(day, time(23, 59, 59), self.zone)
        return last.astimezone(UTC)

    def modules(self) -> list[str]:
        """Return the modules in the order in which they open."""
        return [one.module for one in sorted(self.schedule, key=lambda one: one.week)]

    def ends(self) -> datetime:
        """Return when the last module is due, in UTC."""
        return max(self.due(module) for module in self.modules())

    def erased(self) -> datetime:
        """Return when the words of this cohort are erased, in UTC."""
        return self.ends() + timedelta(days=self.keep_days)


COHORT: TypeAdapter[Cohort] = TypeAdapter(Cohort)


def load(file: Path) -> Cohort:
    """Return the cohort that `file` describes.

    Raises:
        ContentError: it is missing or does not fit; the message names line and key.
    """
    return content.load(COHORT, file)


def loads(text: str) -> Cohort:
    """Return the cohort that `text` describes, which somebody sent in a form.

    Raises:
        ContentError: it does not fit; the message names line and key.
    """
    here = Path("your text")
    if len(text) > LONGEST_FILE:
        raise content.ContentError(here, "", "is longer than any cohort's file")
    try:
        tokens = list(yaml.scan(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        tokens = []  # told below, with its line
    for token in tokens:
        if isinstance(token, yaml.AliasToken):
            where = f"line {token.start_mark.line + 1}"
            raise content.ContentError(here, where, "write it out, without * and &")
    return content.loads(COHORT, text, here)


def template() -> str:
    """Return a cohort's file to start from, with what each line means."""
    return (paths.content() / "course" / "cohort.yml").read_text("utf-8")
