"""Put reflections into the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from academy.assessment.book import tables
from academy.assessment.book.cells import Assignment, cells, notebooks
from academy.assessment.book.forms import Entry
from academy.assessment.book.leaving import drop
from academy.assessment.book.replacing import replace
from academy.assessment.book.rows import (
    Row,
    Slot,
    answer_row,
    naive,
    text_of,
    untouched,
    work_row,
)

_work, _answer, _theirs = tables.work, tables.answer, tables.submitted_assignment


def enter(db: sa.Connection, assignment: str, entries: Sequence[Entry]) -> None:
    """Put `entries` in, as `Book.enter` says."""
    to = Assignment(assignment, cells(db, assignment))
    if not to.cells:
        raise ValueError(f"nbgrader has no assignment {assignment!r}; release it first.")
    known = _known(db, assignment, {one.learner for one in entries})
    foreign = _foreign(db, assignment, {one.learner for one in entries})
    fresh: list[Entry] = []
    for one in _newest(entries):
        mine = known.get(one.learner, {})
        here = mine.get(one.handed_in)
        if here is not None and here.stands and here.there:
            _set_due(db, one)
        elif here is not None and here.stands:
            drop(db, [one.handed_in])  # somebody removed it in nbgrader alone
            fresh.append(one)
        elif here is not None:
            continue
        elif max(mine, default=0) > one.handed_in:
            db.execute(sa.insert(_work).values(work_row(assignment, one, None)))
        else:
            old = next((row for row in mine.values() if row.stands), None)
            theirs = foreign.get(one.learner)
            if not replace(db, to, one, old, theirs):
                fresh.append(one)
    _add(db, to, fresh)


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    by_learner = {
        one.learner: one for one in sorted(entries, key=lambda one: one.handed_in)
    }
    return sorted(by_learner.values(), key=lambda one: one.handed_in)


def _known(
    db: sa.Connection, assignment: str, learners: set[str]
) -> dict[str, dict[int, sa.Row[Any]]]:
    """Return all versions of these learners, and whether nbgrader has them `there`."""
    query = (
        sa.select(_work, _theirs.c.id.label("there"))
        .outerjoin(_theirs, _theirs.c.id == _work.c.submission)
        .where(_work.c.assignment == assignment, _work.c.learner.in_(learners))
    )
    found: dict[str, dict[int, sa.Row[Any]]] = {}
    for row in db.execute(query):
        found.setdefault(row.learner, {})[row.handed_in] = row
    return found


def _foreign(db: sa.Connection, assignment: str, learners: set[str]) -> dict[str, str]:
    """Return the submissions that nbgrader alone has taken in, by learner."""
    master = tables.assignment
    query = (
        sa.select(_theirs.c.student_id, _theirs.c.id)
        .join(master, master.c.id == _theirs.c.assignment_id)
        .outerjoin(_work, _work.c.submission == _theirs.c.id)
        .where(
            master.c.name == assignment,
            _theirs.c.student_id.in_(learners),
            _work.c.handed_in.is_(None),
        )
    )
    return {row.student_id: row.id for row in db.execute(query)}


def _set_due(db: sa.Connection, one: Entry) -> None:
    here = sa.update(_work).where(_work.c.handed_in == one.handed_in)
    db.execute(here.values(due=naive(one.due)))


def _add(db: sa.Connection, assignment: Assignment, fresh: Sequence[Entry]) -> None:
    """Make the rows that nbgrader makes for a submission, for many at once."""
    if not fresh:
        return
    name = tables.assignment.c.name
    of = db.execute(sa.select(tables.assignment.c.id).where(name == assignment.name))
    master, papers = of.scalar_one(), notebooks(db, assignment.name)
    rows: dict[sa.Table, list[Row]] = {
        tables.student: [{"id": one.learner} for one in fresh],
        _theirs: [],
        tables.submitted_notebook: [],
        tables.grade: [],
        tables.comment: [],
        _work: [],
        _answer: [],
    }
    for one in fresh:
        submission = _id()
        rows[_theirs].append(
            {
                "id": submission,
                "assignment_id": master,
                "student_id": one.learner,
                "timestamp": naive(one.sent_at),
            }
        )
        rows[_work].append(work_row(assignment.name, one, submission))
        paper = {of: _id() for of in papers}
        rows[tables.submitted_notebook] += [
            {"id": id, "assignment_id": submission, "notebook_id": of, "flagged": False}
            for of, id in paper.items()
        ]
        for place, cell in enumerate(assignment.cells):
            slot = Slot(_id(), _id() if cell.solution else None)
            grade, comment = untouched(empty=not text_of(one, cell))
            at = {"notebook_id": paper[cell.notebook]}
            rows[tables.grade].append(
                {"id": slot.grade, "cell_id": cell.grade} | at | grade
            )
            if slot.comment:
                rows[tables.comment].append(
                    {"id": slot.comment, "cell_id": cell.solution} | at | comment
                )
            rows[_answer].append(answer_row(one, place, cell, slot))
    for table, values in rows.items():
        add = sa.insert(table)
        if table is tables.student:
            add = add.prefix_with("OR IGNORE")
        if values:
            db.execute(add, values)


def _id() -> str:
    return uuid4().hex
