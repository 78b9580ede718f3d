"""What a tutor does for a whole cohort: look for new ones, release, return."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from tornado import web

from academy.assessment import config
from academy.assessment.check import notebook_mistakes
from academy.people import People
from academy.server import fair_view
from academy.server import marking_back as backs
from academy.server import marking_queue as queue
from academy.server.desk import Open
from academy.server.marking_errands import Errand, Key, Outcome, Say, moment
from academy.server.marking_page import MarkingPage
from academy.server.pages import Page
from academy.store import SqliteStore

SOON = timedelta(seconds=20)
"""For so long opening the queue does not look again by itself."""


class Round(MarkingPage):
    """A page whose button does something long, and which then tells what came of it."""

    @property
    def sqlite(self) -> SqliteStore:
        """Where words are kept, as whatever delivers needs it."""
        store: SqliteStore = self.settings["store"]
        return store

    def report(self, errand: Errand | None) -> None:
        """Answer a script that asks how far it is."""
        if errand is None:
            self.tell(200, done=True, said="", new=0)
            return
        new = errand.outcome.new if errand.outcome else 0
        said = errand.wrong or " ".join(errand.outcome.told if errand.outcome else ())
        done = errand.ended is not None
        self.tell(200, done=done, said=said if done else errand.far, new=new)


class New(Round):
    """Looks for what was handed in and is not in the queue yet."""

    @web.authenticated
    async def get(self) -> None:
        """Say how far that is; to a browser without scripts, by the queue."""
        if not self.asked_by_script:
            self.redirect(f"{self.base_url}tutor/marking{self.chosen.query}")
            return
        if errand := self.desk.errands.last(looking(self.learner)):
            await moment(errand)
        self.report(errand)

    @web.authenticated
    async def post(self) -> None:
        """Look now."""
        errand = begin_look(self, await self.desk.opened())
        await moment(errand)
        self.redirect(f"{self.base_url}tutor/marking{self.chosen.query}#came")


def looking(tutor: str) -> Key:
    """Return by what name a tutor's looking for new ones is known."""
    return ("look", tutor)


def begin_look(page: MarkingPage, open_: Open) -> Errand:
    """Begin to take in what the learners of whoever is here have handed in."""
    store, people, tutor = page.settings["store"], page.people, page.learner
    work = partial(_look, store, people, open_, tutor)
    return page.desk.errands.begin(looking(tutor), work)


def _look(store: SqliteStore, people: People, open_: Open, tutor: str, say: Say) -> Outcome:
    # The queue is there without what delivering needs.
    from academy.assessment.catching_up import catch_up  # noqa: PLC0415  see above

    known = queue.known(people, tutor)
    learners = {one.learner for here in known.members.values() for one in here}
    new = catch_up(store, open_.book, learners, say) if learners else 0
    if not new:
        return Outcome(("Nothing new came in.",))
    return Outcome((f"{new} new or changed came in.",), new)


class Subject(NamedTuple):
    """One assignment of one cohort, which this tutor has."""

    cohort: str
    title: str
    assignment: str
    called: str


class OfCohort(Round):
    """Something that is done with one assignment of one of the tutor's cohorts."""

    template = ""

    def key(self, of: Subject) -> Key:
        """Return by what name the work is known."""
        raise NotImplementedError

    def work(self, of: Subject, open_: Open) -> Callable[[Say], Outcome]:
        """Return what does it."""
        raise NotImplementedError

    def more(self, of: Subject, open_: Open) -> dict[str, Any]:
        """Return what the page tells before it is done."""
        raise NotImplementedError

    def subject(self, cohort: str, assignment: str) -> Subject:
        """Return what it is about.

        Raises:
            HTTPError: 404, the same for what is not theirs and what is not there.
        """
        title = self.cohort_of(cohort).title
        if assignment not in config.assignments():
            raise web.HTTPError(404)
        return Subject(cohort, title, assignment, queue.about(assignment).title)

    @web.authenticated
    async def get(self, cohort: str, assignment: str) -> None:
        """Say what it means and ask; or how far it is, or what came of it."""
        of = self.subject(cohort, assignment)
        errand = self.desk.errands.last(self.key(of))
        if self.asked_by_script:
            if errand:
                await moment(errand)
            self.report(errand)
            return
        self.desk.begin()
        if (open_ := self.desk.now) is None:
            self.show("marking_wait.html.j2")
            return
        more = await self.at_desk(self.more, of, open_)
        self.show(self.template, of=of, errand=errand, waits=backs.WAITS, **more)

    @web.authenticated
    async def post(self, cohort: str, assignment: str) -> None:
        """Begin it, unless another tutor has; whoever asks sees what comes of it."""
        of = self.subject(cohort, assignment)
        open_ = await self.desk.opened()
        errand = self.desk.errands.begin(self.key(of), self.work(of, open_))
        await moment(errand)
        self.redirect(self.request.path)


