"""Take in what learners handed in, and make it ready to mark."""

from __future__ import annotations

from nbgrader.apps.api import NbGraderAPI

from academy.assessment import config, ledger
from academy.assessment.config import AssessmentError
from academy.assessment.delivery import Say, deliver, only_one
from academy.assessment.steps import done, must_be_released, succeeded
from academy.store import Store


def collect(store: Store, api: NbGraderAPI, assignment: str, say: Say) -> int:
    """Take in what was handed in and make it ready; return how many were new."""
    must_be_released(assignment)
    delivery = deliver(store, say)
    if delivery.delivered:
        say(f"Delivered {delivery.delivered} to nbgrader.")
    with only_one():
        if not config.arrived(assignment):
            raise AssessmentError(f"Nobody has handed in {assignment} yet.")
        done("collected", api.collect(assignment, update=True))
        new = [
            learner
            for learner in ledger.collected(assignment)
            if not ledger.ready(assignment, learner)
        ]
        failed = []
        for place, learner in enumerate(new, 1):
            if succeeded(api.autograde(assignment, learner)):
                so = "ready to mark"
            else:
                so = "could not be made ready"
                failed.append(learner)
            say(f"[{place}/{len(new)}] {learner}: {so}")
    if failed:
        raise AssessmentError(
            f"{len(failed)} could not be made ready ({', '.join(failed)}); "
            f"the others are, and {config.log_file()} says why."
        )
    return len(new)
