"""Take a learner's words and marks out of nbgrader's course.

Nothing here imports nbgrader: whoever erases their words need not wait for that.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from academy import locks
from academy.assessment import config
from academy.assessment.book import Book

_FOLDER = "nbgrader"
_STEPS = ("submitted", "autograded", "feedback")
_SECRET = "submission_secret.txt"  # noqa: S105  a file's name
_LONGEST = 100_000_000
"""Of a notebook, in bytes; longer ones are refused when they arrive."""


class Desk:
    """nbgrader's folders beside a store, which may not be there.

    Args:
        data: the data folder that they are in.
    """

    def __init__(self, data: Path) -> None:
        self._root = data / _FOLDER
        self._course = self._root / config.COURSE
        self._exchange = self._root / "exchange" / config.COURSE

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait until no other process works on nbgrader's folders, then hold them."""
        if not self._root.is_dir():
            yield
            return
        with (self._root / "lock").open("w") as file:
            locks.hold(file.fileno())
            yield

    def forget(
        self, ids: Collection[str], assignments: Collection[str] | None = None
    ) -> None:
        """Take what a person handed in away: from the gradebook, the exchange, all folders.

        Whoever calls this holds `held`.

        Args:
            ids: every id that the person was ever known by.
            assignments: of these alone; None for all, and that they were here.

        Raises:
            BookError: the gradebook did not answer.
            OSError: a file cannot be removed.
        """
        if not self._root.is_dir():
            return
        gradebook = self._course / "gradebook.db"
        if gradebook.is_file():
            with closing(Book(f"sqlite:///{gradebook}")) as book:
                if assignments is None:
                    book.erase(*ids)
                for assignment in assignments or ():
                    book.erase(*ids, assignment=assignment)
        folders = [
            folder
            for folder, assignment in self._folders(set(ids))
            if assignments is None or assignment in assignments
        ]
        for page in {page for folder in folders for page in self._pages(folder)}:
            page.unlink(missing_ok=True)
        for folder in folders:  # last: they say which the pages are
            _remove(folder)
        if assignments is None:
            for id in ids:
                for parent in (
                    *(self._course / step for step in _STEPS),
                    self._root / "cache",
                ):
                    _remove(parent / id)

    def assignments_of(self, ids: Collection[str]) -> set[str]:
        """Return the assignments of which nbgrader's folders have something of a person."""
        return {assignment for _, assignment in self._folders(set(ids))}

    def _folders(self, ids: set[str]) -> Iterator[tuple[Path, str]]:
        """Yield the folders that have a person's words, and of which assignment each is."""
        for step in _STEPS:
            for id in ids:
                for folder in _inside(self._course / step / id):
                    yield folder, folder.name
        exchange = self._exchange / "inbound"
        caches = [self._root / "cache", *_inside(self._root / "cache")]
        for parent in (exchange, *(cache / config.COURSE for cache in caches)):
            for folder in _inside(parent):
                # "ana+02_listening+2026-...", ".ana+..." half made, ".taken+ana+..." read
                name = folder.name.removeprefix(".taken+").removeprefix(".")
                learner, _, rest = name.partition("+")
                if learner in ids:
                    yield folder, rest.partition("+")[0]

    def _pages(self, folder: Path) -> Iterator[Path]:
        """Yield the feedback in the exchange on what is in `folder`.

        nbgrader gives it a name made of the submission's secret; without one, of the
        notebook itself and where it came from.
        """
        feedback = self._exchange / "feedback"
        if folder.is_symlink() or not folder.is_dir():
            return
        secret = _bytes(folder / _SECRET)
        learner, assignment, moment, *_ = (*folder.name.split("+"), "", "", "")
        for notebook in folder.glob("*.ipynb"):
            key = f"{config.COURSE}+{assignment}+{notebook.stem}+{learner}+{moment}"
            made = _bytes(notebook) + key.encode()
            if secret:
                made = secret + notebook.stem.encode()
            digest = hashlib.md5(made, usedforsecurity=False).hexdigest()
            yield feedback / f"{digest}.html"


def _bytes(file: Path) -> bytes:
    """Return what is in a file that somebody else may have put there."""
    if file.is_symlink() or not file.is_file() or file.stat().st_size > _LONGEST:
        return b""
    return file.read_bytes()


def _inside(folder: Path) -> list[Path]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    return sorted(folder.iterdir())


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
