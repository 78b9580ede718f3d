"""Keep what tutors give."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from academy.assessment.book import tables
from academy.assessment.book.forms import Conflict, Given, Marking, Replaced, Twice
from academy.assessment.book.history import (
    history,
    newest,
    pick_up,
    put,
    remember,
    standing,
    told,
)
from academy.assessment.book.rows import aware
from academy.assessment.book.works import works

_work, _answer, _marking = tables.work, tables.answer, tables.marking

ONE_ROW = timedelta(minutes=10)
"""How long writing on at the same comments is one row of history."""


def save(  # noqa: PLR0913  what a save consists of
    db: sa.Connection,
    id: int,
    tutor: str,
    given: Mapping[str, Given],
    *,
    seen: int,
    now: datetime,
) -> Marking | Conflict:
    """Keep `given`, as `Book.save` says.

    A conflict is returned, so that what was picked up before it is kept.
    """
    must_fit(db, id, given)
    pick_up(db, id, now)
    last = newest(db, id)
    if last is not None and last.id != seen:
        return Conflict(last)
    before = standing(db, id)
    after = before | {name: given[name] for name in before if name in given}
    if given:
        _write(db, id, given)
        remember(db, id, given)
    if last is not None and after == before and last.given == after:
        return last
    since = _replaced(db, last, tutor, after, now)
    return put(
        db,
        handed_in=id,
        tutor=tutor,
        at=now,
        how="mark",
        given=after,
        since=since,
    )


def save_second(
    db: sa.Connection, id: int, tutor: str, given: Mapping[str, Given], now: datetime
) -> Marking:
    """Keep a second tutor's marks, as `Book.save_second` says."""
    must_fit(db, id, given)
    if has_marked(db, id, tutor):
        raise ValueError("You have marked this yourself; a second mark is another tutor's.")
    last = second(db, id, tutor)
    before = last.given if last else dict.fromkeys(standing(db, id), Given())
    after = before | dict(given)
    if last is not None and after == before:
        return last
    since = _replaced(db, last, tutor, after, now)
    return put(
        db,
        handed_in=id,
        tutor=tutor,
        at=now,
        how="second",
        given=after,
        since=since,
    )


def has_marked(db: sa.Connection, id: int, tutor: str) -> bool:
    """Return whether `tutor` has given this version or one before it first marks."""
    rows = history(db, id)
    return any(one.tutor == tutor and one.how in ("mark", "kept") for one in rows)


def second(db: sa.Connection, id: int, tutor: str) -> Marking | None:
    """Return what `tutor` gave version `id` as the second, newest."""
    mine = (
        _marking.c.handed_in == id,
        _marking.c.tutor == tutor,
        _marking.c.how == "second",
    )
    query = sa.select(_marking).where(*mine).order_by(_marking.c.id.desc()).limit(1)
    row = db.execute(query).first()
    return told(row) if row else None


def twice(db: sa.Connection, assignment: str, id: int | None = None) -> list[Twice]:
    """Return what two tutors marked, each as they did before they saw the other's.

    Of the second it is the first complete marking; of the first the last one that was
    complete before it, or, if they were slower, the first one after it.
    """
    found: list[Twice] = []
    marked = _markings(db, assignment, id)
    for work in works(db, assignment=assignment, id=id):
        rows = [one for one in marked.get(work.id, []) if _complete(one, work.left_out)]
        firsts = [one for one in rows if one.how != "second"]
        for tutor in sorted({one.tutor for one in rows if one.how == "second"}):
            of_second = next(
                one for one in rows if one.how == "second" and one.tutor == tutor
            )
            before = [one for one in firsts if one.id < of_second.id]
            blind = before[-1:] or firsts[:1]
            if blind:
                found.append(Twice(work, blind[0], of_second))
    return found


