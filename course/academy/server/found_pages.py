"""What a cohort found together, on a page for everybody in it."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from tornado import web

from academy import content
from academy.cohort import Cohort
from academy.content import Module
from academy.group_results.gathering import told
from academy.people import Member
from academy.server.pages import Page
from academy.store import Json
from academy_widgets.exercise import Exercise


class Told(NamedTuple):
    """One exercise, and what readers may know of the cohort's answers to it."""

    exercise: Exercise
    told: Json


class Found(Page):
    """What a cohort found: for its learners and its tutors, the same for all of them."""

    @web.authenticated
    async def get(self, id: str) -> None:
        """Send it, by module; somebody of another cohort is told that there is none."""
        cohort, me = self._mine(id)
        # Statistics take seconds to import, the first time.
        modules = await asyncio.to_thread(self._found, id, cohort)
        self.show(
            "found.html.j2", id=id, cohort=cohort, tutor=me.role == "tutor", modules=modules
        )

    def _mine(self, id: str) -> tuple[Cohort, Member]:
        cohort = self.people.cohorts.get(id)
        mine = self.people.cohorts.memberships(self.learner)
        me = next((one for one in mine if one.cohort == id), None)
        if cohort is None or me is None:
            raise web.HTTPError(404)
        return cohort, me

    def _found(self, id: str, cohort: Cohort) -> list[tuple[Module, list[Told]]]:
        course = self.settings["course"]
        modules = [one for one in map(course.module, cohort.modules()) if one]
        return [
            (module, found)
            for module in modules
            if (
                found := [
                    Told(one, told(self.store, self.people.cohorts, id, one))
                    for one in content.in_order(module.id)
                    if one.gathers
                ]
            )
        ]


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    (r"/cohort/found/(cohort-[0-9a-f]{8})", Found, {}),
]
