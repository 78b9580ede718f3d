"""A tutor's pages: their cohorts, who is in them, the ways in."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tornado import web

from academy import parting
from academy.cohort import Cohort
from academy.people import Invitation
from academy.progress import Progress, progress
from academy.server import cohort_form, fair_view
from academy.server.identity import is_tutor_now
from academy.server.pages import Page


class Link(NamedTuple):
    """An invitation, this once with its code."""

    name: str
    address: str


class Row(NamedTuple):
    """A learner of a cohort, as their tutor sees them: never a word of theirs.

    Attributes:
        partners: what their partners are called.
        done: how far they are, by module.
    """

    learner: str
    name: str
    partners: list[str]
    done: dict[str, Progress]


class TutorPage(Page):
    """A page that only a tutor opens."""

    async def prepare(self) -> None:  # type: ignore[override]  # see `Page`
        """Let nobody else in, and say how a tutor comes in."""
        await super().prepare()
        if not self._finished and not (self.current_user and is_tutor_now(self)):
            self.set_status(403)
            self.show("tutor_only.html.j2")

    def invite(self, names: list[str], cohort: str, *, tutors: bool = False) -> list[Link]:
        """Make an invitation for each name; the links are told this once."""
        here = f"{self.request.protocol}://{self.request.host}{self.base_url}"
        links = []
        for name in names:
            _, code = self.people.invitations.make(
                role="tutor" if tutors else "learner", name=name, cohort=cohort
            )
            links.append(Link(name, f"{here}join#{code}"))
        return links

    def cohort_of(self, id: str) -> Cohort:
        """Return a cohort that is this tutor's.

        Raises:
            HTTPError: 404, the same for one of somebody else and one that is not.
        """
        cohort = self.people.cohorts.get(id)
        if cohort is None or not self.people.cohorts.tutors(self.learner, id):
            raise web.HTTPError(404)
        return cohort

    def show_cohort(self, id: str, links: list[Link] | None = None, **more: Any) -> None:  # noqa: ANN401  for the template
        """Send a cohort's page."""
        cohort, now = self.cohort_of(id), datetime.now(UTC)
        course = self.settings["course"]
        modules = [one for one in map(course.module, cohort.modules()) if one]
        members = self.people.cohorts.members(id)
        learners = [one for one in members if one.role == "learner"]
        rows = [
            Row(
                one.learner,
                one.name,
                [
                    other.name
                    for other in learners
                    if one.pair is not None and other.pair == one.pair and other != one
                ],
                progress(self.store, one.learner, modules),
            )
            for one in learners
        ]
        self.show(
            "tutor_cohort.html.j2",
            id=id,
            cohort=cohort,
            modules=modules,
            rows=rows,
            tutors=[one for one in members if one.role == "tutor"],
            invitations=[
                (one, state(one, now)) for one in reversed(self.people.invitations.of(id))
            ],
            links=links or [],
            now=now,
            **fair_view.told(self.settings["desk"], self.people, course, id),
            **more,
        )


def state(invitation: Invitation, now: datetime) -> str:
    """Return what became of an invitation: used, taken back, expired or open."""
    if invitation.used_at:
        return "used"
    if invitation.revoked_at:
        return "taken back"
    return "expired" if invitation.expires_at <= now else "open"


class Tutor(TutorPage):
    """A tutor's cohorts."""

    @web.authenticated
    async def get(self) -> None:
        """Send those that are theirs, and no others; what waits to be marked in them."""
        found = [
            (one.cohort, cohort, self.people.cohorts.members(one.cohort))
            for one in self.people.cohorts.memberships(self.learner)
            if one.role == "tutor" and (cohort := self.people.cohorts.get(one.cohort))
        ]
        desk, course = self.settings["desk"], self.settings["course"]
        marking = await desk.told(self.learner)
        calibrate = await asyncio.to_thread(
            fair_view.nudges, desk.now, self.people, course, self.learner
        )
        self.show("tutor.html.j2", cohorts=found, calibrate=calibrate, **marking)


class NewCohort(TutorPage):
    """A form in plain words, or a file, from which a cohort is made."""

    @web.authenticated
    def get(self) -> None:
        """Send the form."""
        self._ask(cohort_form.empty(self.settings["course"].modules))

    def _ask(self, filled: cohort_form.Filled) -> None:
        if filled.errors:
            self.set_status(400)
        self.show(
            "tutor_new.html.j2",
            values=filled.values,
            errors=filled.errors,
        )

    @web.authenticated
    def post(self) -> None:
        """Make the cohort, with whoever is here as a tutor of it."""
        how = self.get_body_argument("how", "form")
        read = cohort_form.read_file if how == "yaml" else cohort_form.read
        filled = read(self._field, self.settings["course"].modules)
        if filled.cohort is None:
            self._ask(filled)
            return
        id = self.people.cohorts.add(filled.cohort)
        _, code = self.people.invitations.make(role="tutor", name=filled.me, cohort=id)
        self.people.invitations.join(code, self.learner)
        others = list(filled.cohort.tutors)
        others.remove(filled.me)
        if others:
            self.show_cohort(id, self.invite(others, id, tutors=True), new=True)
        else:
            self.redirect(f"{self.base_url}tutor/cohorts/{id}")

    def _field(self, name: str) -> str:
        given: str = self.get_body_argument(name, "", strip=False)
        return given.replace("\r\n", "\n")


class OneCohort(TutorPage):
    """A cohort: its schedule, who is in it and how far, the ways in."""

    @web.authenticated
    def get(self, id: str) -> None:
        """Send it."""
        self.show_cohort(id)

    @web.authenticated
    def post(self, id: str) -> None:
        """Invite, take an invitation back, pair, or remove somebody."""
        self.cohort_of(id)  # theirs, or nothing happens
        match self.get_body_argument("do", ""):
            case "invite":
                self._invite(id)
                return
            case "revoke":
                self.people.invitations.revoke(self.get_body_argument("invitation"), id)
                place = "invitations"
            case "pair":
                parting.pair(self.store, self.people, id)
                place = "members"
            case "remove":
                self._remove(id, self.get_body_argument("learner"))
                place = "members"
            case _:
                raise web.HTTPError(400)
        self.redirect(f"{self.base_url}tutor/cohorts/{id}#{place}")

    def _invite(self, id: str) -> None:
        text = self.get_body_argument("names", "", strip=False)
        try:
            names = cohort_form.names(text)
        except ValueError as error:
            self.set_status(400)
            self.show_cohort(id, names=text, refusal=str(error))
            return
        tutors = self.get_body_argument("role", "learner") == "tutor"
        self.show_cohort(id, self.invite(names, id, tutors=tutors))

    def _remove(self, id: str, learner: str) -> None:
        here = self.people.cohorts.members(id)
        if not any(one.learner == learner and one.role == "learner" for one in here):
            raise web.HTTPError(404)
        parting.leave(self.store, self.people, id, learner)


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    ("/tutor", Tutor, {}),
    ("/tutor/cohorts/new", NewCohort, {}),
    (r"/tutor/cohorts/(cohort-[0-9a-f]{8})", OneCohort, {}),
]
