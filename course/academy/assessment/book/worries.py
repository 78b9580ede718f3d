"""That a tutor is worried about a person: for one named contact, and in no marks."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from academy.assessment.book.forms import Worry
from academy.assessment.book.rows import aware, naive
from academy.assessment.book.tables import work, worry

LONGEST = 4000  # characters


def raise_worry(  # noqa: PLR0913  what a worry consists of
    db: sa.Connection, id: int, tutor: str, *, contact: str, note: str, now: datetime
) -> Worry:
    """Keep a worry and return it."""
    of = db.execute(sa.select(work).where(work.c.handed_in == id)).first()
    if of is None:
        raise ValueError("There is no such reflection.")
    note = note.strip()
    if len(note) > LONGEST:
        raise ValueError(f"A note has at most {LONGEST} characters; call, if it is more.")
    row = {
        "handed_in": id,
        "assignment": of.assignment,
        "learner": of.learner,
        "tutor": tutor,
        "contact": contact,
        "note": note,
    }
    made = sa.insert(worry).values(row | {"at": naive(now)}).returning(worry.c.id)
    return Worry(id=db.execute(made).scalar_one(), at=now, **row)


def worries(db: sa.Connection, contact: str | None) -> list[Worry]:
    """Return the open ones, oldest first; without a contact, everybody's."""
    query = sa.select(*(worry.c[name] for name in Worry._fields)).where(
        worry.c.settled_at.is_(None)
    )
    if contact is not None:
        query = query.where(worry.c.contact == contact)
    rows = db.execute(query.order_by(worry.c.id))
    return [Worry(*row)._replace(at=aware(row.at)) for row in rows]


def pass_on(db: sa.Connection, id: int, contact: str) -> None:
    """Let an open one be for somebody else."""
    here = worry.c.id == id, worry.c.settled_at.is_(None)
    db.execute(sa.update(worry).where(*here).values(contact=contact))


def settle(db: sa.Connection, id: int, contact: str, now: datetime) -> None:
    """Say that one was seen to."""
    here = worry.c.id == id, worry.c.contact == contact, worry.c.settled_at.is_(None)
    done = sa.update(worry).where(*here).values(settled_at=naive(now))
    if not db.execute(done).rowcount:
        raise ValueError("No such worry waits for you.")
