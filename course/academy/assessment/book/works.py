"""What stands in the book, read in one question."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from academy.assessment.book import tables
from academy.assessment.book.forms import FORMGRADER, State, Work
from academy.assessment.book.history import EXTRA, SCORE, TOUCHED
from academy.assessment.book.rows import aware

_work, _answer, _grade = tables.work, tables.answer, tables.grade
_comment, _cell, _marking = tables.comment, tables.grade_cells, tables.marking

_FEW = 20
"""Learners: for so many the file is asked; of more, all that stands is read."""
_POINTS = sa.case(
    (_grade.c.manual_score.is_not(None), _grade.c.manual_score + EXTRA),
    (_grade.c.auto_score.is_not(None), _grade.c.auto_score + EXTRA),
    else_=0.0,
)
_BEYOND = SCORE.is_not(None) & ~SCORE.between(0, _cell.c.max_score)
_TO_MARK = _grade.c.needs_manual_grade | _BEYOND
_LEFT_OUT = _answer.c.empty & (sa.func.coalesce(SCORE, 0.0) == 0)


def _those(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[str | None]:
    """Return the names of the criteria for which that is so, with commas between."""
    return sa.func.group_concat(sa.case((condition, _answer.c.name), else_=None))


_ANSWERS = (
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
)
_LAST = (
    sa.select(_marking.c.handed_in, sa.func.max(_marking.c.id).label("id"))
    .where(_marking.c.how.in_(("mark", "formgrader", "kept")))
    .group_by(_marking.c.handed_in)
)


def works(
    db: sa.Connection,
    *,
    id: int | None = None,
    assignment: str | None = None,
    learners: Collection[str] | None = None,
) -> list[Work]:
    """Return what stands, oldest first, as `Book.works` says."""
    those = []
    if id is not None:
        those.append(_work.c.handed_in == id)
    if assignment is not None:
        those.append(_work.c.assignment == assignment)
    if learners is not None and len(learners) <= _FEW:
        those.append(_work.c.learner.in_(learners))
    query = _asked(*those)
    rows: Iterable[Any] = db.execute(query).all()
    if learners is not None:
        mine = set(learners)
        rows = (row for row in rows if row.learner in mine)
    return [_told(*row) for row in rows]


def _asked(*those: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the question for what stands, or for `those` alone.

    It is asked of each part, as SQLite sums up everything before it leaves things out.
    """
    answers, last = _ANSWERS, _LAST
    if those:
        ids = sa.select(_work.c.handed_in).where(_work.c.stands, *those)
        answers = answers.where(_answer.c.handed_in.in_(ids))
        last = last.where(_marking.c.handed_in.in_(ids))
    standing, newest = answers.subquery(), last.subquery()
    return (
        sa.select(
            _work.c.handed_in,
            _work.c.assignment,
            _work.c.learner,
            _work.c.sent_at,
            _work.c.due,
            _work.c.words,
            standing.c.max,
            standing.c.points,
            standing.c.to_mark,
            standing.c.changed,
            standing.c.left_out,
            standing.c.beyond,
            standing.c.touched,
            _marking.c.tutor,
            _marking.c.at,
        )
        .join(standing, standing.c.handed_in == _work.c.handed_in)
        .outerjoin(newest, newest.c.handed_in == _work.c.handed_in)
        .outerjoin(_marking, _marking.c.id == newest.c.id)
        .where(_work.c.stands)
        .order_by(_work.c.sent_at, _work.c.handed_in)
    )


def _told(  # noqa: PLR0913, PLR0917  one row, as it comes
    id: int,
    assignment: str,
    learner: str,
    sent_at: datetime,
    due: datetime | None,
    words: int,
    most: float,
    points: float,
    to_mark: str | None,
    changed: str | None,
    left_out: str | None,
    beyond: str | None,
    touched: int,
    tutor: str | None,
    marked_at: datetime | None,
) -> Work:
    state: State = "begun" if touched or tutor is not None else "new"
    if not to_mark:
        state = "marked"
    elif changed:
        state = "changed"
    late = sent_at - due if due and sent_at > due else None
    return Work(
        id,
        assignment,
        learner,
        aware(sent_at),
        aware(due) if due else None,
        late,
        words,
        most,
        None if to_mark else points,
        state,
        _names(to_mark),
        _names(changed),
        _names(left_out),
        _names(beyond),
        FORMGRADER if touched else tutor,
        aware(marked_at) if marked_at and not touched else None,
    )


def _names(found: str | None) -> tuple[str, ...]:
    return tuple(found.split(",")) if found else ()
