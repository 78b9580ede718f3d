"""Fair marking: references to try oneself on, and how far two tutors agree."""

from __future__ import annotations

from typing import Any, NamedTuple

from tornado import web

from academy.assessment.book import Book, Given, Marking, Options
from academy.assessment.fair import DRAWS, FEWEST
from academy.assessment.rubric import Criterion, Reference, references, rubric
from academy.assessment.seconds import of_cohort
from academy.content import ContentError
from academy.people import names
from academy.server import fair_agreement
from academy.server import fair_view as view
from academy.server import marking_queue as queue
from academy.server.desk import Open
from academy.server.marking_page import MarkingPage
from academy.server.pages import Page


class Reading(NamedTuple):
    """The references of an assignment, and how a tutor has marked them."""

    rubric: dict[str, Criterion]
    references: tuple[Reference, ...]
    given: dict[str, Marking]
    released: bool


class Calibrate(MarkingPage):
    """The references of an assignment, and how one's marks lie beside ours."""

    @web.authenticated
    async def get(self, assignment: str) -> None:
        """Send them."""
        self.desk.begin()
        if self.desk.now is None:
            self.show("marking_wait.html.j2")
            return
        found = await self.reading(assignment)
        marks = {
            one.key: view.beside(one, found.rubric, found.given[one.key].given)
            for one in found.references
            if one.key in found.given
        }
        everything = [one for each in marks.values() for one in each.values()]
        left = [one.key for one in found.references if one.key not in marks]
        self.show(
            "calibrate.html.j2",
            assignment=assignment,
            about=queue.about(assignment),
            references=found.references,
            marks=marks,
            next=left[0] if left else None,
            in_sum=view.in_sum,
            everything=everything,
            released=found.released,
        )

    async def reading(self, assignment: str) -> Reading:
        """Return what there is to mark.

        Raises:
            HTTPError: 404, if the course has no such assignment with references.
        """
        try:
            ours, three = rubric(assignment), references(assignment)
        except ContentError as error:
            raise web.HTTPError(404) from error
        open_ = await self.desk.opened()
        given, released = await self.at_desk(self._given, open_.book, assignment)
        return Reading(ours, three, given, released)

    def _given(self, book: Book, assignment: str) -> tuple[dict[str, Marking], bool]:
        released = bool(book.assignment(assignment))
        return book.calibrations(self.learner, assignment), released


class CalibrateOne(Calibrate):
    """One reference: first to mark, then with our marks beside."""

    @web.authenticated
    async def get(self, assignment: str, key: str) -> None:
        """Send it."""
        self.desk.begin()
        if self.desk.now is None:
            self.show("marking_wait.html.j2")
            return
        self._show(assignment, *await self._one(assignment, key))

    async def _one(self, assignment: str, key: str) -> tuple[Reading, Reference]:
        found = await self.reading(assignment)
        one = next((one for one in found.references if one.key == key), None)
        if one is None:
            raise web.HTTPError(404)
        return found, one

    def _show(
        self,
        assignment: str,
        found: Reading,
        one: Reference,
        chosen: dict[str, float] | None = None,
    ) -> None:
        """Send a reference; `chosen` is what a form that was not whole has."""
        given = found.given.get(one.key)
        marks = view.beside(one, found.rubric, given.given) if given else {}
        others = [
            other.key
            for other in found.references
            if other.key not in found.given and other.key != one.key
        ]
        missing = [] if chosen is None else [id for id in found.rubric if id not in chosen]
        self.show(
            "calibrate_one.html.j2",
            assignment=assignment,
            about=queue.about(assignment),
            one=one,
            rubric=found.rubric,
            choices=view.choices,
            marks=marks,
            done=given is not None,
            in_sum=view.in_sum,
            next=others[0] if others else None,
            chosen=chosen or {},
            missing=missing,
            released=found.released,
        )

    @web.authenticated
    async def post(self, assignment: str, key: str) -> None:
        """Keep how a tutor marks it, once; then they see ours."""
        found, one = await self._one(assignment, key)
        if key not in found.given and found.released:
            chosen = self._chosen(found.rubric)
            if len(chosen) < len(found.rubric):
                self.set_status(400)
                self._show(assignment, found, one, chosen)
                return
            open_ = await self.desk.opened()
            given = {id: Given(score=points) for id, points in chosen.items()}
            keep = open_.book.calibrate
            await self.at_desk(keep, self.learner, assignment, key, given)
        self.redirect(f"{self.base_url}tutor/calibrate/{assignment}/{key}")

    def _chosen(self, ours: dict[str, Criterion]) -> dict[str, float]:
        """Return the points that were chosen, of those that there are to choose."""
        chosen = {}
        for id, criterion in ours.items():
            sent = self.get_body_argument(f"level-{id}", "")
            for level in view.choices(criterion):
                if sent == f"{level.points:g}":
                    chosen[id] = level.points
        return chosen


