"""Who is here, which course is served, and where words go: read once, here only."""

import hmac
import os
import secrets
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

from academy import paths, wordless
from academy.group_results.gathering import Groups
from academy.people import People
from academy.store import Audience, SqliteStore, Store, StoreError

LEARNER = "ACADEMY_LEARNER"
NOBODY = "nobody yet"
"""What stands for the learner while a snapshot of a module is made, before any fork."""
VERSION = "ACADEMY_VERSION"
PASS = "ACADEMY_PASS"  # noqa: S105  the name of a variable
"""The server's signature under the learner: a kernel cannot call itself somebody else."""


@dataclass(frozen=True)
class Session:
    """One learner with the course open.

    Attributes:
        learner: the server's id of who is here.
        version: the commit of the course served.
        page: this opening of this module; drafts of two tabs stay apart by it.
        store: where the learner's words are kept.
        ties: who the learner has beside them, and what their groups found.
    """

    learner: str
    version: str
    page: str
    store: Store
    ties: Groups

    @cached_property
    def audiences(self) -> tuple[Audience, ...]:
        """The audiences that the learner has somebody in, narrowest first."""
        return self.ties.audiences(self.learner)


def nobody_yet() -> bool:
    """Return whether this process makes a snapshot, and so has no learner."""
    return os.environ.get(LEARNER) == NOBODY


@cache
def current() -> Session:
    """Return the session of this process, from what the server put in its environment.

    A notebook that somebody opens without the Academy's server is its owner's.

    Raises:
        StoreError: the place where words are kept cannot be opened, or the environment
            names somebody whom the server did not.
    """
    learner, version = os.environ.get(LEARNER), os.environ.get(VERSION, "")
    if learner and not hmac.compare_digest(
        os.environ.get(PASS, ""), _signature(learner, version)
    ):
        raise StoreError("this page was not opened by the Academy; open the module again")
    if learner:  # what this kernel logs goes to the server's own log
        wordless.install()
        wordless.to_the_server()
    store = open_store()
    people = People(store)
    return Session(
        learner=people.known.canonical(learner or owner()),
        version=version or course_version(),
        page=secrets.token_hex(8),
        store=store,
        ties=people.cohorts,
    )


def environment(learner: str, version: str) -> dict[str, str]:
    """Return what a kernel must be started with so that `current` knows who is there."""
    return {
        LEARNER: learner,
        VERSION: version,
        PASS: _signature(learner, version),
        "ACADEMY_DATA": str(paths.data()),
        "ACADEMY_CONTENT": str(paths.content()),
    }


def _signature(learner: str, version: str) -> str:
    said = f"kernel\0{learner}\0{version}".encode()
    return hmac.new(cookie_secret(), said, "sha256").hexdigest()


def open_store() -> SqliteStore:
    """Return the embedded store in the user's data folder."""
    return _store_at(paths.data() / "academy.db")


@cache
def _store_at(path: Path) -> SqliteStore:
    # Made before a fork and let go of, all kernels share what it takes to be made.
    return SqliteStore(path)


def new_learner() -> str:
    """Return a new random id; it is a name and no key, so it need only be unique."""
    return "learner-" + secrets.token_hex(6)


def owner() -> str:
    """Return the id of the person whose machine this is, made on first use."""
    return _kept_secret("owner", new_learner())


def cookie_secret() -> bytes:
    """Return the key that signs cookies, made on first use."""
    return _kept_secret("cookie_secret", secrets.token_hex(32)).encode()


def phrase_salt() -> bytes:
    """Return what return phrases are hashed with, made on first use."""
    return bytes.fromhex(_kept_secret("phrase_salt", secrets.token_hex(16)))


def _kept_secret(name: str, fresh: str) -> str:
    path = paths.data() / name
    if not path.exists():
        # Whole or not there: an empty key, read a moment too early, would sign anything.
        whole = path.with_name(f".{name}-{secrets.token_hex(4)}")
        with os.fdopen(
            os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
        ) as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(whole, path)
        except FileExistsError:
            pass  # another process was first, and its secret holds
        finally:
            whole.unlink()
    kept = path.read_text().strip()
    if not kept:
        raise StoreError(f"the file {name} in the data folder is empty; restore it")
    return kept


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
