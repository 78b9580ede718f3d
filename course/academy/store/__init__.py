"""Where a learner's words are kept: appended and read back, never changed.

A draft is the exception, and the only one: it is the present state of a form, so the
newest one of a page replaces that page's one before. And what a learner erases is gone.
"""

from academy.store.records import (
    Audience,
    Draft,
    Json,
    Moment,
    Record,
    Store,
    StoreError,
    What,
    by_exercise,
)
from academy.store.sqlite import SqliteStore

__all__ = [
    "Audience",
    "Draft",
    "Json",
    "Moment",
    "Record",
    "SqliteStore",
    "Store",
    "StoreError",
    "What",
    "by_exercise",
]
