"""Open a gradebook, which many processes and nbgrader use at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from academy.assessment import config
from academy.assessment.book import tables
from academy.assessment.book.forms import BookError
from academy.store.trouble import plain

VERSION = 1
_PATIENCE = 10.0  # seconds to wait for another process's write


@contextmanager
def trouble_told() -> Iterator[None]:
    """Tell a database's errors in one sentence, as BookError."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise BookError(
            f"The marks did not answer: {plain(error.orig or error)}."
        ) from error


def opened(url: str) -> sa.Engine:
    """Return the gradebook at `url`, made if need be, with our tables in it.

    Raises:
        BookError: it cannot be opened, or a newer Academy has written in it.
    """
    engine = sa.create_engine(
        url, connect_args={"timeout": _PATIENCE}, hide_parameters=True
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    with trouble_told():
        if not sa.inspect(engine).has_table(tables.assignment.name):
            _make(url)
        _add_ours(engine)
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that nobody else writes beside, kept when the block ends."""
    with trouble_told(), engine.connect() as db:
        locked = db.execution_options(academy_writes=True)
        with locked.begin():
            yield locked


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a connection that sees one state of the file."""
    with trouble_told(), engine.connect() as db:
        yield db


def forget(engine: sa.Engine) -> None:
    """Leave no copy of what was erased in the file or in its write-ahead log.

    What nbgrader itself deletes it does not overwrite, so the file is written anew.

    Raises:
        BookError: somebody reads or writes without end, so that it cannot be done now.
    """
    raw = engine.raw_connection()  # beside `_begin`: neither can be in a transaction
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise BookError(f"It is erased; a copy stays for now: {plain(error)}.") from error
    finally:
        raw.close()
    if busy:
        raise BookError("It is erased, and one copy of it goes when others have read.")


def _add_ours(engine: sa.Engine) -> None:
    with reading(engine) as db:
        if _version(db) == VERSION:
            return
    with writing(engine) as db:
        here = _version(db)
        if here is not None and here > VERSION:
            raise BookError(
                "These marks were kept by a newer version of the Academy; install that one."
            )
        tables.ours.create_all(db)
        if here is None:
            db.execute(sa.insert(tables.version).values(n=VERSION))


def _version(db: sa.Connection) -> int | None:
    if not sa.inspect(db).has_table(tables.version.name):
        return None
    return db.execute(sa.select(tables.version.c.n)).scalar_one_or_none()


def _make(url: str) -> None:
    # nbgrader makes its own tables, and takes seconds to import.
    from nbgrader.api import Gradebook  # noqa: PLC0415  see above

    config.reach_alembic()
    Gradebook(url, config.COURSE).close()


def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401  DBAPI has no type
    """Leave transactions to `_begin`; be sure of a commit; leave nothing of what goes."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin(db: sa.Connection) -> None:
    """Take the write lock before reading what a write will rest on."""
    writes = db.get_execution_options().get("academy_writes")
    db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
