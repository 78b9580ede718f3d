"""How the book's rows are made of what was handed in."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, NamedTuple

from academy.assessment.book.cells import Cell
from academy.assessment.book.forms import Entry

UNANSWERED = "No response."
"""What nbgrader says by itself, with 0 points, of an answer that is empty."""

Row = dict[str, Any]


class Slot(NamedTuple):
    """Where one criterion of one reflection is marked: nbgrader's ids of two rows."""

    grade: str
    comment: str | None


def naive(at: datetime | None) -> datetime | None:
    """Return a time as nbgrader keeps it: UTC, without saying so."""
    return at.astimezone(UTC).replace(tzinfo=None) if at else None


def aware(at: datetime) -> datetime:
    """Return a time that nbgrader keeps, saying that it is UTC."""
    return at.replace(tzinfo=UTC)


def text_of(entry: Entry, cell: Cell) -> str:
    """Return what was written for a criterion."""
    return entry.answers.get(cell.name, "").strip()


def work_row(assignment: str, entry: Entry, submission: str | None) -> Row:
    """Return a version; it stands if nbgrader has a `submission` for it."""
    return {
        "handed_in": entry.handed_in,
        "assignment": assignment,
        "learner": entry.learner,
        "sent_at": naive(entry.sent_at),
        "due": naive(entry.due),
        "words": sum(len(text.split()) for text in entry.answers.values()),
        "stands": submission is not None,
        "withdrawn": False,
        "submission": submission,
    }


def answer_row(entry: Entry, place: int, cell: Cell, slot: Slot) -> Row:
    """Return an answer that nobody has marked. Of its words it has a checksum."""
    text = text_of(entry, cell)
    return {
        "handed_in": entry.handed_in,
        "place": place,
        "name": cell.name,
        "grade": slot.grade,
        "comment_row": slot.comment,
        "digest": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        "empty": not text,
        "changed": False,
        "score": None,
        "comment": "",
    }


def untouched(*, empty: bool) -> tuple[Row, Row]:
    """Return a grade and a comment as nbgrader leaves them before anybody marks."""
    grade: Row = {
        "auto_score": 0.0 if empty else None,
        "manual_score": None,
        "extra_credit": None,
        "needs_manual_grade": not empty,
    }
    said = UNANSWERED if empty else None
    return grade, {"auto_comment": said, "manual_comment": None}
