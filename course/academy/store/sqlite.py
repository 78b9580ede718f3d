"""The embedded store: one SQLite file, which many processes may use at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic import ValidationError

from academy.store import tables
from academy.store.records import Draft, Record, StoreError, What
from academy.store.trouble import plain, trouble_told
from academy.store.upgrade import drop_copies, upgrade

if TYPE_CHECKING:
    from pathlib import Path

_records, _drafts = tables.records, tables.drafts


class SqliteStore:
    """A store in one SQLite file, which many processes may use at once.

    Args:
        path: the file; its folder is made, readable by its owner alone.
        patience: how long to wait for another process's write, in seconds.

    Raises:
        StoreError: the file cannot be opened or made.
    """

    def __init__(self, path: Path, patience: float = 5.0) -> None:
        self.path = path
        self.engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(path)),
            connect_args={"timeout": patience},
            hide_parameters=True,  # an error's text would quote somebody's words
        )
        sa.event.listen(self.engine, "connect", _prepare)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(plain(error)) from error
        with trouble_told():
            upgrade(self.engine, path)

    def append(self, record: Record) -> Record:
        """Keep `record` on disk and return it with its id, or raise StoreError.

        One that was kept before, by its `uid`, is returned as it was kept. An answer
        takes the place of the drafts that its writer had before them.
        """
        with self.changing() as db:
            return _put(db, record)

    def rehearse(self, record: Record) -> None:
        """Do what keeping `record` takes, and undo it, or raise StoreError.

        What is worked out at the first time is then known to every process that is
        forked from this one.
        """
        with trouble_told(), self.engine.connect() as db:
            _put(db, record)
            db.rollback()

    def read(
        self,
        *,
        learner: str | None = None,
        exercise: str | None = None,
        what: What | None = None,
    ) -> list[Record]:
        """Return the records that fit, oldest first, or raise StoreError.

        Somebody's words from before they were known by this id are theirs as well.
        """
        query = sa.select(_records).order_by(_records.c.id)
        if exercise is not None:
            query = query.where(_records.c.exercise == exercise)
        if what is not None:
            query = query.where(_records.c.what == what)
        with self.reading() as db:
            if learner is not None:
                query = query.where(_records.c.learner.in_(ids_of(db, learner)))
            rows = db.execute(query).mappings().all()
            known_as = {} if learner else aliases(db)
        found = [_record(row) for row in rows]
        return [_named(one, learner or known_as.get(one.learner)) for one in found]

    def keep_draft(self, draft: Draft) -> Draft:
        """Keep `draft` in place of its page's one before, or raise StoreError.

        A page that lost its kernel says again what it has no answer to, in order: what
        comes out of that older than what is kept is not kept again.
        """
        row = draft.model_dump(exclude={"id", "at"}) | {"at": draft.at.isoformat()}
        with self.changing() as db:
            row["id"] = _next(db)
            if draft.n and (later := _later(db, draft)):
                db.rollback()
                return draft.model_copy(update={"id": later})
            db.execute(sa.insert(_drafts).prefix_with("OR REPLACE").values(**row))
        return draft.model_copy(update={"id": row["id"]})

    def drafts(self, *, learner: str, exercise: str | None = None) -> list[Draft]:
        """Return the newest draft of each page, newest first, or raise StoreError."""
        query = sa.select(_drafts).order_by(_drafts.c.id.desc())
        if exercise is not None:
            query = query.where(_drafts.c.exercise == exercise)
        with self.reading() as db:
            query = query.where(_drafts.c.learner.in_(ids_of(db, learner)))
            rows = db.execute(query).mappings().all()
        return [_draft(row, learner) for row in rows]

    def erase(
        self,
        *,
        learner: str,
        exercise: str | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
    ) -> int:
        """Take a learner's words away for good; return how many, or raise StoreError.

        Args:
            learner: whose.
            exercise: of which exercise alone.
            after: only what was written at this time or later.
            before: only what was written earlier than this.
        """
        gone = 0
        with self.changing() as db:
            ids = ids_of(db, learner)
            for table in (_records, _drafts):
                away = sa.delete(table).where(table.c.learner.in_(ids))
                if exercise is not None:
                    away = away.where(table.c.exercise == exercise)
                if after is not None:
                    away = away.where(table.c.at >= after.astimezone(UTC).isoformat())
                if before is not None:
                    away = away.where(table.c.at < before.astimezone(UTC).isoformat())
                gone += db.execute(away).rowcount
        self.forget()
        return gone

    def forget(self) -> None:
        """Leave no copy of what was erased in the file or in its write-ahead log.

        Raises:
            StoreError: somebody reads without end, so the log cannot be emptied now.
        """
        with self.reading() as db:
            # What is erased is overwritten with zeros (secure_delete); older copies of
            # the page stand in the log until it is emptied.
            busy = db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        drop_copies(self.path)
        if busy:
            raise StoreError("it is erased, and one copy goes when the others have read")

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """Open a transaction that is on disk when the block ends; StoreError if not."""
        with trouble_told(), self.engine.begin() as db:
            yield db

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a connection to read from; StoreError if it does not answer."""
        with trouble_told(), self.engine.connect() as db:
            yield db


