"""All that people have written here, in one file, taken while the server runs."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from academy import locks, paths

STORE = "academy.db"
GRADEBOOK = "nbgrader/relationships_academy/gradebook.db"
SECRETS = ("owner", "cookie_secret", "phrase_salt")
MANIFEST = "manifest.json"
DATABASES = (STORE, GRADEBOOK)
FORMAT = 1

_CHUNK = 1 << 20
_PASSING = ("-wal", "-shm", "-journal", ".log", ".part")
"""Ends of names in nbgrader's folder that belong to work in progress, or to nobody."""

Say = Callable[[str], object]


class BackupError(Exception):
    """This cannot be backed up, or restored; the message says why, in one sentence."""


class Kept(BaseModel):
    """One file of a backup.

    Attributes:
        size: in bytes.
        sha256: of what is in it.
        mode: who may read and write it, as Unix says it.
        rows: how many each table has, if it is a database.
    """

    model_config = ConfigDict(extra="forbid")

    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    mode: Annotated[int, Field(ge=0, le=0o777)]
    rows: dict[str, int] | None = None


class Manifest(BaseModel):
    """What a backup has in it.

    Attributes:
        format: how backups are laid out; this module's own count.
        academy: the version of the Academy that made it.
        made_at: when, in UTC.
        files: by name within the data folder.
        folders: each folder's mode, by name.
    """

    model_config = ConfigDict(extra="forbid")

    format: int = FORMAT
    academy: str
    made_at: datetime
    files: dict[str, Kept]
    folders: dict[str, Annotated[int, Field(ge=0, le=0o777)]]


def back_up(file: Path, say: Say = print) -> Manifest:
    """Write a backup of the data folder to `file`, readable by its owner alone.

    The Academy may be in use meanwhile. Words that are erased later are still in it.

    Raises:
        BackupError: there is nothing to back up, `file` is there already, or it cannot
            be written; then there is no such file.
    """
    data = paths.data()
    if not (data / STORE).is_file():
        raise BackupError(f"Nobody has written anything in {data}; is ACADEMY_DATA right?")
    if file.exists():
        raise BackupError(f"{file} is there already; choose another name.")
    try:
        return _write(data, file, say)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BackupError(
            f"The backup could not be written to {file}: {reason}."
        ) from error


def _write(data: Path, file: Path, say: Say) -> Manifest:
    part = file.with_name(f".{file.name}.part")
    manifest = Manifest(
        academy=version("relationships-academy"),
        made_at=datetime.now(UTC),
        files={},
        folders={},
    )
    try:
        with (
            _nbgrader_at_rest(data),
            tempfile.TemporaryDirectory(dir=data, prefix=".backup-") as work,
            os.fdopen(
                os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "wb"
            ) as to,
        ):
            # The store first: what nbgrader then has beyond it is delivered again, once.
            with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as zipped:
                for name, path in _found(data, Path(work), manifest):
                    manifest.files[name] = _add(zipped, name, path, data / name)
                    say(f"{name}: {manifest.files[name].size:,} bytes")
                zipped.writestr(MANIFEST, manifest.model_dump_json(indent=1))
            to.flush()
            os.fsync(to.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _found(data: Path, work: Path, manifest: Manifest) -> Iterator[tuple[str, Path]]:
    for name in DATABASES:
        if (data / name).is_file():
            copy = work / Path(name).name
            copy_database(data / name, copy)
            yield name, copy
    for name in SECRETS:
        if (data / name).is_file():
            yield name, data / name
    desk = data / "nbgrader"
    for path in [desk, *sorted(desk.rglob("*"))]:
        name = path.relative_to(data).as_posix()
        if path.is_symlink() or name.endswith(_PASSING) or name == "nbgrader/lock":
            continue
        if path.is_dir():
            manifest.folders[name] = path.stat().st_mode & 0o777
        elif path.is_file() and name not in DATABASES:
            yield name, path


def _add(zipped: zipfile.ZipFile, name: str, path: Path, original: Path) -> Kept:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, zipped.open(name, "w", force_zip64=True) as to:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            to.write(chunk)
    return Kept(
        size=size,
        sha256=digest.hexdigest(),
        mode=original.stat().st_mode & 0o777,
        rows=rows(path) if name in DATABASES else None,
    )


def copy_database(path: Path, copy: Path) -> None:
    """Copy a database as it is at one moment, whoever writes to it meanwhile."""
    os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new, pages=-1)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def rows(path: Path) -> dict[str, int]:
    """Return how many rows each table of a database has.

    Raises:
        BackupError: it is no whole database.
    """
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as db:
            said = db.execute("PRAGMA integrity_check").fetchone()[0]
            if said != "ok":
                raise BackupError(f"{path.name} is damaged: {said}.")
            named = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            return {
                name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  its own names
                for (name,) in named.fetchall()
            }
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path.name} is damaged: {error}.") from error


@contextmanager
def _nbgrader_at_rest(data: Path) -> Iterator[None]:
    """Hold nbgrader's folders while they are copied, as a delivery does."""
    if not (data / "nbgrader").is_dir():
        yield
        return
    with (data / "nbgrader" / "lock").open("w") as lock:
        locks.hold(lock.fileno())
        yield


def in_use(*, also_after_exec: bool = False) -> int:
    """Say that this process works on the data folder; return what holds the claim.

    Several may; a restore may not, while anybody does. The claim ends with the process,
    however it ends.
    """
    claim = os.open(_claim_file(), os.O_CREAT | os.O_RDWR, 0o600)
    locks.hold(claim, shared=True)
    os.set_inheritable(claim, also_after_exec)
    return claim


@contextmanager
def alone() -> Iterator[None]:
    """Hold the data folder alone.

    Raises:
        BackupError: a server or JupyterLab is at work on it.
    """
    claim = os.open(_claim_file(), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            locks.hold(claim, wait=False)
        except BlockingIOError:
            raise BackupError(
                f"The Academy is open on {paths.data()}; close it (Ctrl-C), then restore."
            ) from None
        yield
    finally:
        os.close(claim)


def _claim_file() -> Path:
    return paths.data() / "in_use"


def read_manifest(text: bytes) -> Manifest:
    """Return a backup's manifest.

    Raises:
        ValueError: it is not one.
    """
    return Manifest.model_validate(json.loads(text))
