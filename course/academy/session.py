"""Who is here, which course is served, and where words go: read once, here only."""

import os
import secrets
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

from academy import paths
from academy.store import SqliteStore, Store

LEARNER = "ACADEMY_LEARNER"
NOBODY = "nobody yet"
"""What stands for the learner while a snapshot of a module is made, before any fork."""
VERSION = "ACADEMY_VERSION"


@dataclass(frozen=True)
class Session:
    """One learner with the course open.

    Attributes:
        learner: the server's id of who is here.
        version: the commit of the course served.
        page: this opening of this module; drafts of two tabs stay apart by it.
        store: where the learner's words are kept.
    """

    learner: str
    version: str
    page: str
    store: Store


def nobody_yet() -> bool:
    """Return whether this process makes a snapshot, and so has no learner."""
    return os.environ.get(LEARNER) == NOBODY


@cache
def current() -> Session:
    """Return the session of this process, from what the server put in its environment.

    A notebook that somebody opens without the Academy's server is its owner's.

    Raises:
        StoreError: the place where words are kept cannot be opened.
    """
    return Session(
        learner=os.environ.get(LEARNER) or owner(),
        version=os.environ.get(VERSION) or course_version(),
        page=secrets.token_hex(8),
        store=open_store(),
    )


def environment(learner: str, version: str) -> dict[str, str]:
    """Return what a kernel must be started with so that `current` knows who is there."""
    return {
        LEARNER: learner,
        VERSION: version,
        "ACADEMY_DATA": str(paths.data()),
        "ACADEMY_CONTENT": str(paths.content()),
    }


def open_store() -> SqliteStore:
    """Return the embedded store in the user's data folder."""
    return SqliteStore(paths.data() / "academy.db")


def new_learner() -> str:
    """Return a new random id; it is a name and no key, so it need only be unique."""
    return "learner-" + secrets.token_hex(6)


def owner() -> str:
    """Return the id of the person whose machine this is, made on first use."""
    return _kept_secret("owner", new_learner())


def cookie_secret() -> bytes:
    """Return the key that signs cookies, made on first use."""
    return _kept_secret("cookie_secret", secrets.token_hex(32)).encode()


def _kept_secret(name: str, fresh: str) -> str:
    path = paths.data() / name
    try:
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
        ) as file:
            file.write(fresh)
    except FileExistsError:
        return path.read_text().strip()
    return fresh


_SERVED = ("course", "modules", "widgets")


@cache
def course_version() -> str:
    """Return the commit of the course, or the package's version outside a checkout."""
    at = paths.content()
    if (at / ".git").exists():
        commit = _git(at, "rev-parse", "--short=12", "HEAD")
        if commit:
            changed = _git(at, "status", "--porcelain", "--", *_SERVED)
            return commit + ("+changed" if changed else "")
    try:
        return installed("relationships-academy")
    except PackageNotFoundError:
        return "unknown"


def _git(folder: Path, *words: str) -> str:
    try:
        run = subprocess.run(
            ["git", "-C", str(folder), *words],  # noqa: S607  wherever git is
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip()
