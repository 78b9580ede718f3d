"""A tutor's work with nbgrader: release, collect, return."""

from __future__ import annotations

from nbgrader.apps.api import NbGraderAPI

from academy.assessment import config, log
from academy.assessment.collecting import collect
from academy.assessment.delivery import Say
from academy.assessment.releasing import release
from academy.assessment.returning import Returned, Returning
from academy.assessment.standing import Standing, standings
from academy.store import Store


class Desk:
    """A tutor's desk.

    Args:
        store: where learners' words are, and where marks go back to.
        say: takes one line of progress.

    Raises:
        AssessmentError: by any method, when it cannot be done; one sentence says why.
        StoreError: by any method, when the store does not answer.
    """

    def __init__(self, store: Store, say: Say = print) -> None:
        self._store, self._say = store, say
        config.reach_alembic()
        self.api = NbGraderAPI(config=config.settings(), log=log.logger())

    def release(self, assignment: str) -> bool:
        """Make `assignment` one that learners can hand in; False if it was already."""
        return release(self.api, assignment, self._say)

    def collect(self, assignment: str) -> int:
        """Take in what was handed in and make it ready; return how many were new."""
        return collect(self._store, self.api, assignment, self._say)

    def give_back(self, assignment: str) -> Returned:
        """Return every fully marked reflection, each marking once."""
        return Returning(self._store, self.api, self._say).give_back(assignment)

    def standings(self, assignment: str) -> dict[str, Standing]:
        """Return how far each learner's newest reflection has come, by learner."""
        return standings(self._store, self.api, assignment)