def must_fit(db: sa.Connection, id: int, given: Mapping[str, Given]) -> None:
    """Raise ValueError, or Replaced, unless `given` can be kept for version `id`."""
    row = db.execute(sa.select(_work).where(_work.c.handed_in == id)).first()
    if row is None or row.withdrawn:
        raise ValueError("There is no such reflection to mark; it may be withdrawn.")
    if not row.stands:
        newer = standing_now(db, id)
        if newer is None:
            raise ValueError("There is no such reflection to mark; it may be withdrawn.")
        raise Replaced(newer)
    cell, grade = tables.grade_cells, tables.grade
    query = (
        sa.select(_answer.c.name, cell.c.max_score)
        .join(grade, grade.c.id == _answer.c.grade)
        .join(cell, cell.c.id == grade.c.cell_id)
        .where(_answer.c.handed_in == id)
    )
    bounded({row.name: row.max_score for row in db.execute(query)}, given)


def bounded(most: Mapping[str, float], given: Mapping[str, Given]) -> None:
    """Raise ValueError unless `given` is of these criteria and within their points."""
    for name, one in given.items():
        if name not in most:
            raise ValueError(
                f"There is no criterion {name!r}; there is: {', '.join(most) or 'none'}."
            )
        if one.score is not None and not (
            math.isfinite(one.score) and 0 <= one.score <= most[name]
        ):
            raise ValueError(
                f"{name}: {one.score:g} is not possible; "
                f"give a score from 0 to {most[name]:g}."
            )


def standing_now(db: sa.Connection, id: int) -> int | None:
    """Return the version that stands in the place of version `id`, or is it."""
    here = sa.select(_work).where(_work.c.handed_in == id).subquery()
    query = sa.select(_work.c.handed_in).where(
        _work.c.assignment == here.c.assignment,
        _work.c.learner == here.c.learner,
        _work.c.stands,
    )
    return db.execute(query).scalar_one_or_none()


def _write(db: sa.Connection, id: int, given: Mapping[str, Given]) -> None:
    """Write into nbgrader's rows, as its own page does."""
    grade, comment = tables.grade, tables.comment
    query = sa.select(_answer).where(
        _answer.c.handed_in == id, _answer.c.name.in_(given.keys())
    )
    rows = db.execute(query).all()
    db.execute(
        sa.update(grade)
        .where(grade.c.id == sa.bindparam("of"))
        .values(
            manual_score=sa.bindparam("score"),
            extra_credit=None,
            needs_manual_grade=sa.and_(
                sa.bindparam("score", type_=sa.Float).is_(None),
                grade.c.auto_score.is_(None),
            ),
        ),
        [{"of": row.grade, "score": given[row.name].score} for row in rows],
    )
    said = [
        {"of": row.comment_row, "said": given[row.name].comment or None}
        for row in rows
        if row.comment_row
    ]
    if said:
        change = sa.update(comment).where(comment.c.id == sa.bindparam("of"))
        db.execute(change.values(manual_comment=sa.bindparam("said")), said)
    scored = [name for name, one in given.items() if one.score is not None]
    seen = sa.update(_answer).where(_answer.c.handed_in == id, _answer.c.name.in_(scored))
    db.execute(seen.values(changed=False))


def _replaced(
    db: sa.Connection,
    last: Marking | None,
    tutor: str,
    after: Mapping[str, Given],
    now: datetime,
) -> datetime | None:
    """Take the row away that a tutor goes on with; return since when it is one."""
    if last is None or last.tutor != tutor or last.how not in ("mark", "second"):
        return None
    if any(last.given[name].score != one.score for name, one in after.items()):
        return None
    query = sa.select(_marking.c.since).where(_marking.c.id == last.id)
    since = aware(db.execute(query).scalar_one())
    if not timedelta(0) <= now - since < ONE_ROW:
        return None
    db.execute(sa.delete(_marking).where(_marking.c.id == last.id))
    return since


def _complete(one: Marking, left_out: tuple[str, ...]) -> bool:
    return all(
        given.score is not None or name in left_out for name, given in one.given.items()
    )


def _markings(
    db: sa.Connection, assignment: str, id: int | None
) -> dict[int, list[Marking]]:
    query = (
        sa.select(_marking)
        .join(_work, _work.c.handed_in == _marking.c.handed_in)
        .where(_work.c.assignment == assignment, _work.c.stands)
        .order_by(_marking.c.id)
    )
    if id is not None:
        query = query.where(_marking.c.handed_in == id)
    found: dict[int, list[Marking]] = {}
    for row in db.execute(query):
        found.setdefault(row.handed_in, []).append(told(row))
    return found