class Return(OfCohort):
    """Gives back what is fully marked."""

    template = "marking_return.html.j2"

    def key(self, of: Subject) -> Key:
        """Return one name for the cohort: two tutors who press it do it once."""
        return ("return", of.cohort, of.assignment)

    def more(self, of: Subject, open_: Open) -> dict[str, Any]:
        """Return what would go back, and what would not, and why."""
        known = queue.known(self.people, self.learner)
        found = backs.backs(self.store, known, open_.marker.works(self.learner))
        this = (of.cohort, of.assignment)
        back = next((one for one in found if (one.cohort, one.assignment) == this), None)
        return {"back": back and backs.exact(self.store, open_, back)}

    def work(self, of: Subject, open_: Open) -> Callable[[Say], Outcome]:
        """Return what gives it back."""
        return partial(_give_back, self.sqlite, self.people, open_, self.learner, of)


def _give_back(  # noqa: PLR0913, PLR0917  what, whose, by whom
    store: SqliteStore, people: People, open_: Open, tutor: str, of: Subject, say: Say
) -> Outcome:
    # Nobody waits for nbgrader's own tools who only looks.
    from academy.assessment.returning import give_back  # noqa: PLC0415  see above

    here = queue.known(people, tutor).learners(of.cohort)
    mine = open_.marker.works(tutor)
    ids = {
        one.id for one in mine if one.assignment == of.assignment and one.learner in here
    }
    if not ids:
        return Outcome(("There is nothing to return.",))
    done = give_back(store, open_.book, of.assignment, say, of.cohort, ids=ids)
    told = [f"{len(done.now)} went back." if done.now else "Nothing new went back."]
    if done.before:
        told.append(f"{len(done.before)} had these marks already.")
    if left := len(ids) - len(done.now) - len(done.before):
        told.append(f"{left} {'is' if left == 1 else 'are'} not fully marked yet.")
    return Outcome(tuple(told), len(done.now))


class Release(OfCohort):
    """Lets learners hand an assignment in."""

    template = "marking_release.html.j2"

    def subject(self, cohort: str, assignment: str) -> Subject:
        """Return what it is about; another cohort's assignment is none to release here."""
        of = super().subject(cohort, assignment)
        course = self.settings["course"]
        if assignment not in fair_view.reflections(self.people, course, cohort):
            raise web.HTTPError(404)
        return of

    def key(self, of: Subject) -> Key:
        """Return one name for the Academy: it is released for everybody."""
        return ("release", of.assignment)

    def more(self, of: Subject, open_: Open) -> dict[str, Any]:  # noqa: ARG002  as the others
        """Return whether it is released, and what is in the way."""
        wrong = notebook_mistakes(config.sources() / of.assignment)
        told = [f"{one.where}: {one.what}" if one.where else one.what for one in wrong]
        return {"released": config.released(of.assignment), "blocked": told}

    def work(self, of: Subject, open_: Open) -> Callable[[Say], Outcome]:  # noqa: ARG002  as the others
        """Return what releases it."""
        return partial(_release, self.sqlite, of.assignment)


def _release(store: SqliteStore, assignment: str, say: Say) -> Outcome:
    if config.released(assignment):
        return Outcome(("Learners can hand it in; it was released before.",))
    # nbgrader takes seconds to import, and its tools with it.
    from academy.assessment.desk import Desk  # noqa: PLC0415  see above

    Desk(store, say).release(assignment)
    return Outcome(("Learners can hand it in now.",), 1)


_ONE = r"(cohort-[0-9a-f]{8})/([a-z0-9_]{1,80})"

ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    ("/tutor/marking/new", New, {}),
    (f"/tutor/return/{_ONE}", Return, {}),
    (f"/tutor/release/{_ONE}", Release, {}),
]
