"""A learner's cohort, its calendar, and what others let them read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from tornado import web

from academy import content, parting, sharing, written
from academy.people import People
from academy.progress import progress
from academy.schedule import Mine, calendar, mine
from academy.server.identity import is_tutor_now
from academy.server.pages import Page
from academy.store import Record
from academy_widgets.exercise import Said


class _MemberPage(Page):
    """What a learner's pages about their cohorts have in common."""

    def mine(self) -> list[Mine]:
        """Return the cohorts of whoever is here.

        Raises:
            StoreError: the store did not answer.
        """
        course = self.settings["course"]
        done = progress(self.store, self.learner, course.modules)
        return mine(self.people, course, self.learner, done, datetime.now(UTC))


class MyCohort(_MemberPage):
    """What is open, what is due, who is here, until when words are kept."""

    @web.authenticated
    def get(self) -> None:
        """Send the learner's cohorts, or how to come into one."""
        found = [
            {
                "mine": one,
                "members": self.people.cohorts.members(one.id),
                "erased_at": self.people.cohorts.erased_at(one.id),
            }
            for one in self.mine()
        ]
        self.show("cohort.html.j2", cohorts=found, tutor=is_tutor_now(self))


class LeaveCohort(_MemberPage):
    """The way out of a cohort."""

    @web.authenticated
    def post(self) -> None:
        """Let whoever is here leave; what they shared with the cohort goes with them."""
        given = self.get_body_argument("cohort", "")
        left = next((one for one in self.mine() if one.id == given), None)
        if left is None:
            self.sorry(404, "You are not in this cohort, so there is nothing to leave.")
            return
        parting.leave(self.store, self.people, left.id, self.learner)
        self.show("cohort_left.html.j2", left=left)


class CohortCalendar(_MemberPage):
    """When modules open and are due, for a calendar."""

    @web.authenticated
    def get(self) -> None:
        """Send an .ics file; it names nobody."""
        cohorts = {one.id: one.cohort for one in self.mine()}
        if not cohorts:
            self.sorry(404, "You are in no cohort, so there is no calendar of one.")
            return
        home = f"{self.request.protocol}://{self.request.host}{self.base_url}"
        self.set_header("Content-Type", "text/calendar; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="academy.ics"')
        self.set_header("Cache-Control", "no-store")
        now = datetime.now(UTC)
        self.finish(calendar(cohorts, self.settings["course"], home, now))


class Read(NamedTuple):
    """Somebody's answer, as its reader sees it.

    Attributes:
        name: what the reader's cohort calls them; "" if they shared it without a name.
        said: plain text.
        at: when it was written, in UTC; None where there is no name either.
    """

    name: str
    said: list[Said]
    at: datetime | None


class Shared(Page):
    """What others let whoever is here read: asked for anew each time."""

    @web.authenticated
    def get(self) -> None:
        """Send it by module and exercise."""
        by_exercise: dict[str, list[Read]] = {}
        known = names_known(self.people, self.learner)
        for one in sharing.read(self.store, self.people.cohorts, self.learner):
            by_exercise.setdefault(one.exercise, []).append(_read(one, known))
        modules = []
        for module in self.settings["course"].modules:
            found = [
                (one.title, by_exercise[one.id])
                for one in content.in_order(module.id)
                if one.id in by_exercise
            ]
            if found:
                modules.append((module, found))
        in_cohort = bool(self.people.cohorts.memberships(self.learner))
        self.show("shared.html.j2", modules=modules, in_cohort=in_cohort)


def _read(record: Record, known: dict[str, str]) -> Read:
    exercise = sharing.exercises().get(record.exercise)
    said = written.in_words(exercise, record.body.get("answer"))
    if record.audience == "anyone":
        # It was said that anyone can read it, without a name: a cohort is no exception.
        return Read("", said, None)
    return Read(known.get(record.learner, ""), said, record.at)


def names_known(people: People, reader: str) -> dict[str, str]:
    """Return what the cohorts of `reader` call the people in them, by id.

    Raises:
        StoreError: the store did not answer.
    """
    return {
        other.learner: other.name
        for cohort in people.cohorts.memberships(reader)
        for other in people.cohorts.members(cohort.cohort)
    }


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    ("/cohort", MyCohort, {}),
    ("/cohort/calendar.ics", CohortCalendar, {}),
    ("/cohort/leave", LeaveCohort, {}),
    ("/shared", Shared, {}),
]