def _put(db: sa.Connection, record: Record) -> Record:
    row = record.model_dump(exclude={"id", "at"}) | {"at": record.at.isoformat()}
    row["id"] = _next(db)
    ids = ids_of(db, record.learner)
    if record.uid and (before := _kept(db, record, ids)):
        db.rollback()
        return _named(before, record.learner)
    db.execute(sa.insert(_records).values(**row))
    if record.what == "response":
        db.execute(_drafts_behind(record, ids))
    return record.model_copy(update={"id": row["id"]})


def ids_of(db: sa.Connection, learner: str) -> list[str]:
    """Return all ids by which `learner` was ever known, whichever of them is given."""
    known = tables.aliases
    now = sa.select(known.c.learner).where(known.c.old == learner)
    learner = db.execute(now).scalar_one_or_none() or learner
    old = sa.select(known.c.old).where(known.c.learner == learner)
    return [learner, *db.execute(old).scalars()]


def aliases(db: sa.Connection) -> dict[str, str]:
    """Return who each former id is now."""
    rows = db.execute(sa.select(tables.aliases)).all()
    return {row.old: row.learner for row in rows}


def _record(row: Any) -> Record:  # noqa: ANN401  a row
    try:
        return Record.model_validate(dict(row))
    except ValidationError:
        raise _DAMAGED from None  # it would quote what was written


def _draft(row: Any, learner: str) -> Draft:  # noqa: ANN401  a row
    try:
        return Draft.model_validate(dict(row) | {"learner": learner})
    except ValidationError:
        raise _DAMAGED from None


_DAMAGED = StoreError("the place where words are kept is damaged")


def _named(record: Record, learner: str | None) -> Record:
    if learner is None or learner == record.learner:
        return record
    return record.model_copy(update={"learner": learner})


def _next(db: sa.Connection) -> int:
    """Return the next number; as the first statement it also takes the write lock."""
    n = tables.counter.c.n
    step = sa.update(tables.counter).values(n=n + 1).returning(n)
    return int(db.execute(step).scalar_one())


def _kept(db: sa.Connection, record: Record, ids: list[str]) -> Record | None:
    """Return the record that was kept when a page said this for the first time."""
    same = sa.select(_records).where(
        _records.c.learner.in_(ids),
        _records.c.exercise == record.exercise,
        _records.c.what == record.what,
        _records.c.uid == record.uid,
    )
    row = db.execute(same).mappings().first()
    return _record(row) if row else None


def _later(db: sa.Connection, draft: Draft) -> int | None:
    """Return the newest id of what the same page has said since, if that is kept."""
    ids = ids_of(db, draft.learner)

    def here(table: sa.Table, *columns: sa.Column[Any]) -> sa.Select[Any]:
        return sa.select(table.c.id, *columns).where(
            table.c.learner.in_(ids),
            table.c.exercise == draft.exercise,
            table.c.page == draft.page,
        )

    found = list(db.execute(here(_drafts).where(_drafts.c.n > draft.n)).scalars())
    answered = here(_records, _records.c.uid).where(_records.c.what == "response")
    for id, uid in db.execute(answered):
        n = (uid or "").rpartition(".")[2]
        if n.isdecimal() and int(n) > draft.n:
            found.append(id)
    return max(found, default=None)


def _drafts_behind(answer: Record, ids: list[str]) -> sa.Delete:
    """Return the removal of this page's drafts, and of those the answer's writer saw."""
    return sa.delete(_drafts).where(
        _drafts.c.learner.in_(ids),
        _drafts.c.exercise == answer.exercise,
        (_drafts.c.page == answer.page) | (_drafts.c.id <= answer.seen),
        _drafts.c.id.not_in(answer.beside),
    )


def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401  DBAPI has no type
    """Set SQLite up so that a commit is on disk when it returns."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
