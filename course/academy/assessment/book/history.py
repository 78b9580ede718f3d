"""Who marked what, and when; and how it stands in nbgrader now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from academy.assessment.book import tables
from academy.assessment.book.forms import FORMGRADER, Given, How, Marking
from academy.assessment.book.rows import aware, naive

_answer, _grade, _comment = tables.answer, tables.grade, tables.comment
_marking, _work = tables.marking, tables.work

_FIRST: tuple[How, ...] = ("mark", "formgrader", "kept")
"""Rows that tell how a reflection is marked; the others stand beside."""

EXTRA = sa.func.coalesce(_grade.c.extra_credit, 0.0)
SCORE = sa.case(
    (_grade.c.manual_score.is_not(None), _grade.c.manual_score + EXTRA),
    (
        _grade.c.auto_score.is_not(None) & _grade.c.extra_credit.is_not(None),
        _grade.c.auto_score + EXTRA,
    ),
    else_=None,
)
"""The points that somebody gave, as nbgrader counts them."""
SAID = sa.func.coalesce(_comment.c.manual_comment, "")
"""The comment that somebody gave."""
TOUCHED = SCORE.is_distinct_from(_answer.c.score) | (_answer.c.comment != SAID)
"""Whether it is not as we saw it last."""


def put(  # noqa: PLR0913  what a row consists of
    db: sa.Connection,
    *,
    handed_in: int,
    tutor: str,
    at: datetime,
    how: How,
    given: Mapping[str, Given],
    since: datetime | None = None,
) -> Marking:
    """Write one row of history and return it."""
    row = {
        "handed_in": handed_in,
        "tutor": tutor,
        "at": naive(at),
        "since": naive(since or at),
        "how": how,
        "given": {name: one.model_dump() for name, one in given.items()},
    }
    made = sa.insert(_marking).values(row).returning(_marking.c.id)
    id = int(db.execute(made).scalar_one())
    return Marking(id, tutor, at, dict(given), how, handed_in)


def newest(db: sa.Connection, handed_in: int) -> Marking | None:
    """Return how version `handed_in` was marked last, as far as was seen."""
    query = (
        sa.select(_marking)
        .where(_marking.c.handed_in == handed_in, _marking.c.how.in_(_FIRST))
        .order_by(_marking.c.id.desc())
        .limit(1)
    )
    row = db.execute(query).first()
    return told(row) if row else None


def history(db: sa.Connection, handed_in: int) -> list[Marking]:
    """Return all rows of a version and of those before it, oldest first."""
    here = sa.select(_work).where(_work.c.handed_in == handed_in).subquery()
    before = sa.select(_work.c.handed_in).where(
        _work.c.assignment == here.c.assignment,
        _work.c.learner == here.c.learner,
        _work.c.handed_in <= handed_in,
    )
    query = sa.select(_marking).where(_marking.c.handed_in.in_(before))
    return [told(row) for row in db.execute(query.order_by(_marking.c.id))]


def told(row: sa.Row[Any]) -> Marking:
    """Return a row of history as it is told."""
    given = {name: Given.model_construct(**one) for name, one in row.given.items()}
    return Marking(row.id, row.tutor, aware(row.at), given, row.how, row.handed_in)


def standing(db: sa.Connection, handed_in: int, *names: str) -> dict[str, Given]:
    """Return what nbgrader has for each criterion of a version, or for `names` alone."""
    query = _rows(SCORE.label("score"), SAID.label("comment"))
    query = query.where(_answer.c.handed_in == handed_in)
    if names:
        query = query.where(_answer.c.name.in_(names))
    return {
        row.name: Given.model_construct(score=row.score, comment=row.comment)
        for row in db.execute(query.order_by(_answer.c.place))
    }


def touched(db: sa.Connection, handed_in: int) -> bool:
    """Return whether nbgrader's own page has marked since we looked."""
    query = _rows().where(_answer.c.handed_in == handed_in, TOUCHED).limit(1)
    return db.execute(query).first() is not None


def pick_up(db: sa.Connection, handed_in: int, now: datetime) -> None:
    """Write what nbgrader's own page has marked since into the history."""
    if touched(db, handed_in):
        given = standing(db, handed_in)
        remember(db, handed_in, given)
        put(
            db,
            handed_in=handed_in,
            tutor=FORMGRADER,
            at=now,
            how="formgrader",
            given=given,
        )


def remember(db: sa.Connection, handed_in: int, given: Mapping[str, Given]) -> None:
    """Let `given` be what was seen last."""
    change = sa.update(_answer).where(
        _answer.c.handed_in == handed_in, _answer.c.name == sa.bindparam("of")
    )
    values = [
        {"of": name, "score": one.score, "comment": one.comment}
        for name, one in given.items()
    ]
    new: dict[str, Any] = {
        "score": sa.bindparam("score"),
        "comment": sa.bindparam("comment"),
    }
    db.execute(change.values(new), values)


def _rows(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return (
        sa.select(_answer.c.name, *columns)
        .join(_grade, _grade.c.id == _answer.c.grade)
        .outerjoin(_comment, _comment.c.id == _answer.c.comment_row)
    )
