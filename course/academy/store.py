"""Where a learner's words are kept: appended and read back, never changed.

A draft is the exception, and the only one: it is the present state of a form, so the
newest one of a page replaces that page's one before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol

import sqlalchemy as sa
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
Audience = Literal["me", "partner", "tutor", "cohort", "anyone"]
What = Literal["response", "handed_in", "delivered", "returned"]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_utc)]


class Record(BaseModel):
    """One thing that happened to a learner's words.

    Attributes:
        what: "response" (the learner answered), "handed_in" (sent to a tutor),
            "delivered" (nbgrader has it), "returned" (a tutor's marks and comments).
        learner: whose it is.
        exercise: the exercise's id, "module/exercise".
        version: the commit of the course that was served.
        at: when, in UTC.
        audience: who may read it.
        body: what was said, as the exercise's own response or answer.
        id: its number in the store, increasing; None until it is kept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: What = "response"
    learner: str
    exercise: str
    version: str
    at: Moment
    audience: Audience = "me"
    body: Json
    id: int | None = None


class Draft(BaseModel):
    """What stands in an exercise's form on one page, not yet answered.

    Attributes:
        page: the page (one opening of one module) that it was typed on.
        seen: how new the learner's words were that this page began with, in UTC; words
            that are newer, from another page, were not seen by whoever wrote this.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    learner: str
    exercise: str
    page: str
    at: Moment
    seen: Moment | None = None
    body: Json


class StoreError(Exception):
    """The store could not keep or return something; the message is for a learner."""


class Store(Protocol):
    """What the course needs of a store."""

    def append(self, record: Record) -> Record:
        """Keep `record` on disk and return it with its id, or raise StoreError."""
        ...

    def read(
        self,
        *,
        learner: str | None = None,
        exercise: str | None = None,
        what: What | None = None,
    ) -> list[Record]:
        """Return the records that fit, oldest first, or raise StoreError."""
        ...

    def keep_draft(self, draft: Draft) -> None:
        """Keep `draft` in place of its page's one before, or raise StoreError."""
        ...

    def drafts(self, *, learner: str, exercise: str) -> list[Draft]:
        """Return the newest draft of each page, newest first, or raise StoreError."""
        ...


_meta = sa.MetaData()
_records = sa.Table(
    "records",
    _meta,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("learner", sa.String, nullable=False),
    sa.Column("exercise", sa.String, nullable=False),
    sa.Column("version", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("audience", sa.String, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Index("records_of_a_learner", "learner", "exercise"),
    sqlite_autoincrement=True,
)
_drafts = sa.Table(
    "drafts",
    _meta,
    sa.Column("learner", sa.String, primary_key=True),
    sa.Column("exercise", sa.String, primary_key=True),
    sa.Column("page", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("seen", sa.String),
    sa.Column("body", sa.JSON, nullable=False),
)


class SqliteStore:
    """A store in one SQLite file, which many processes may use at once.

    Args:
        path: the file; its folder is made, readable by its owner alone.
        patience: how long to wait for another process's write, in seconds.

    Raises:
        StoreError: the file cannot be opened or made.
    """

    def __init__(self, path: Path, patience: float = 5.0) -> None:
        self._path = path
        self._engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(path)),
            connect_args={"timeout": patience},
        )
        sa.event.listen(self._engine, "connect", _prepare)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(_plain(error)) from error
        with self._trouble_told():
            _meta.create_all(self._engine)

    def append(self, record: Record) -> Record:
        """Keep `record` on disk and return it with its id, or raise StoreError."""
        row = record.model_dump(exclude={"id", "at"}) | {"at": record.at.isoformat()}
        with self._trouble_told(), self._engine.begin() as db:
            key = db.execute(sa.insert(_records).values(**row)).inserted_primary_key
        return record.model_copy(update={"id": key[0] if key else None})

    def read(
        self,
        *,
        learner: str | None = None,
        exercise: str | None = None,
        what: What | None = None,
    ) -> list[Record]:
        """Return the records that fit, oldest first, or raise StoreError."""
        query = sa.select(_records).order_by(_records.c.id)
        wanted = {"learner": learner, "exercise": exercise, "what": what}
        for column, value in wanted.items():
            if value is not None:
                query = query.where(_records.c[column] == value)
        with self._trouble_told(), self._engine.connect() as db:
            rows = db.execute(query).mappings().all()
        return [Record.model_validate(dict(row)) for row in rows]

    def keep_draft(self, draft: Draft) -> None:
        """Keep `draft` in place of its page's one before, or raise StoreError."""
        row = draft.model_dump(exclude={"at", "seen"}) | {
            "at": draft.at.isoformat(),
            "seen": draft.seen.isoformat() if draft.seen else None,
        }
        put = sa.insert(_drafts).prefix_with("OR REPLACE").values(**row)
        with self._trouble_told(), self._engine.begin() as db:
            db.execute(put)

    def drafts(self, *, learner: str, exercise: str) -> list[Draft]:
        """Return the newest draft of each page, newest first, or raise StoreError."""
        query = (
            sa.select(_drafts)
            .where(_drafts.c.learner == learner, _drafts.c.exercise == exercise)
            .order_by(_drafts.c.at.desc())
        )
        with self._trouble_told(), self._engine.connect() as db:
            rows = db.execute(query).mappings().all()
        return [Draft.model_validate(dict(row)) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _trouble_told(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise StoreError(_plain(error.orig or error)) from error


def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401  DBAPI has no type
    """Set SQLite up so that a commit is on disk when it returns."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


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


def _plain(error: BaseException) -> str:
    """Return what went wrong in words that a learner and a tutor can use."""
    said = str(error).lower()
    return next(
        (cause for sign, cause in _CAUSES.items() if sign in said),
        "the place where words are kept did not answer",
    )
