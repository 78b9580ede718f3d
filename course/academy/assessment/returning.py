"""Return marked reflections to their learners."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import SQLAlchemyError

from academy.assessment import config, ledger, log, notebook
from academy.assessment.config import AssessmentError
from academy.assessment.delivery import Say, only_one
from academy.assessment.exchange import answer_cells
from academy.assessment.ledger import Ledger
from academy.assessment.marks import Mark, marks, told
from academy.assessment.steps import done, must_be_released
from academy.store import Record, Store


class Returned(NamedTuple):
    """What one `give_back` did, by learner.

    Attributes:
        now: got their marks, or changed marks.
        before: had got these very marks already.
        unmarked: still need marking.
        out_of_bounds: sentences about scores that their question does not allow.
    """

    now: list[str]
    before: list[str]
    unmarked: list[str]
    out_of_bounds: list[str]


class Returning:
    """What a tutor has marked, on its way back.

    Args:
        store: where learners' words are, and where marks go back to.
        api: nbgrader's.
        say: takes one line of progress.
    """

    def __init__(self, store: Store, api: NbGraderAPI, say: Say) -> None:
        self._store, self.api, self._say = store, api, say

    def give_back(self, assignment: str) -> Returned:
        """Return every fully marked reflection, each marking once."""
        must_be_released(assignment)
        result = Returned([], [], [], [])
        with only_one():
            past = Ledger(self._store, assignment)
            ready = [
                learner
                for learner in ledger.collected(assignment)
                if ledger.ready(assignment, learner)
            ]
            if not ready:
                raise AssessmentError(
                    f"Nothing of {assignment} has been collected yet: "
                    f"run `academy tutor collect {assignment}` first."
                )
            for place, learner in enumerate(ready, 1):
                so = self._give_back_one(past, assignment, learner, result)
                self._say(f"[{place}/{len(ready)}] {learner}: {so}")
        return result

    def _give_back_one(
        self, past: Ledger, assignment: str, learner: str, result: Returned
    ) -> str:
        given = self.given(assignment, learner)
        if to_mark := [mark.id for mark in given if not mark.given]:
            result.unmarked.append(learner)
            return f"not returned, still to mark: {', '.join(to_mark)}"
        if wrong := [mark for mark in given if not mark.bounded()]:
            result.out_of_bounds.extend(
                f"{learner}, {mark.id}: {mark.score:g} of {mark.max:g}" for mark in wrong
            )
            return "not returned, a score is out of bounds"
        about = past.deliveries.get(ledger.on_the_desk(assignment, learner))
        body = self.body(about, assignment, learner, given)
        if body == past.returned.get(learner):
            result.before.append(learner)
            return "returned before, nothing has changed"
        done("written", self.api.generate_feedback(assignment, learner))
        done("released", self.api.release_feedback(assignment, learner))
        result.now.append(learner)
        if about is None:
            return "returned by nbgrader alone, as it was handed in by nbgrader alone"
        update = {"what": "returned", "at": datetime.now(UTC), "audience": "me"}
        self._store.append(about.model_copy(update=update | {"body": body, "id": None}))
        return f"returned, {body['score']:g} of {body['max']:g}"

    def body(
        self, about: Record | None, assignment: str, learner: str, given: list[Mark]
    ) -> dict[str, Any]:
        """Return what the learner is told, and about which handing in."""
        moment = ledger.moment("autograded", assignment, learner)
        handed_in = about.body["handed_in"] if about else moment
        return {"assignment": assignment, "handed_in": handed_in} | told(given)

    def given(self, assignment: str, learner: str) -> list[Mark]:
        """Return the marks that `learner` has, in the notebook's order."""
        order = [
            cell.metadata.nbgrader.grade_id
            for file in sorted(config.outbound(assignment).glob("*.ipynb"))
            for cell in answer_cells(notebook.read(file))
        ]
        try:
            with self.api.gradebook as gradebook:
                return marks(gradebook, assignment, learner, order)
        except SQLAlchemyError as error:
            log.logger().exception("the gradebook cannot be read")
            raise AssessmentError(
                f"nbgrader's gradebook cannot be read; {config.log_file()} says why."
            ) from error
