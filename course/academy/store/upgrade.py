"""Bring a store of an older version up to this one, when it is opened."""

from __future__ import annotations

import sqlalchemy as sa

from academy.store.records import StoreError
from academy.store.tables import meta

VERSION = 2
"""Kept in SQLite's own `user_version`."""


def upgrade(engine: sa.Engine) -> None:
    """Make the tables that are missing, and change those that are old.

    All of it happens or none, and only one process does it.

    Raises:
        StoreError: a newer Academy has written here.
    """
    with engine.connect() as db:
        if _version(db) == VERSION:
            return
    with engine.connect() as db:
        # pysqlite opens no transaction before a change of tables; two processes that
        # open a new store at once must not both make them.
        db.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            _upgrade(db)
            db.exec_driver_sql("COMMIT")
        except BaseException:
            db.exec_driver_sql("ROLLBACK")
            raise


def _upgrade(db: sa.Connection) -> None:
    here = _version(db)
    if here == VERSION:
        return  # another process was first
    if here > VERSION:
        raise StoreError(
            "these words were kept by a newer version of the Academy; install that one"
        )
    has = sa.inspect(db).get_table_names()
    if "records" in has:
        _from_1(db)
    meta.create_all(db)
    if not db.exec_driver_sql("SELECT count(*) FROM counter").scalar_one():
        db.exec_driver_sql("INSERT INTO counter (n) VALUES (0)")
    db.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _version(db: sa.Connection) -> int:
    return int(db.exec_driver_sql("PRAGMA user_version").scalar_one())


def _from_1(db: sa.Connection) -> None:
    """Number drafts and records in one sequence, where times told the order before."""
    for column in (
        "page VARCHAR NOT NULL DEFAULT ''",
        "seen INTEGER NOT NULL DEFAULT 0",
        "beside JSON NOT NULL DEFAULT '[]'",
        "uid VARCHAR",
    ):
        db.exec_driver_sql(f"ALTER TABLE records ADD COLUMN {column}")
    db.exec_driver_sql("ALTER TABLE drafts RENAME TO drafts_1")
    meta.create_all(db)
    for name in ("records_of_a_sort", "records_once"):
        index = next(i for i in meta.tables["records"].indexes if i.name == name)
        index.create(db, checkfirst=True)
    db.exec_driver_sql(
        "INSERT INTO counter (n) SELECT coalesce(max(id), 0) FROM records",
    )
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
