"""How far each learner's reflection has come."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from academy.assessment.book import Book, Given, Marking
from academy.assessment.book.rows import UNANSWERED
from academy.assessment.sendings import Sendings
from academy.assessment.steps import must_exist
from academy.journey import Version
from academy.store import Store


class Standing(NamedTuple):
    """How far a learner's newest reflection has come.

    Attributes:
        handed_in: the learner has sent one, and has not taken it back.
        delivered: nbgrader has the newest.
        collected: the newest is ready for marking, or marked.
        to_mark: something in it needs a tutor.
        marked: nothing in it needs a tutor.
        returned: the learner has these very marks.
        late: it was sent after it was due.
    """

    handed_in: bool
    delivered: bool
    collected: bool
    to_mark: bool
    marked: bool
    returned: bool
    late: bool


def standings(
    store: Store,
    book: Book,
    assignment: str,
    learners: Collection[str] | None = None,
) -> dict[str, Standing]:
    """Return how far each learner's newest reflection has come, by learner.

    Args:
        store: where learners' words are.
        book: where the marks are.
        assignment: of which assignment.
        learners: of these alone; None for everybody.

    Raises:
        AssessmentError: there is no such assignment, or the book cannot be read.
        StoreError: the store does not answer.
    """
    must_exist(assignment)
    sendings = Sendings(store, lambda _: None)
    works = {one.id: one for one in book.works(assignment=assignment)}
    found = {}
    for one in sendings.on_desk(assignment, learners):
        work = works.get(one.id)
        ready = work is not None and sendings.places(assignment, one).ready()
        marked = work is not None and work.total is not None
        found[one.sent.learner] = Standing(
            handed_in=True,
            delivered=one.id in sendings.deliveries,
            collected=ready,
            to_mark=ready and not marked,
            marked=ready and marked,
            returned=marked and _has(one, book.marking(one.id)),
            late=work is not None and work.late is not None,
        )
    return dict(sorted(found.items()))


def _has(one: Version, marking: Marking | None) -> bool:
    """Return whether the learner has been given this very marking."""
    if one.returned is None:
        return False
    given = marking.given if marking else {}
    return all(
        (told["score"], told["comment"]) == _as_told(given.get(told["id"], Given()))
        for told in one.returned.body["questions"]
    )


def _as_told(given: Given) -> tuple[float, str]:
    """Return what a learner is told of what was given: of what was left out, 0."""
    return given.score or 0, "" if given.comment == UNANSWERED else given.comment
