"""Bring a store of an older version up to this one, when it is opened."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import sqlalchemy as sa

from academy.store.records import StoreError
from academy.store.tables import meta

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 3
"""Kept in SQLite's own `user_version`."""


def upgrade(engine: sa.Engine, path: Path) -> None:
    """Make the tables that are missing, and change those that are old.

    All of it happens or none, and only one process does it. The file as it was is kept
    beside it, until somebody erases words: they would stand in the copy still.

    Raises:
        StoreError: a newer Academy has written here, or there is no room for the copy.
    """
    with engine.connect() as db:
        if _version(db) == VERSION:
            return
    with engine.connect() as db:
        # pysqlite opens no transaction before a change of tables; two processes that
        # open a new store at once must not both make them.
        db.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            _upgrade(db, path)
            db.exec_driver_sql("COMMIT")
        except BaseException:
            db.exec_driver_sql("ROLLBACK")
            raise


def drop_copies(path: Path) -> None:
    """Remove what `upgrade` has left beside the store."""
    for copy in path.parent.glob(f"{path.name}.of-version-*"):
        copy.unlink(missing_ok=True)


def _upgrade(db: sa.Connection, path: Path) -> None:
    here = _version(db)
    if here == VERSION:
        return  # another process was first
    if here > VERSION:
        raise StoreError(
            "these words were kept by a newer version of the Academy; install that one"
        )
    has = sa.inspect(db).get_table_names()
    if "records" in has:
        here = here or 1  # the first version did not number itself
        _copy(path, here)
        for step in (_from_1, _from_2)[here - 1 :]:
            step(db)
    meta.create_all(db)
    if not db.exec_driver_sql("SELECT count(*) FROM counter").scalar_one():
        db.exec_driver_sql("INSERT INTO counter (n) VALUES (0)")
    db.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _version(db: sa.Connection) -> int:
    return int(db.exec_driver_sql("PRAGMA user_version").scalar_one())


def _copy(path: Path, version: int) -> None:
    """Keep the file as it is, whole or not at all, beside itself."""
    copy = path.with_name(f"{path.name}.of-version-{version}")
    part = copy.with_name(f"{copy.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
            # One file, without a log beside it.
            new.execute("PRAGMA journal_mode=DELETE")
        part.replace(copy)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            "no copy of the words can be kept before they are upgraded; is the disk full?"
        ) from error


def _from_1(db: sa.Connection) -> None:
    """Number drafts and records in one sequence, where times told the order before."""
    for column in (
        "page VARCHAR NOT NULL DEFAULT ''",
        "seen INTEGER NOT NULL DEFAULT 0",
        "beside JSON NOT NULL DEFAULT '[]'",
        "uid VARCHAR",
    ):
        db.exec_driver_sql(f"ALTER TABLE records ADD COLUMN {column}")
    had_drafts = "drafts" in sa.inspect(db).get_table_names()
    if had_drafts:
        db.exec_driver_sql("ALTER TABLE drafts RENAME TO drafts_1")
    meta.create_all(db)
    _index(db, "records_of_a_sort")
    db.exec_driver_sql(
        "INSERT INTO counter (n) SELECT coalesce(max(id), 0) FROM records",
    )
    if not had_drafts:
        return
    # A draft from before an answer was part of it; the others get numbers after all.
    db.exec_driver_sql(
        """
        INSERT INTO drafts (learner, exercise, page, id, at, seen, beside, body)
        SELECT learner, exercise, page,
               (SELECT n FROM counter) + row_number() OVER (ORDER BY at), at, 0, '[]', body
        FROM drafts_1 WHERE at > coalesce(
            (SELECT max(at) FROM records WHERE records.learner = drafts_1.learner
             AND records.exercise = drafts_1.exercise AND what = 'response'), '')
        """
    )
    db.exec_driver_sql(
        "UPDATE counter SET n = max(n, (SELECT coalesce(max(id), 0) FROM drafts))"
    )
    db.exec_driver_sql("DROP TABLE drafts_1")


def _from_2(db: sa.Connection) -> None:
    """Let drafts have their page's count; tell exercises apart in what is sent twice."""
    names = {column["name"] for column in sa.inspect(db).get_columns("drafts")}
    if "n" not in names:  # made just now, by the step before
        db.exec_driver_sql("ALTER TABLE drafts ADD COLUMN n INTEGER NOT NULL DEFAULT 0")
    db.exec_driver_sql("DROP INDEX IF EXISTS records_once")
    _index(db, "records_once")


def _index(db: sa.Connection, name: str) -> None:
    index = next(one for one in meta.tables["records"].indexes if one.name == name)
    index.create(db, checkfirst=True)
