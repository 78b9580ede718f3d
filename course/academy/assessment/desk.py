"""A tutor's work with nbgrader: release, collect, return."""

from __future__ import annotations

import filecmp
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import SQLAlchemyError

from academy.assessment import config, ledger, log, notebook
from academy.assessment.check import notebook_mistakes
from academy.assessment.config import AssessmentError
from academy.assessment.delivery import Say, deliver, only_one
from academy.assessment.exchange import answer_cells
from academy.assessment.ledger import Ledger
from academy.assessment.marks import Mark, marks, told
from academy.store import Record, Store

_CHECKPOINTS = ".ipynb_checkpoints"


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


class Standing(NamedTuple):
    """How far a learner's newest reflection has come.

    Attributes:
        handed_in: the learner has sent one.
        delivered: nbgrader has the newest.
        collected: the newest is ready for marking, or marked.
        to_mark: something in it needs a tutor.
        marked: nothing in it needs a tutor.
        returned: the learner has these very marks.
    """

    handed_in: bool
    delivered: bool
    collected: bool
    to_mark: bool
    marked: bool
    returned: bool


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
        self._must_exist(assignment)
        ours = config.sources() / assignment
        if wrong := notebook_mistakes(ours):
            raise AssessmentError(f"{assignment} cannot be released: {wrong[0]}.")
        with only_one():
            theirs = config.course_root() / "source" / assignment
            made = config.course_root() / "release" / assignment
            if config.released(assignment):
                changed = not _same(ours, theirs)
                if not changed and _same(made, config.outbound(assignment)):
                    return False
                if changed and config.arrived(assignment):
                    raise AssessmentError(
                        f"{assignment} has changed since its release, and somebody "
                        "has handed it in already: release the changed one under a "
                        "new name, so that every answer keeps its question."
                    )
            shutil.rmtree(theirs, ignore_errors=True)
            _copy(ours, theirs)
            self._say(f"Making the learners' copy of {assignment}.")
            self._done("made", self.api.generate_assignment(assignment))
            shutil.rmtree(config.outbound(assignment), ignore_errors=True)
            self._say(f"Releasing {assignment}.")
            self._done("released", self.api.release_assignment(assignment))
        return True

    def collect(self, assignment: str) -> int:
        """Take in what was handed in and make it ready; return how many were new."""
        self._must_be_released(assignment)
        delivery = deliver(self._store, self._say)
        if delivery.delivered:
            self._say(f"Delivered {delivery.delivered} to nbgrader.")
        with only_one():
            if not config.arrived(assignment):
                raise AssessmentError(f"Nobody has handed in {assignment} yet.")
            self._done("collected", self.api.collect(assignment, update=True))
            new = [
                learner
                for learner in ledger.collected(assignment)
                if not ledger.ready(assignment, learner)
            ]
            failed = []
            for place, learner in enumerate(new, 1):
                if _succeeded(self.api.autograde(assignment, learner)):
                    so = "ready to mark"
                else:
                    so = "could not be made ready"
                    failed.append(learner)
                self._say(f"[{place}/{len(new)}] {learner}: {so}")
        if failed:
            raise AssessmentError(
                f"{len(failed)} could not be made ready ({', '.join(failed)}); "
                f"the others are, and {config.log_file()} says why."
            )
        return len(new)

    def give_back(self, assignment: str) -> Returned:
        """Return every fully marked reflection, each marking once."""
        self._must_be_released(assignment)
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

    def standings(self, assignment: str) -> dict[str, Standing]:
        """Return how far each learner's newest reflection has come, by learner."""
        self._must_exist(assignment)
        past, collected = Ledger(self._store, assignment), ledger.collected(assignment)
        found = {}
        for learner in sorted(past.handed_in.keys() | set(collected)):
            sent = past.handed_in.get(learner)
            about = past.deliveries.get(ledger.on_the_desk(assignment, learner))
            newest = not sent or (about and about.body["handed_in"] == sent.id)
            current = bool(newest) and ledger.ready(assignment, learner)
            given = self._marks(assignment, learner) if current else []
            marked = bool(given) and all(mark.given for mark in given)
            body = self._body(about, assignment, learner, given)
            found[learner] = Standing(
                handed_in=sent is not None,
                delivered=sent is not None and sent.id in past.delivered,
                collected=current,
                to_mark=current and not marked,
                marked=marked,
                returned=marked and past.returned.get(learner) == body,
            )
        return found

    def _give_back_one(
        self, past: Ledger, assignment: str, learner: str, result: Returned
    ) -> str:
        given = self._marks(assignment, learner)
        if to_mark := [mark.id for mark in given if not mark.given]:
            result.unmarked.append(learner)
            return f"not returned, still to mark: {', '.join(to_mark)}"
        if wrong := [mark for mark in given if not mark.bounded()]:
            result.out_of_bounds.extend(
                f"{learner}, {mark.id}: {mark.score:g} of {mark.max:g}" for mark in wrong
            )
            return "not returned, a score is out of bounds"
        about = past.deliveries.get(ledger.on_the_desk(assignment, learner))
        body = self._body(about, assignment, learner, given)
        if body == past.returned.get(learner):
            result.before.append(learner)
            return "returned before, nothing has changed"
        self._done("written", self.api.generate_feedback(assignment, learner))
        self._done("released", self.api.release_feedback(assignment, learner))
        result.now.append(learner)
        if about is None:
            return "returned by nbgrader alone, as it was handed in by nbgrader alone"
        update = {"what": "returned", "at": datetime.now(UTC), "audience": "me"}
        self._store.append(about.model_copy(update=update | {"body": body, "id": None}))
        return f"returned, {body['score']:g} of {body['max']:g}"

    def _body(
        self, about: Record | None, assignment: str, learner: str, given: list[Mark]
    ) -> dict[str, Any]:
        """Return what the learner is told, and about which handing in."""
        moment = ledger.moment("autograded", assignment, learner)
        handed_in = about.body["handed_in"] if about else moment
        return {"assignment": assignment, "handed_in": handed_in} | told(given)

    def _marks(self, assignment: str, learner: str) -> list[Mark]:
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

    def _must_exist(self, assignment: str) -> None:
        if assignment not in (there := config.assignments()):
            raise AssessmentError(
                f"There is no assignment {assignment!r}; "
                f"there is: {', '.join(there) or 'none yet'}."
            )

    def _must_be_released(self, assignment: str) -> None:
        self._must_exist(assignment)
        if not config.released(assignment):
            raise AssessmentError(
                f"{assignment} is not released yet: "
                f"run `academy tutor release {assignment}` first."
            )

    def _done(self, what: str, result: dict[str, Any]) -> None:
        if not _succeeded(result):
            raise AssessmentError(
                f"nbgrader could not finish this ({what}): {_last_line(result)}; "
                f"{config.log_file()} says more."
            )


def _succeeded(result: dict[str, Any]) -> bool:
    """Return whether a step of nbgrader's API did what it should, and log it if not.

    nbgrader catches everything, and Ctrl-C with it.
    """
    if result["success"]:
        return True
    log.logger().error(result["error"])
    if _last_line(result).startswith("KeyboardInterrupt"):
        raise KeyboardInterrupt
    return False


def _last_line(result: dict[str, Any]) -> str:
    return str(result["error"]).strip().splitlines()[-1]


def _copy(ours: Path, theirs: Path) -> None:
    ignore = shutil.ignore_patterns(_CHECKPOINTS)
    shutil.copytree(ours, theirs, ignore=ignore)


def _same(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same files."""
    names = [
        {
            str(file.relative_to(at))
            for file in at.rglob("*")
            if file.is_file() and _CHECKPOINTS not in file.parts
        }
        for at in (one, other)
    ]
    if names[0] != names[1]:
        return False
    return not any(filecmp.cmpfiles(one, other, names[0], shallow=False)[1:])
