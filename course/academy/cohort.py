"""A cohort as its tutor's file says it: who it is for, when it starts, what opens when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, TypeAdapter, model_validator

from academy import content
from academy_widgets.exercise import Data, Text


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("there is no such time zone; write one such as Europe/London")
    return name


class For(Data):
    """What the people of a cohort share."""

    kind: Literal["identity", "interest", "place"]
    says: Text


class Week(Data):
    """A module that opens in a week of the cohort, the first week being 1."""

    week: Annotated[int, Field(ge=1, le=104)]
    module: Annotated[str, Field(pattern=r"^\d\d_[a-z0-9_]+$")]


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
        contact: whom to ask, for instance to have something removed that was sent.
    """

    title: Text
    for_: For = Field(alias="for")
    starts: date
    time_zone: Annotated[str, AfterValidator(_zone)]
    schedule: Annotated[tuple[Week, ...], Field(min_length=1)]
    due_days: Annotated[int, Field(ge=1, le=60)] = 7
    keep_days: Annotated[int, Field(ge=1, le=3650)] = 180
    tutors: Annotated[tuple[Text, ...], Field(min_length=1)]
    contact: Text

    @model_validator(mode="after")
    def _modules_are_known(self) -> Cohort:
        known = [module.id for module in content.load_course().modules]
        for week in self.schedule:
            if week.module not in known:
                raise ValueError(
                    f"schedule: there is no module {week.module!r}; there is: "
                    + ", ".join(known)
                )
        twice = [week.module for week in self.schedule]
        if len(twice) != len(set(twice)):
            raise ValueError("schedule: a module is there twice; each opens once")
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
