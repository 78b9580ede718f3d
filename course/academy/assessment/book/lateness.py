"""Let nbgrader show who was late, by each cohort's own day."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from academy.assessment.book import tables
from academy.assessment.book.forms import Entry
from academy.assessment.book.rows import naive

_assignment, _submission = tables.assignment, tables.submitted_assignment


def tell_nbgrader(db: sa.Connection, assignment: str, entries: Sequence[Entry]) -> None:
    """Write when each of `entries` was due, as nbgrader has it.

    nbgrader knows one day for an assignment and an extension for each learner. The first
    day that is told stays the assignment's, and everybody's own day is an extension of
    it, which may be less than nothing. Who has no day is never late.
    """
    here = _assignment.c.name == assignment
    day = db.execute(sa.select(_assignment.c.duedate).where(here)).scalar_one_or_none()
    dues = [due for one in entries if (due := naive(one.due))]
    if day is None:
        if not dues:
            return
        day = min(dues)
        db.execute(sa.update(_assignment).where(here).values(duedate=day))
        before = db.execute(sa.select(_submission).where(_of(assignment)))
        own = {row.student_id: row.timestamp for row in before if row.timestamp}
    else:
        own = {}
    own |= {one.learner: naive(one.due) or naive(one.sent_at) for one in entries}
    for learner, due in own.items():
        change = sa.update(_submission).where(
            _of(assignment), _submission.c.student_id == learner
        )
        db.execute(change.values(extension=due - day))


def _of(assignment: str) -> sa.ColumnElement[bool]:
    name = sa.select(_assignment.c.id).where(_assignment.c.name == assignment)
    return _submission.c.assignment_id == name.scalar_subquery()
