"""A submission's files, in nbgrader's places and as nbgrader would have written them."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from academy.assessment import config, notebook

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
SECRETS = re.compile(r"[0-9a-f]{128}")
"""What nbgrader's submission secrets look like; feedback is found by them."""

_SHOWN = (
    '<pre style="white-space: pre-wrap; font: inherit; border: 0; background: none">'
    "{}</pre>"
)
_READ_ONLY = 0o444


def name(learner: str, assignment: str, at: datetime) -> str:
    """Return the folder name that a submission at that time gets."""
    return f"{learner}+{assignment}+{moment(at)}"


def moment(at: datetime) -> str:
    """Return `at` as nbgrader writes times."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f %Z")


def as_words(text: str) -> str:
    """Return markdown that shows `text` as the characters that it consists of."""
    return _SHOWN.format(escape(text, quote=False))


def answer_cells(of: Any) -> Iterator[Any]:  # noqa: ANN401  nbformat has no types
    """Yield a notebook's cells that take an answer which a tutor marks, in order."""
    for cell in of["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        answers = about.get("grade") and about.get("solution") and not about.get("locked")
        if answers and cell["cell_type"] == "markdown":
            yield cell


class Released:
    """An assignment as learners got it, read once and filled as often as need be.

    Attributes:
        notebooks: its notebooks, by file name.
        blanks: what stands in each answer cell before anybody writes, by `grade_id`.
    """

    def __init__(self, assignment: str) -> None:
        self.assignment = assignment
        self._folder = config.outbound(assignment)
        self.notebooks: dict[str, dict[str, Any]] = {
            file.name: json.loads(json.dumps(notebook.read(file)))
            for file in sorted(self._folder.glob("*.ipynb"))
        }
        self.blanks: dict[str, str] = {
            _id(cell): cell["source"]
            for one in self.notebooks.values()
            for cell in answer_cells(one)
        }

    def submission(self, answers: Mapping[str, str]) -> dict[str, bytes]:
        """Return the files of a submission: the released notebook, and the answers in it.

        A question left empty keeps nbgrader's placeholder, so nbgrader counts it as "no
        response" instead of something to mark.
        """
        texts = {id: text for id, text in answers.items() if text.strip()}
        made = {file: form.filled(texts) for file, form in self._forms.items()}
        return self._others | made

    def autograded(self, answers: Mapping[str, str]) -> dict[str, bytes]:
        """Return the files that nbgrader's autograding, set up as ours, makes of them.

        Nothing runs, locked cells are the course's own, and what a learner wrote is shown
        as the words that it is.
        """
        shown = {
            id: as_words(text)
            for id, text in answers.items()
            if text.strip() and text != self.blanks.get(id)
        }
        made = {file: form.filled(shown) for file, form in self._plain.items()}
        return self._sources | made

    @cached_property
    def _forms(self) -> dict[str, _Form]:
        return {file: _Form(one) for file, one in self.notebooks.items()}

    @cached_property
    def _plain(self) -> dict[str, _Form]:
        plain = {file: _without_extras(one) for file, one in self.notebooks.items()}
        return {file: _Form(one) for file, one in plain.items()}

    @cached_property
    def _others(self) -> dict[str, bytes]:
        return _beside(self._folder)

    @cached_property
    def _sources(self) -> dict[str, bytes]:
        ours = _beside(config.course_root() / "source" / self.assignment)
        return self._others | ours


class _Form:
    """A notebook's file as nbformat writes it, with gaps where the answers go.

    nbformat checks each file that it writes, and that takes longer than all the rest.
    """

    def __init__(self, notebook: dict[str, Any]) -> None:
        made, gap = deepcopy(notebook), secrets.token_hex(16)
        for cell in made["cells"]:
            cell["source"] = cell["source"].splitlines(keepends=True)
        self._blanks: dict[str, list[str]] = {}
        for cell in answer_cells(made):
            self._blanks[_id(cell)], cell["source"] = cell["source"], [gap]
        text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
        self._parts = f"{text}\n".split(json.dumps(gap))

    def filled(self, texts: Mapping[str, str]) -> bytes:
        """Return the file with `texts` in it, by `grade_id`; the others stay blank."""
        made = self._parts[0]
        for (id, blank), part in zip(self._blanks.items(), self._parts[1:], strict=True):
            lines = texts[id].splitlines(keepends=True) if id in texts else blank
            made += ",\n    ".join(json.dumps(line, ensure_ascii=False) for line in lines)
            made += part
        return made.encode()


class Places:
    """Where the files of one submission are.

    Args:
        learner: whose it is.
        assignment: of which assignment.
        at: when it was sent, by which nbgrader names it.
    """

    def __init__(self, learner: str, assignment: str, at: datetime) -> None:
        self.name, self._moment = name(learner, assignment, at), moment(at)
        self.inbound = config.inbound() / self.name
        self.cache = config.cached(learner) / config.COURSE / self.name
        self.submitted = config.course_root() / "submitted" / learner / assignment
        self.autograded = config.course_root() / "autograded" / learner / assignment

    def write(
        self,
        released: Released,
        answers: Mapping[str, str],
        *,
        secret: str | None = None,
        cached: bool = True,
    ) -> None:
        """Write everything that submitting, collecting and autograding leave behind.

        Each folder is whole or not there. Safe to repeat: whoever has the submission's
        secret keeps it, and with it finds the feedback.

        Args:
            released: the assignment.
            answers: text by `grade_id`.
            secret: the one that the learner's own copy has, if there is one.
            cached: whether the learner's own list of submissions gets it, too.

        Raises:
            OSError: it cannot be written.
        """
        known = _kept_secret(self.inbound) or secret or secrets.token_hex(64)
        about = {TIMESTAMP: self._moment.encode(), SECRET: known.encode()}
        files = released.submission(answers) | about
        _place(self.inbound, files)
        if cached:
            _place(self.cache, files)
        _place(self.submitted, files)
        _place(self.autograded, released.autograded(answers) | about, mode=_READ_ONLY)

    def ready(self) -> bool:
        """Return whether this submission is the one that a tutor would mark.

        Making its files read-only is the last step of nbgrader's own autograding, so
        where somebody ran that and it was cut short, they can be written to.
        """
        files = list(self.autograded.glob("*.ipynb"))
        whole = files and not any(file.stat().st_mode & 0o222 for file in files)
        moments = {_moment_at(self.submitted), _moment_at(self.autograded)}
        return bool(whole) and moments == {self._moment}


def _moment_at(folder: Path) -> str | None:
    file = folder / TIMESTAMP
    return file.read_text(encoding="utf-8").strip() if file.is_file() else None


def _kept_secret(folder: Path) -> str | None:
    """Return the secret of a folder that an earlier delivery has written."""
    if not _ours(folder):
        return None
    file = folder / SECRET
    kept = file.read_text(encoding="utf-8") if file.is_file() else ""
    return kept if SECRETS.fullmatch(kept) else None


def _ours(folder: Path) -> bool:
    """Return whether we made `folder`: in an exchange, anybody may have."""
    try:
        about = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(about.st_mode) and about.st_uid == own_id()


def own_id() -> int:
    """Return the id of the user who runs this; Windows has none, and 0 for all files."""
    return os.geteuid() if hasattr(os, "geteuid") else 0


def _place(folder: Path, files: Mapping[str, bytes], mode: int = 0o644) -> None:
    """Put `files` where `folder` is, in place of what was there; whole or not at all.

    nbgrader passes over hidden names, so nothing half-written is ever collected.
    """
    hidden = folder.with_name(f".{folder.name}")
    remove(hidden)
    hidden.mkdir(parents=True)
    for inside, content in files.items():
        file = hidden / inside
        if file.parent != hidden:
            file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY, mode), "wb") as out:
            out.write(content)
    remove(folder)
    hidden.rename(folder)


def remove(folder: Path) -> None:
    """Take a folder away, or the link that stands in its place."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _without_extras(released: dict[str, Any]) -> dict[str, Any]:
    """Return `released` as `plain.PlainText` and nbgrader's own steps leave it."""
    made = deepcopy(released)
    made["metadata"] = _only(made["metadata"], "kernelspec")
    for cell in made["cells"]:
        cell.pop("attachments", None)
        cell["metadata"] = _only(cell["metadata"], "nbgrader")
    return made


def _only(metadata: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {key: metadata[key]} if metadata.get(key) else {}


def _beside(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder besides notebooks, by path."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix != ".ipynb" and _no_checkpoint(file)
    }


def _no_checkpoint(file: Path) -> bool:
    return ".ipynb_checkpoints" not in file.parts


def _id(cell: Any) -> str:  # noqa: ANN401  nbformat has no types
    return str(cell["metadata"]["nbgrader"]["grade_id"])
