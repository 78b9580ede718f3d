"""Put a newer version in the place of an older one, and keep the marks that still fit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from academy.assessment.book import tables
from academy.assessment.book.cells import Assignment
from academy.assessment.book.forms import Entry, Given
from academy.assessment.book.history import newest, pick_up, put
from academy.assessment.book.leaving import drop_submissions
from academy.assessment.book.rows import (
    Row,
    Slot,
    answer_row,
    naive,
    untouched,
    work_row,
)

_work, _answer, _theirs = tables.work, tables.answer, tables.submitted_assignment


def replace(
    db: sa.Connection,
    assignment: Assignment,
    new: Entry,
    old: sa.Row[Any] | None,
    foreign: str | None,
) -> bool:
    """Enter `new` where nbgrader has something of its writer; False if it has nothing.

    Args:
        db: a transaction.
        assignment: whose reflection it is.
        new: the newest version.
        old: the version that stood until now, if one did.
        foreign: the submission that nbgrader took in without us, if it did.
    """
    submission = old.submission if old is not None else foreign
    slots = _slots(db, submission, assignment) if submission else None
    if old is not None:
        pick_up(db, old.handed_in, datetime.now(UTC))
    if submission is None or slots is None:  # nothing, or of another release
        _step_back(db, old)
        drop_submissions(db, [id for id in (submission, foreign) if id])
        return False
    if old is None:
        _adopt(db, assignment, new, submission, slots)
        if _at(db, submission) == naive(new.sent_at):
            return True
        was: dict[str, sa.Row[Any]] = {}
        before = newest(db, new.handed_in)
        db.execute(sa.delete(_answer).where(_answer.c.handed_in == new.handed_in))
    else:
        if foreign and foreign != submission:
            drop_submissions(db, [foreign])
        there = sa.select(_answer).where(_answer.c.handed_in == old.handed_in)
        was = {row.name: row for row in db.execute(there)}
        before = newest(db, old.handed_in)
        _step_back(db, old)
        db.execute(sa.insert(_work).values(work_row(assignment.name, new, submission)))
    _take_over(db, new, submission)
    rows: list[Row] = []
    for place, cell in enumerate(assignment.cells):
        row = answer_row(new, place, cell, slots[cell.name])
        past = was.get(cell.name)
        if past is not None and past.digest == row["digest"]:
            row |= {"changed": past.changed, "score": past.score, "comment": past.comment}
        else:
            row["changed"] = before is not None and not row["empty"]
            _clear(db, slots[cell.name], empty=row["empty"])
        rows.append(row)
    db.execute(sa.insert(_answer), rows)
    if before is not None:
        put(
            db,
            handed_in=new.handed_in,
            tutor=before.tutor,
            at=before.at,
            how="kept",
            given={
                row["name"]: Given(score=row["score"], comment=row["comment"])
                for row in rows
            },
        )
    return True


def _adopt(
    db: sa.Connection,
    assignment: Assignment,
    new: Entry,
    submission: str,
    slots: dict[str, Slot],
) -> None:
    """Take in what nbgrader alone has, with its marks as its own page's."""
    db.execute(sa.insert(_work).values(work_row(assignment.name, new, submission)))
    rows = [
        answer_row(new, place, cell, slots[cell.name])
        for place, cell in enumerate(assignment.cells)
    ]
    db.execute(sa.insert(_answer), rows)
    pick_up(db, new.handed_in, datetime.now(UTC))


def _slots(
    db: sa.Connection, submission: str, assignment: Assignment
) -> dict[str, Slot] | None:
    """Return where each criterion of a submission is marked; None if some is missing."""
    paper = tables.submitted_notebook

    def rows(table: sa.Table) -> dict[str, str]:
        query = (
            sa.select(table.c.cell_id, table.c.id)
            .join(paper, paper.c.id == table.c.notebook_id)
            .where(paper.c.assignment_id == submission)
        )
        return {row.cell_id: row.id for row in db.execute(query)}

    grades, comments = rows(tables.grade), rows(tables.comment)
    if any(
        cell.grade not in grades or (cell.solution and cell.solution not in comments)
        for cell in assignment.cells
    ):
        return None
    return {
        cell.name: Slot(grades[cell.grade], comments.get(cell.solution or ""))
        for cell in assignment.cells
    }


def _at(db: sa.Connection, submission: str) -> datetime | None:
    query = sa.select(_theirs.c.timestamp).where(_theirs.c.id == submission)
    at: datetime | None = db.execute(query).scalar_one()
    return at


def _step_back(db: sa.Connection, old: sa.Row[Any] | None) -> None:
    """Let a version stand no more; its history stays."""
    if old is not None:
        here = sa.update(_work).where(_work.c.handed_in == old.handed_in)
        db.execute(here.values(stands=False, submission=None))
        db.execute(sa.delete(_answer).where(_answer.c.handed_in == old.handed_in))


def _take_over(db: sa.Connection, new: Entry, submission: str) -> None:
    known = sa.insert(tables.student).prefix_with("OR IGNORE")
    db.execute(known.values(id=new.learner))
    here = sa.update(_theirs).where(_theirs.c.id == submission)
    db.execute(here.values(timestamp=naive(new.sent_at), student_id=new.learner))


def _clear(db: sa.Connection, slot: Slot, *, empty: bool) -> None:
    of_grade, of_comment = untouched(empty=empty)
    grade, comment = tables.grade, tables.comment
    db.execute(sa.update(grade).where(grade.c.id == slot.grade).values(of_grade))
    if slot.comment:
        there = sa.update(comment).where(comment.c.id == slot.comment)
        db.execute(there.values(of_comment))
