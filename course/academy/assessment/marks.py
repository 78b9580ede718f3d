"""What a tutor has marked, read from nbgrader's gradebook."""

from __future__ import annotations

from typing import Any, NamedTuple

from nbgrader.api import Gradebook, MissingEntry


class Mark(NamedTuple):
    """One answer's mark.

    Attributes:
        id: the answer cell's `grade_id`.
        score: points given, extra credit included.
        max: points that can be given.
        comment: what the tutor, or nbgrader, says to the learner.
        given: whether it is marked; False while a tutor has still to do it.
    """

    id: str
    score: float
    max: float
    comment: str
    given: bool

    def bounded(self) -> bool:
        """Return whether the score is one that the question allows."""
        return 0 <= self.score <= self.max


_UNANSWERED = "No response."
"""What nbgrader says by itself, with 0 points, of an answer that is empty."""


def marks(
    gradebook: Gradebook, assignment: str, learner: str, order: list[str]
) -> list[Mark]:
    """Return the marks of a learner's submission, as `order` has their ids.

    nbgrader sets `needs_manual_grade` when a text comes in or comes in again, and
    formgrader clears it when a score is saved.
    """
    try:
        submission = gradebook.find_submission(assignment, learner)
    except MissingEntry:
        return []
    found = []
    for notebook in submission.notebooks:
        comments = {one.name: one.comment or "" for one in notebook.comments}
        for grade in notebook.grades:
            scored = grade.manual_score is not None or grade.auto_score is not None
            found.append(
                Mark(
                    id=grade.name,
                    score=float(grade.score),
                    max=float(grade.cell.max_score),
                    comment=comments.get(grade.name, ""),
                    given=scored and not grade.needs_manual_grade,
                )
            )
    places = {grade_id: place for place, grade_id in enumerate(order)}
    return sorted(found, key=lambda mark: places.get(mark.id, len(places)))


def told(given: list[Mark]) -> dict[str, Any]:
    """Return marks as the learner's page gets them."""
    return {
        "score": sum(mark.score for mark in given),
        "max": sum(mark.max for mark in given),
        "questions": [
            {
                "id": one.id,
                "score": one.score,
                "max": one.max,
                "comment": "" if one.comment == _UNANSWERED else one.comment,
                "left_out": one.comment == _UNANSWERED,
            }
            for one in given
        ],
    }
