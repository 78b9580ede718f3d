"""The ids that one person has, and the return phrase that leads back to them."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from academy.store import SqliteStore
from academy.store.sqlite import aliases as known_as
from academy.store.sqlite import ids_of
from academy.store.tables import aliases, invitations, learners, members


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Known:
    """Who is known to one store."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def canonical(self, learner: str) -> str:
        """Return the id by which `learner` is known now."""
        query = sa.select(aliases.c.learner).where(aliases.c.old == learner)
        with self._store.reading() as db:
            return db.execute(query).scalar_one_or_none() or learner

    def ids(self, learner: str) -> list[str]:
        """Return all ids by which `learner` was ever known, whichever of them is given."""
        with self._store.reading() as db:
            return ids_of(db, learner)

    def former(self) -> dict[str, str]:
        """Return who each former id is now."""
        with self._store.reading() as db:
            return known_as(db)

    def same(self, old: str, learner: str) -> None:
        """Let everything of `old` be `learner`'s from now on, whoever wrote it.

        What somebody was signed out of stays so, and a tutor stays one.
        """
        with self._store.changing() as db:
            old, learner = ids_of(db, old)[0], ids_of(db, learner)[0]
            if old == learner:
                return
            _keep_rights(db, old, learner)
            db.execute(_left_before(old, learner))
            db.execute(
                sa.update(aliases).where(aliases.c.learner == old).values(learner=learner)
            )
            db.execute(sa.insert(aliases).values(old=old, learner=learner))
            move = sa.update(members).prefix_with("OR IGNORE")
            db.execute(move.where(members.c.learner == old).values(learner=learner))
            db.execute(sa.delete(members).where(members.c.learner == old))
            db.execute(sa.delete(learners).where(learners.c.id == old))

    def signed_out_at(self, learner: str) -> datetime | None:
        """Return the time from before which no cookie of `learner` is good."""
        query = sa.select(learners.c.signed_out_at).where(learners.c.id == learner)
        with self._store.reading() as db:
            at = db.execute(query).scalar_one_or_none()
        return datetime.fromisoformat(at) if at else None

    def sign_out_everywhere(self, learner: str, now: datetime | None = None) -> None:
        """Make every cookie that `learner` has had so far worthless."""
        self._set(learner, signed_out_at=(now or utc_now()).isoformat())

    def set_phrase(self, learner: str, hashed: str) -> None:
        """Let `hashed` be what a return phrase of `learner` comes to, and no other."""
        self._set(learner, phrase=hashed)

    def has_phrase(self, learner: str) -> bool:
        """Return whether `learner` made a return phrase."""
        query = sa.select(learners.c.phrase).where(learners.c.id == learner)
        with self._store.reading() as db:
            return db.execute(query).scalar_one_or_none() is not None

    def by_phrase(self, hashed: str) -> str | None:
        """Return whose phrase comes to `hashed`."""
        query = sa.select(learners.c.id).where(learners.c.phrase == hashed)
        with self._store.reading() as db:
            return db.execute(query).scalar_one_or_none()

    def _set(self, learner: str, **values: object) -> None:
        with self._store.changing() as db:
            db.execute(sa.insert(learners).prefix_with("OR IGNORE").values(id=learner))
            db.execute(sa.update(learners).where(learners.c.id == learner).values(**values))

    def invited_as_tutor(self, learner: str) -> bool:
        """Return whether `learner` came in by a tutor's invitation."""
        query = sa.select(learners.c.tutor).where(learners.c.id == learner)
        with self._store.reading() as db:
            return bool(db.execute(query).scalar_one_or_none())

    def forget(self, learner: str) -> None:
        """Take away that `learner` was ever known: names, phrase, places in cohorts."""
        with self._store.changing() as db:
            ids = ids_of(db, learner)
            db.execute(sa.delete(members).where(members.c.learner.in_(ids)))
            db.execute(sa.delete(learners).where(learners.c.id.in_(ids)))
            theirs = sa.update(invitations).where(invitations.c.used_by.in_(ids))
            db.execute(theirs.values(name="", used_by=None))
            db.execute(sa.delete(aliases).where(aliases.c.learner == learner))
        self._store.forget()


def _keep_rights(db: sa.Connection, old: str, learner: str) -> None:
    """Carry over to `learner` what `old` was, and since when its cookies are no good."""
    known = db.execute(sa.select(learners).where(learners.c.id.in_([old, learner]))).all()
    ended = max((row.signed_out_at for row in known if row.signed_out_at), default=None)
    tutor = any(row.tutor for row in known)
    db.execute(sa.insert(learners).prefix_with("OR IGNORE").values(id=learner))
    here = sa.update(learners).where(learners.c.id == learner)
    db.execute(here.values(signed_out_at=ended, tutor=tutor))


def _left_before(old: str, learner: str) -> sa.Delete:
    """Return the removal of places that `learner` has left and `old` is in."""
    here = members.alias()
    still = sa.select(here.c.cohort, here.c.role).where(
        here.c.learner == old, here.c.left_at.is_(None)
    )
    place = sa.tuple_(members.c.cohort, members.c.role)
    return sa.delete(members).where(
        members.c.learner == learner, members.c.left_at.is_not(None), place.in_(still)
    )
