"""Comments that tutors use again."""

from __future__ import annotations

import sqlalchemy as sa

from academy.assessment.book.forms import Phrase
from academy.assessment.book.tables import phrase

LONGEST = 2000  # characters


def phrases(db: sa.Connection, tutor: str) -> list[Phrase]:
    """Return a tutor's own and the shared ones, the most used first."""
    query = sa.select(phrase).where((phrase.c.owner == tutor) | phrase.c.shared)
    rows = db.execute(query.order_by(phrase.c.used.desc(), phrase.c.id))
    return [Phrase(row.id, row.text, row.shared, row.owner, row.used) for row in rows]


def add(db: sa.Connection, tutor: str, text: str, *, shared: bool) -> Phrase:
    """Keep a phrase and return it."""
    text = _fitting(text)
    row = {"owner": tutor, "text": text, "shared": shared, "used": 0}
    id = db.execute(sa.insert(phrase).values(row).returning(phrase.c.id)).scalar_one()
    return Phrase(id, text, shared, tutor, 0)


def change(db: sa.Connection, id: int, tutor: str, text: str, *, shared: bool) -> Phrase:
    """Change a tutor's own phrase and return it."""
    mine = phrase.c.id == id, phrase.c.owner == tutor
    text = _fitting(text)
    new = {"text": text, "shared": shared}
    made = sa.update(phrase).where(*mine).values(new).returning(phrase.c.used)
    used = db.execute(made).scalar_one_or_none()
    if used is None:
        raise ValueError("You have no such phrase; whoever wrote it can change it.")
    return Phrase(id, text, shared, tutor, used)


def remove(db: sa.Connection, id: int, tutor: str) -> None:
    """Take a tutor's own phrase away."""
    mine = phrase.c.id == id, phrase.c.owner == tutor
    db.execute(sa.delete(phrase).where(*mine))


def use(db: sa.Connection, id: int) -> None:
    """Count one use."""
    here = sa.update(phrase).where(phrase.c.id == id)
    db.execute(here.values(used=phrase.c.used + 1))


def _fitting(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        raise ValueError(
            f"A phrase has 1 to {LONGEST} characters; this one has {len(text)}."
        )
    return text