class Agree(MarkingPage):
    """How far two tutors of a cohort agree on one assignment."""

    @web.authenticated
    async def get(self, cohort: str, assignment: str) -> None:
        """Send it."""
        about = self.cohort_of(cohort)
        ours = self._rubric(cohort, assignment)
        self.desk.begin()
        if (open_ := self.desk.now) is None:
            self.show("marking_wait.html.j2")
            return
        rows, both, options = await self.at_desk(
            self._found, open_, cohort, assignment, ours
        )
        tutors = [one for one in self.people.cohorts.members(cohort) if one.role == "tutor"]
        self.show(
            "agreement.html.j2",
            id=cohort,
            cohort=about,
            assignment=assignment,
            about=queue.about(assignment),
            rows=rows,
            picture=fair_agreement.picture(rows),
            both=both,
            options=options,
            shares=view.shares(options.second_share),
            tutors=tutors,
            name_of=lambda id: self._names(tutors).get(id, "a tutor who has left"),
            fewest=FEWEST,
            draws=f"{DRAWS:,}",
        )

    def _names(self, tutors: list[Any]) -> dict[str, str]:
        outside = {"formgrader": "nbgrader’s own page", self.learner: "you"}
        return names(tutors) | outside

    def _rubric(self, cohort: str, assignment: str) -> dict[str, Criterion]:
        known = view.reflections(self.people, self.settings["course"], cohort)
        if assignment not in known:
            raise web.HTTPError(404)
        return rubric(assignment)

    def _found(
        self, open_: Open, cohort: str, assignment: str, ours: dict[str, Criterion]
    ) -> tuple[list[fair_agreement.Row], list[fair_agreement.Both], Options]:
        mine = open_.marker.works(self.learner)
        here = {one.id for one in of_cohort(self.people, cohort, mine, assignment)}
        twice = fair_agreement.once_each(open_.book.seconds(assignment), here)
        now = {one.work.id: open_.book.marking(one.work.id) for one in twice}
        options = open_.book.options(cohort, assignment)
        return (
            fair_agreement.rows(ours, twice),
            fair_agreement.both(twice, ours, now),
            options,
        )

    @web.authenticated
    async def post(self, cohort: str, assignment: str) -> None:
        """Keep how the cohort does this assignment."""
        self.cohort_of(cohort)
        self._rubric(cohort, assignment)
        try:
            share = float(self.get_body_argument("share", ""))
            options = Options(share, self.get_body_argument("peers", "") == "yes")
            open_ = await self.desk.opened()
            await self.at_desk(open_.book.set_options, cohort, assignment, options)
        except ValueError:
            self.sorry(400, "Choose how many a second tutor marks; nothing was changed.")
            return
        self.redirect(f"{self.base_url}tutor/cohorts/{cohort}#together")


_ASSIGNMENT = r"([a-z0-9_]{1,80})"

ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    (rf"/tutor/calibrate/{_ASSIGNMENT}", Calibrate, {}),
    (rf"/tutor/calibrate/{_ASSIGNMENT}/([a-z0-9_]{{1,80}})", CalibrateOne, {}),
    (rf"/tutor/agreement/(cohort-[0-9a-f]{{8}})/{_ASSIGNMENT}", Agree, {}),
]
