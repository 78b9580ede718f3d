"""A tutor's work with nbgrader: release, collect, return."""

from __future__ import annotations

from contextlib import closing

from nbgrader.apps.api import NbGraderAPI

from academy.assessment import config, log, refusals
from academy.assessment.book import Book
from academy.assessment.collecting import Collected, collect, learners_of
from academy.assessment.delivery import Say
from academy.assessment.releasing import release
from academy.assessment.returning import Returned, give_back
from academy.assessment.standing import Standing, standings
from academy.assessment.worried import pass_on
from academy.people import People
from academy.store import SqliteStore


class Desk:
    """A tutor's desk.

    Args:
        store: where learners' words are, and where marks go back to.
        say: takes one line of progress.

    Raises:
        AssessmentError: by any method, when it cannot be done; one sentence says why.
        StoreError: by any method, when the store does not answer.
    """

    def __init__(self, store: SqliteStore, say: Say = print) -> None:
        self._store, self._say = store, say
        config.reach_alembic()
        self.api = NbGraderAPI(config=config.settings(), log=log.logger())

    def release(self, assignment: str) -> bool:
        """Make `assignment` one that learners can hand in; False if it was already."""
        return release(self.api, assignment, self._say)

    def collect(self, assignment: str, cohort: str | None = None) -> Collected:
        """Take in what was handed in and make it ready to mark."""
        with closing(Book()) as book:
            return collect(self._store, book, assignment, self._say, cohort)

    def give_back(self, assignment: str, cohort: str | None = None) -> Returned:
        """Return every fully marked reflection, each marking once."""
        with closing(Book()) as book:
            return give_back(self._store, book, assignment, self._say, cohort)

    def standings(self, assignment: str, cohort: str | None = None) -> dict[str, Standing]:
        """Return how far each learner's newest reflection has come, by learner."""
        learners = learners_of(self._store, cohort)
        with closing(Book()) as book:
            return standings(self._store, book, assignment, learners)

    def worries_for_nobody(self) -> list[str]:
        """Return a sentence for each worry about somebody that reaches no tutor."""
        people = People(self._store)
        with closing(Book()) as book:
            left = pass_on(book, people)
        return [
            f"A worry about {one.learner} of {one.at:%Y-%m-%d} reaches nobody, as their "
            f"cohort has no tutor; see to it, or invite one: {' '.join(one.note.split())}"
            for one in left
        ]

    def refused(self) -> list[str]:
        """Return a sentence for each thing in the exchange that was not taken in."""
        return [f"Not taken in: {one.name}: {one.why}." for one in refusals.refused()]
