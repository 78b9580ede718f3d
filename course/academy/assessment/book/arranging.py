"""How cohorts do an assignment, and how tutors marked its references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from academy.assessment.book.cells import cells
from academy.assessment.book.forms import Given, Marking, Options
from academy.assessment.book.rows import aware, naive
from academy.assessment.book.saving import bounded
from academy.assessment.book.tables import calibration, option, pair


def options(db: sa.Connection, cohort: str, assignment: str) -> Options:
    """Return how a cohort does an assignment."""
    query = sa.select(option.c.second_share, option.c.peers).where(
        option.c.cohort == cohort, option.c.assignment == assignment
    )
    row = db.execute(query).first()
    return Options(*row) if row else Options()


def set_options(db: sa.Connection, cohort: str, assignment: str, new: Options) -> None:
    """Keep how a cohort does an assignment."""
    if not 0 <= new.second_share <= 1:
        raise ValueError("The share that is marked twice is from 0 to 1.")
    row = {"cohort": cohort, "assignment": assignment} | new._asdict()
    db.execute(sa.insert(option).prefix_with("OR REPLACE").values(row))


def pairs(db: sa.Connection, cohort: str, assignment: str) -> dict[str, tuple[str, ...]]:
    """Return authors by reader."""
    query = sa.select(pair.c.reader, pair.c.author).where(
        pair.c.cohort == cohort, pair.c.assignment == assignment
    )
    found: dict[str, tuple[str, ...]] = {}
    for reader, author in db.execute(query.order_by(pair.c.reader, pair.c.place)):
        found[reader] = (*found.get(reader, ()), author)
    return found


def set_pairs(
    db: sa.Connection, cohort: str, assignment: str, new: Mapping[str, Sequence[str]]
) -> None:
    """Keep who reads whom, in place of what was kept."""
    if any(reader in authors for reader, authors in new.items()):
        raise ValueError("Nobody can be their own peer.")
    here = {"cohort": cohort, "assignment": assignment}
    rows = [
        here | {"reader": reader, "place": place, "author": author}
        for reader, authors in new.items()
        for place, author in enumerate(authors)
    ]
    old = pair.c.cohort == cohort, pair.c.assignment == assignment
    db.execute(sa.delete(pair).where(*old))
    if rows:
        db.execute(sa.insert(pair), rows)


def calibrations(db: sa.Connection, tutor: str, assignment: str) -> dict[str, Marking]:
    """Return how a tutor marked references, by their keys."""
    query = sa.select(calibration).where(
        calibration.c.tutor == tutor, calibration.c.assignment == assignment
    )
    return {
        row.key: Marking(
            row.id,
            tutor,
            aware(row.at),
            {name: Given.model_construct(**one) for name, one in row.given.items()},
            "calibration",
        )
        for row in db.execute(query.order_by(calibration.c.id))
    }


def calibrate(  # noqa: PLR0913  what a trial consists of
    db: sa.Connection,
    tutor: str,
    assignment: str,
    key: str,
    given: Mapping[str, Given],
    *,
    now: datetime,
) -> Marking:
    """Keep how a tutor marks a reference."""
    bounded({cell.name: cell.max for cell in cells(db, assignment)}, given)
    row = {
        "tutor": tutor,
        "assignment": assignment,
        "key": key,
        "at": naive(now),
        "given": {name: one.model_dump() for name, one in given.items()},
    }
    made = sa.insert(calibration).prefix_with("OR REPLACE").values(row)
    id = db.execute(made.returning(calibration.c.id)).scalar_one()
    return Marking(id, tutor, now, dict(given), "calibration")
