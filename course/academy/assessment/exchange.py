"""Hand answers in to nbgrader's exchange, as a learner's own submission."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeSubmit
from nbgrader.utils import is_grade, is_locked, is_solution

from academy.assessment import config, log, notebook

_HIDDEN = "."


class Submit(ExchangeSubmit):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's submit, at the time when the learner sent, whole or not at all.

    nbgrader copies straight to where collect looks. Here it copies to hidden names,
    which collect and list pass over, and the last step of all gives the real name.
    """

    at: datetime
    name: str
    assignment_filename: str

    def set_timestamp(self) -> None:
        """Take the time of the learner's own sending, not of this delivery."""
        self.timestamp = _moment(self.at)

    def init_dest(self) -> None:
        """Find where to put it; nbgrader's own checks included."""
        super().init_dest()
        self.name = self.assignment_filename
        self.assignment_filename = _HIDDEN + self.name

    def copy_files(self) -> None:
        """Copy to the hidden names, then rename; the exchange's folder last."""
        places = [Path(self.cache_path), Path(self.inbound_path)]
        if (places[-1] / self.name).is_dir():
            return  # whole: an earlier delivery ended just before it was recorded
        for place in places:
            shutil.rmtree(place / (_HIDDEN + self.name), ignore_errors=True)
            shutil.rmtree(place / self.name, ignore_errors=True)
        super().copy_files()
        for place in places:
            (place / (_HIDDEN + self.name)).rename(place / self.name)


def submit(
    learner: str, assignment: str, at: datetime, answers: Mapping[str, str]
) -> tuple[str, list[str]]:
    """Submit `answers` in a copy of the released notebook.

    Args:
        learner: whose they are.
        assignment: a released assignment.
        at: when the learner sent them.
        answers: text by `grade_id`.

    Returns:
        The submission's folder name, and the ids that no answer cell has.

    Raises:
        AssessmentError: nbgrader did not take it.
    """
    settings = config.settings()
    coursedir = CourseDirectory(config=settings)
    coursedir.assignment_id, coursedir.student_id = assignment, learner
    with tempfile.TemporaryDirectory(dir=config.desk_folder()) as staging:
        folder = Path(staging) / assignment
        exchange = Submit(
            coursedir=coursedir,
            authenticator=Authenticator(config=settings),
            assignment_dir=staging,
            add_random_string=False,
            config=settings,
            log=log.logger(),
        )
        exchange.at = at
        try:
            shutil.copytree(config.outbound(assignment), folder)
            unknown = _fill(folder, answers)
            exchange.start()
        except (ExchangeError, OSError, ValueError) as error:
            raise config.AssessmentError(
                f"nbgrader did not take what {learner} handed in ({error}); it waits, "
                f"and {config.log_file()} says more."
            ) from error
    return exchange.name, unknown


def name(learner: str, assignment: str, at: datetime) -> str:
    """Return the folder name that a submission at that time gets."""
    return f"{learner}+{assignment}+{_moment(at)}"


def _moment(at: datetime) -> str:
    """Return `at` as nbgrader writes times."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f %Z")


def answer_cells(of: Any) -> Iterator[Any]:  # noqa: ANN401  nbformat has no types
    """Yield a notebook's cells that take an answer which a tutor marks, in order."""
    for cell in of.cells:
        answers = is_grade(cell) and is_solution(cell) and not is_locked(cell)
        if answers and cell.cell_type == "markdown":
            yield cell


def _fill(folder: Path, answers: Mapping[str, str]) -> list[str]:
    """Put each answer into its cell and return the ids that no cell has.

    A question left empty keeps nbgrader's placeholder, so nbgrader counts it as "no
    response" instead of something to mark.
    """
    unknown = set(answers)
    for file in sorted(folder.glob("*.ipynb")):
        filled = notebook.read(file)
        for cell in answer_cells(filled):
            grade_id = cell.metadata.nbgrader.grade_id
            unknown.discard(grade_id)
            if (text := answers.get(grade_id, "")).strip():
                cell.source = text
        notebook.write(filled, file)
    return sorted(unknown)
