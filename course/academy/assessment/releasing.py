"""Make an assignment one that learners can hand in."""

from __future__ import annotations

import filecmp
import shutil
from contextlib import closing
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI

from academy.assessment import config
from academy.assessment.book import Book
from academy.assessment.check import notebook_mistakes
from academy.assessment.config import AssessmentError
from academy.assessment.delivery import Say, only_one
from academy.assessment.steps import done, must_exist

_CHECKPOINTS = ".ipynb_checkpoints"


def release(api: NbGraderAPI, assignment: str, say: Say) -> bool:
    """Make `assignment` one that learners can hand in; False if it was already."""
    must_exist(assignment)
    ours = config.sources() / assignment
    if wrong := notebook_mistakes(ours):
        raise AssessmentError(f"{assignment} cannot be released: {wrong[0]}.")
    with only_one():
        theirs = config.course_root() / "source" / assignment
        made = config.course_root() / "release" / assignment
        if config.released(assignment):
            changed = not _same(ours, theirs)
            if changed and config.arrived(assignment):
                raise AssessmentError(
                    f"{assignment} has changed since its release, and somebody "
                    "has handed it in already: release the changed one under a "
                    "new name, so that every answer keeps its question."
                )
            whole = _same(made, config.outbound(assignment)) and _in_book(assignment)
            if not changed and whole:
                return False
        shutil.rmtree(theirs, ignore_errors=True)
        _copy(ours, theirs)
        say(f"Making the learners' copy of {assignment}.")
        done("made", api.generate_assignment(assignment))
        shutil.rmtree(config.outbound(assignment), ignore_errors=True)
        say(f"Releasing {assignment}.")
        done("released", api.release_assignment(assignment))
        config.close_exchange(config.desk_folder())
    return True


def _copy(ours: Path, theirs: Path) -> None:
    ignore = shutil.ignore_patterns(_CHECKPOINTS)
    shutil.copytree(ours, theirs, ignore=ignore)


def _in_book(assignment: str) -> bool:
    with closing(Book()) as book:
        return bool(book.assignment(assignment))


def _same(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same files."""
    names = [
        {
            str(file.relative_to(at))
            for file in at.rglob("*")
            if file.is_file() and _CHECKPOINTS not in file.parts
        }
        for at in (one, other)
    ]
    if names[0] != names[1]:
        return False
    return not any(filecmp.cmpfiles(one, other, names[0], shallow=False)[1:])
