"""What a database says that went wrong, in words for a learner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from academy.store.records import StoreError


@contextmanager
def trouble_told() -> Iterator[None]:
    """Tell a database's errors in words that a learner can use, as StoreError."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise StoreError(plain(error.orig or error)) from error


_CAUSES = {
    "full": "the disk is full",
    "locked": "another program holds the place where words are kept",
    "readonly": "the place where words are kept is read-only",
    "read-only": "the place where words are kept is read-only",
    "permission denied": "the place where words are kept is read-only",
    "no space": "the disk is full",
    "disk i/o": "the disk does not take it; it may be full",
    "unable to open": "the place where words are kept cannot be opened",
    "malformed": "the place where words are kept is damaged",
    "not a database": "the place where words are kept is damaged",
}


def plain(error: BaseException) -> str:
    """Return what went wrong in words that a learner and a tutor can use."""
    said = str(error).lower()
    return next(
        (cause for sign, cause in _CAUSES.items() if sign in said),
        "the place where words are kept did not answer",
    )
