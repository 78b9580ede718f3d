"""What a cohort has before it: what is open, what is due, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from icalendar import Calendar, Event

from academy.cohort import Cohort
from academy.content import Course, Module
from academy.people import Member, People
from academy.progress import Progress

State = Literal["later", "open", "late", "done"]


@dataclass(frozen=True)
class Stage:
    """One module of a cohort's schedule, as it is for one learner now.

    Attributes:
        opens, due: when, in UTC.
        state: "later" (not open yet), "open", "late" (was due, and is still welcome) or
            "done" (it came to its end: the reflection, or every exercise, was answered).
    """

    module: Module
    opens: datetime
    due: datetime
    progress: Progress
    state: State


def stages(
    cohort: Cohort, course: Course, progress: Mapping[str, Progress], now: datetime
) -> list[Stage]:
    """Return the cohort's modules in the order in which they open.

    A module that has left the course since is left out.
    """
    found = []
    for id in cohort.modules():
        module = course.module(id)
        if module is None:
            continue
        opens, due = cohort.opens(id), cohort.due(id)
        state = _state(opens, due, progress[id], now)
        found.append(Stage(module, opens, due, progress[id], state))
    return found


def _state(opens: datetime, due: datetime, progress: Progress, now: datetime) -> State:
    if progress.ended:
        return "done"
    if now < opens:
        return "later"
    return "late" if now > due else "open"


def next_of(all_stages: Sequence[Stage]) -> Stage | None:
    """Return what to do next: what is open, first due first; else what opens next."""
    to_do = [one for one in all_stages if one.state != "done"]
    waiting = [one for one in to_do if one.state != "later"] or to_do
    return min(waiting, key=lambda one: (one.due, one.opens), default=None)


@dataclass(frozen=True)
class Mine:
    """A cohort as one of its learners has it before them.

    Attributes:
        id: the cohort's.
        me: what the learner is in it.
        stages: its modules, as they are for them now.
    """

    id: str
    cohort: Cohort
    me: Member
    stages: list[Stage]

    @property
    def next(self) -> Stage | None:
        """What to do next, if anything is left."""
        return next_of(self.stages)


def mine(
    people: People,
    course: Course,
    learner: str,
    progress: Mapping[str, Progress],
    now: datetime,
) -> list[Mine]:
    """Return the cohorts in which `learner` learns, the newest first.

    Raises:
        StoreError: the store did not answer.
    """
    found = []
    for me in people.cohorts.memberships(learner):
        cohort = people.cohorts.get(me.cohort) if me.role == "learner" else None
        if cohort:
            all_stages = stages(cohort, course, progress, now)
            found.append(Mine(me.cohort, cohort, me, all_stages))
    return found


def calendar(
    cohorts: Mapping[str, Cohort], course: Course, home: str, now: datetime
) -> bytes:
    """Return a calendar file with when each module opens and is due.

    It says the course's name and the modules', and nobody's: whoever shares a calendar
    with others does not tell them by it who the cohort is for.

    Args:
        cohorts: the cohorts of one learner, by id.
        course: the modules' titles.
        home: the Academy's own address, ending with a slash.
        now: when the file is made, in UTC.
    """
    made = Calendar()
    made.add("prodid", "-//Relationships Academy//Schedule//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", course.title)
    for id, cohort in cohorts.items():
        for week in cohort.modules():
            module = course.module(week)
            if module is None:
                continue
            opens = _event("opens", module, f"{id}-{week}", f"{home}modules/{week}")
            # The whole day, as the cohort counts days.
            opens.add("dtstart", cohort.opens(week).astimezone(cohort.zone).date())
            due = _event("is due", module, f"{id}-{week}", f"{home}modules/{week}")
            due.add("dtstart", cohort.due(week).astimezone(cohort.zone))
            for event in (opens, due):
                event.add("dtstamp", now)
                made.add_component(event)
    made.add_missing_timezones()
    file: bytes = made.to_ical()
    return file


def _event(what: str, module: Module, uid: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}-{what.replace(' ', '-')}@relationships-academy")
    event.add("summary", f"{module.title} {what}")
    kind = "It takes about" if what == "opens" else "Late is welcome too. It takes about"
    event.add("description", f"{kind} {module.minutes} minutes. {address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # nobody is busy because something is due
    return event
