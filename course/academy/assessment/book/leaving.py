"""Take reflections out of the book: withdrawn, or erased."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from academy.assessment.book import tables
from academy.assessment.book.forms import LEFT
from academy.assessment.book.history import pick_up

_work, _answer, _theirs = tables.work, tables.answer, tables.submitted_assignment


def withdraw(
    db: sa.Connection, handed_in: int, learner: str | None, assignment: str | None
) -> None:
    """Take a reflection back, as `Book.withdraw` says."""
    row = db.execute(sa.select(_work).where(_work.c.handed_in == handed_in)).first()
    if row is not None:
        learner, assignment = row.learner, row.assignment
    mine = (
        _work.c.learner == learner,
        _work.c.assignment == assignment,
        _work.c.handed_in <= handed_in,
    )
    standing = db.execute(sa.select(_work).where(*mine, _work.c.stands)).first()
    if standing is not None:
        pick_up(db, standing.handed_in, datetime.now(UTC))
        db.execute(sa.delete(_answer).where(_answer.c.handed_in == standing.handed_in))
        _drop_with_student(db, [standing.submission])
    gone = {"stands": False, "withdrawn": True, "submission": None}
    db.execute(sa.update(_work).where(*mine).values(gone))


def drop(db: sa.Connection, versions: Sequence[int]) -> None:
    """Remove versions as if they had never been entered; their history stays."""
    for table in (_answer, _work):
        db.execute(sa.delete(table).where(table.c.handed_in.in_(versions)))


def drop_submissions(db: sa.Connection, submissions: Sequence[str]) -> None:
    """Remove nbgrader's rows of submissions."""
    paper = tables.submitted_notebook
    papers = sa.select(paper.c.id).where(paper.c.assignment_id.in_(submissions))
    for table in (tables.grade, tables.comment):
        db.execute(sa.delete(table).where(table.c.notebook_id.in_(papers)))
    db.execute(sa.delete(paper).where(paper.c.assignment_id.in_(submissions)))
    db.execute(sa.delete(_theirs).where(_theirs.c.id.in_(submissions)))


def _drop_with_student(db: sa.Connection, submissions: Sequence[str]) -> None:
    """Remove submissions, and students of whom nbgrader then knows the id alone.

    Its export has a 0 for every student it knows and every assignment there is.
    """
    of = sa.select(_theirs.c.student_id).where(_theirs.c.id.in_(submissions))
    students = list(db.execute(of).scalars())
    drop_submissions(db, submissions)
    student = tables.student
    still = sa.select(_theirs.c.student_id).where(_theirs.c.student_id.in_(students))
    blank = [
        column.is_(None) | (column == "")
        for column in student.c
        if column is not student.c.id
    ]
    nobody = student.c.id.in_(students) & student.c.id.not_in(still)
    db.execute(sa.delete(student).where(nobody, *blank))


def same(db: sa.Connection, old: str, learner: str) -> None:
    """Let everything of `old` be `learner`'s.

    nbgrader goes on to know what was handed in by the name of its folders, until a newer
    version comes. Of two reflections of one assignment the newer stands.
    """
    query = sa.select(_work).where(_work.c.learner.in_([old, learner]), _work.c.stands)
    newest: dict[str, int] = {}
    rows = {row.handed_in: row for row in db.execute(query)}
    for id, row in sorted(rows.items()):
        if older := newest.get(row.assignment):
            pick_up(db, older, datetime.now(UTC))
            here = sa.update(_work).where(_work.c.handed_in == older)
            db.execute(here.values(stands=False, submission=None))
            db.execute(sa.delete(_answer).where(_answer.c.handed_in == older))
            drop_submissions(db, [rows[older].submission])
        newest[row.assignment] = id
    for column in (_work.c.learner, tables.worry.c.learner, *_TUTORS):
        _rename(db, column, old, learner)
    pair = tables.pair
    for column in (pair.c.reader, pair.c.author):
        _rename(db, column, old, learner)
    db.execute(sa.delete(pair).where(pair.c.reader == pair.c.author))


_TUTORS = (
    tables.marking.c.tutor,
    tables.phrase.c.owner,
    tables.worry.c.tutor,
    tables.worry.c.contact,
    tables.calibration.c.tutor,
)


def there(db: sa.Connection) -> set[str]:
    """Return the ids of everybody who is in our tables."""
    columns = (_work.c.learner, tables.pair.c.reader, tables.pair.c.author, *_TUTORS)
    return set(db.execute(sa.union(*(sa.select(one) for one in columns))).scalars())


def _rename(db: sa.Connection, column: sa.Column[str], old: str, new: str) -> None:
    """Let what is `old`'s be `new`'s; of what both have, `new` keeps their own."""
    change = sa.update(column.table).prefix_with("OR IGNORE").where(column == old)
    db.execute(change.values({column: new}))
    db.execute(sa.delete(column.table).where(column == old))


def erase(db: sa.Connection, ids: Iterable[str], assignment: str | None) -> None:
    """Take everything of a person away, as `Book.erase` says."""
    who, one = list(ids), assignment
    master = tables.assignment
    theirs = (
        sa.select(_theirs.c.id)
        .join(master, master.c.id == _theirs.c.assignment_id)
        .outerjoin(_work, _work.c.submission == _theirs.c.id)
        .where(_theirs.c.student_id.in_(who) | _work.c.learner.in_(who))
    )
    works = sa.select(_work.c.handed_in).where(_work.c.learner.in_(who))
    if one is not None:
        theirs = theirs.where(master.c.name == one)
        works = works.where(_work.c.assignment == one)
    _drop_with_student(db, list(db.execute(theirs).scalars()))
    versions = list(db.execute(works).scalars())
    for table in (tables.marking, tables.worry):
        db.execute(sa.delete(table).where(table.c.handed_in.in_(versions)))
    drop(db, versions)
    pair = tables.pair
    peers = sa.delete(pair).where(pair.c.reader.in_(who) | pair.c.author.in_(who))
    db.execute(peers if one is None else peers.where(pair.c.assignment == one))
    if one is None:
        _erase_person(db, who)


def _erase_person(db: sa.Connection, who: list[str]) -> None:
    student, phrase, worry = tables.student, tables.phrase, tables.worry
    db.execute(sa.delete(student).where(student.c.id.in_(who)))
    db.execute(sa.delete(worry).where(worry.c.learner.in_(who)))
    own = phrase.c.owner.in_(who) & phrase.c.shared.is_(False)
    db.execute(sa.delete(phrase).where(own))
    tries = tables.calibration
    db.execute(sa.delete(tries).where(tries.c.tutor.in_(who)))
    for column in _TUTORS:
        for id in who:
            _rename(db, column, id, LEFT)
