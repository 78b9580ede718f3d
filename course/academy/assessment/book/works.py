"""What stands in the book, read in one question."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from academy.assessment.book import tables
from academy.assessment.book.cells import cells
from academy.assessment.book.forms import FORMGRADER, State, Work
from academy.assessment.book.history import EXTRA, SCORE, TOUCHED
from academy.assessment.book.rows import aware

_work, _answer, _grade = tables.work, tables.answer, tables.grade
_comment, _cell, _marking = tables.comment, tables.grade_cells, tables.marking

_POINTS = sa.case(
    (_grade.c.manual_score.is_not(None), _grade.c.manual_score + EXTRA),
    (_grade.c.auto_score.is_not(None), _grade.c.auto_score + EXTRA),
    else_=0.0,
)
_BEYOND = SCORE.is_not(None) & ~SCORE.between(0, _cell.c.max_score)
_TO_MARK = _grade.c.needs_manual_grade | _BEYOND
_LEFT_OUT = _answer.c.empty & SCORE.is_(None)


def _those(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[str | None]:
    """Return the names of the criteria for which that is so, with commas between."""
    return sa.func.group_concat(sa.case((condition, _answer.c.name), else_=None))


_LAST = (
    sa.select(sa.func.max(_marking.c.id).label("id"))
    .where(_marking.c.how.in_(("mark", "formgrader", "kept")))
    .group_by(_marking.c.handed_in)
    .subquery()
)
_MARKED = (
    sa.select(_marking.c.handed_in, _marking.c.tutor, _marking.c.at)
    .join(_LAST, _LAST.c.id == _marking.c.id)
    .subquery()
)
_STANDING = (
    sa.select(
        _answer.c.handed_in,
        sa.func.sum(_cell.c.max_score).label("max"),
        sa.func.sum(_POINTS).label("points"),
        _those(_TO_MARK).label("to_mark"),
        _those(_TO_MARK & _answer.c.changed).label("changed"),
        _those(_LEFT_OUT).label("left_out"),
        _those(_BEYOND).label("beyond"),
        sa.func.max(TOUCHED).label("touched"),
    )
    .join(_grade, _grade.c.id == _answer.c.grade)
    .join(_cell, _cell.c.id == _grade.c.cell_id)
    .outerjoin(_comment, _comment.c.id == _answer.c.comment_row)
    .group_by(_answer.c.handed_in)
    .subquery()
)
_QUERY = (
    sa.select(
        _work,
        _STANDING,
        _MARKED.c.tutor,
        _MARKED.c.at.label("marked_at"),
    )
    .join(_STANDING, _STANDING.c.handed_in == _work.c.handed_in)
    .outerjoin(_MARKED, _MARKED.c.handed_in == _work.c.handed_in)
    .where(_work.c.stands)
    .order_by(_work.c.sent_at, _work.c.handed_in)
)


def works(
    db: sa.Connection,
    *,
    id: int | None = None,
    assignment: str | None = None,
    learners: Collection[str] | None = None,
) -> list[Work]:
    """Return what stands, oldest first, as `Book.works` says."""
    query = _QUERY
    if id is not None:
        query = query.where(_work.c.handed_in == id, _STANDING.c.handed_in == id)
    if assignment is not None:
        query = query.where(_work.c.assignment == assignment)
    rows = db.execute(query).all()
    if learners is not None:
        mine = set(learners)
        rows = [row for row in rows if row.learner in mine]
    order = {
        name: {cell.name: place for place, cell in enumerate(cells(db, name))}
        for name in {row.assignment for row in rows}
    }
    return [_told(row, order[row.assignment]) for row in rows]


def _told(row: sa.Row[Any], order: dict[str, int]) -> Work:
    def names(found: str | None) -> tuple[str, ...]:
        if not found:
            return ()
        return tuple(sorted(found.split(","), key=lambda name: order.get(name, 0)))

    to_mark, changed = names(row.to_mark), names(row.changed)
    begun = row.touched or row.tutor is not None
    state: State = "begun" if begun else "new"
    if not to_mark:
        state = "marked"
    elif changed:
        state = "changed"
    due = aware(row.due) if row.due else None
    sent_at = aware(row.sent_at)
    return Work(
        id=row.handed_in,
        assignment=row.assignment,
        learner=row.learner,
        sent_at=sent_at,
        due=due,
        late=sent_at - due if due and sent_at > due else None,
        words=row.words,
        max=row.max,
        total=None if to_mark else row.points,
        state=state,
        to_mark=to_mark,
        changed=changed,
        left_out=names(row.left_out),
        out_of_bounds=names(row.beyond),
        marked_by=FORMGRADER if row.touched else row.tutor,
        marked_at=aware(row.marked_at) if row.marked_at and not row.touched else None,
    )
