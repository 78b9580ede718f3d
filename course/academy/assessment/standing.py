"""How far each learner's reflection has come."""

from __future__ import annotations

from typing import NamedTuple

from nbgrader.apps.api import NbGraderAPI

from academy.assessment import ledger
from academy.assessment.ledger import Ledger
from academy.assessment.returning import Returning
from academy.assessment.steps import must_exist
from academy.store import Store


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


def standings(store: Store, api: NbGraderAPI, assignment: str) -> dict[str, Standing]:
    """Return how far each learner's newest reflection has come, by learner."""
    returning = Returning(store, api, print)
    must_exist(assignment)
    past, collected = Ledger(store, assignment), ledger.collected(assignment)
    found = {}
    for learner in sorted(past.handed_in.keys() | set(collected)):
        sent = past.handed_in.get(learner)
        about = past.deliveries.get(ledger.on_the_desk(assignment, learner))
        newest = not sent or (about and about.body["handed_in"] == sent.id)
        current = bool(newest) and ledger.ready(assignment, learner)
        given = returning.given(assignment, learner) if current else []
        marked = bool(given) and all(mark.given for mark in given)
        body = returning.body(about, assignment, learner, given)
        found[learner] = Standing(
            handed_in=sent is not None,
            delivered=sent is not None and sent.id in past.delivered,
            collected=current,
            to_mark=current and not marked,
            marked=marked,
            returned=marked and past.returned.get(learner) == body,
        )
    return found
