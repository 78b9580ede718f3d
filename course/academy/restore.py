"""A backup put back: looked through as a whole before anything is touched."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import tempfile
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from academy import backup, paths
from academy.backup import BackupError, Manifest, Say
from academy.store.upgrade import VERSION

_CHUNK = 1 << 20
_LARGEST_MANIFEST = 50_000_000  # bytes
_SPARE = 50_000_000  # bytes that stay free on the disk


def restore(file: Path, say: Say = print) -> Path | None:
    """Put a backup's words in the place of those in the data folder.

    What was there is put aside, and nothing is deleted.

    Returns:
        The folder that what was there is in now; None if there was nothing.

    Raises:
        BackupError: the backup is not whole, or the Academy is open on the data folder;
            then nothing has been touched.
    """
    data = paths.data()
    with (
        backup.alone(),
        tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as staging,
    ):
        try:
            with zipfile.ZipFile(file) as zipped:
                manifest = _look_through(zipped, data)
                say(
                    f"Made on {manifest.made_at:%Y-%m-%d at %H:%M} UTC; looking through it."
                )
                _unpack(zipped, manifest, Path(staging))
        except FileNotFoundError as error:
            raise BackupError(f"There is no file {file}.") from error
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise BackupError(f"{file} is no whole backup: {error}.") from error
        except OSError as error:
            raise BackupError(f"{file} could not be unpacked: {error.strerror}.") from error
        _check_databases(manifest, Path(staging))
        aside = _swap(data, Path(staging))
    for name, kept in manifest.files.items():
        if kept.rows is not None:
            say(f"{name}: {sum(kept.rows.values()):,} rows, whole")
    say(f"{len(manifest.files):,} files are restored to {data}.")
    return aside


def _look_through(zipped: zipfile.ZipFile, data: Path) -> Manifest:
    """Return the manifest, if the archive holds what it says and nothing else."""
    manifest = _manifest(zipped)
    for name in (*manifest.files, *manifest.folders):
        _need_safe(name)
    members = zipped.infolist()
    for member in members:
        _need_safe(member.filename)
        if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
            raise BackupError(f"{member.filename} in this backup is no plain file.")
    there = sorted(member.filename for member in members)
    if there != sorted([*manifest.files, backup.MANIFEST]):
        raise BackupError("This backup does not hold what its manifest says.")
    if backup.STORE not in manifest.files:
        raise BackupError("This backup has no words in it.")
    needed = sum(kept.size for kept in manifest.files.values())
    if needed + _SPARE > shutil.disk_usage(data).free:
        raise BackupError(f"There is no room for the {needed:,} bytes of this backup.")
    return manifest


def _manifest(zipped: zipfile.ZipFile) -> Manifest:
    try:
        if zipped.getinfo(backup.MANIFEST).file_size > _LARGEST_MANIFEST:
            raise BackupError("This is no backup: its manifest is too large.")
        manifest = backup.read_manifest(zipped.read(backup.MANIFEST))
    except KeyError as error:
        raise BackupError(
            "This is no backup of the Academy: it has no manifest."
        ) from error
    except (ValidationError, ValueError) as error:
        raise BackupError("This is no backup: its manifest cannot be read.") from error
    if manifest.format > backup.FORMAT:
        raise BackupError("This backup was made by a newer Academy; install that one.")
    return manifest


def _need_safe(name: str) -> None:
    """Let nothing lead out of the data folder, or to a place that is not a backup's."""
    parts = PurePosixPath(name).parts
    odd = "\\" in name or ":" in name or "\0" in name or name.startswith("/")
    ours = name in (backup.STORE, backup.MANIFEST, *backup.SECRETS)
    if odd or ".." in parts or not (ours or parts[:1] == ("nbgrader",)):
        raise BackupError(f"{name!r} has no place in a backup of the Academy.")


def _unpack(zipped: zipfile.ZipFile, manifest: Manifest, staging: Path) -> None:
    for folder in sorted(manifest.folders):
        (staging / folder).mkdir(parents=True, exist_ok=True)
    for name, kept in manifest.files.items():
        path, digest, size = staging / name, hashlib.sha256(), 0
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with zipped.open(name) as source, os.fdopen(fresh, "wb") as to:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size > kept.size:
                    break
                to.write(chunk)
            to.flush()
            os.fsync(to.fileno())
        if (size, digest.hexdigest()) != (kept.size, kept.sha256):
            raise BackupError(f"{name} in this backup is damaged.")
        path.chmod(kept.mode if name.startswith("nbgrader/") else 0o600)
    for folder, mode in sorted(manifest.folders.items(), reverse=True):
        (staging / folder).chmod(mode | 0o700)


def _check_databases(manifest: Manifest, staging: Path) -> None:
    for name, kept in manifest.files.items():
        if name not in backup.DATABASES:
            continue
        if backup.rows(staging / name) != kept.rows:
            raise BackupError(f"{name} in this backup has not the rows that it had.")
    with closing(sqlite3.connect(staging / backup.STORE)) as db:
        if db.execute("PRAGMA user_version").fetchone()[0] > VERSION:
            raise BackupError("These words were kept by a newer Academy; install that one.")


def _swap(data: Path, staging: Path) -> Path | None:
    """Put what is there aside and what is staged in its place."""
    store = [f"{backup.STORE}{end}" for end in ("", "-wal", "-shm")]
    there = [
        name for name in (*store, *backup.SECRETS, "nbgrader") if (data / name).exists()
    ]
    aside = None
    if there:
        aside = data / f"before-restore-{datetime.now(UTC):%Y-%m-%dT%H-%M-%S.%f}"
        aside.mkdir(mode=0o700)
        for name in there:
            (data / name).rename(aside / name)
    for path in sorted(staging.iterdir()):
        path.rename(data / path.name)
    return aside
