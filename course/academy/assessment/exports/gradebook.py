"""What `nbgrader export` writes: its own columns, with nothing where nothing is marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from academy.assessment.exports.sheets import write_csv

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "status",
)
"""nbgrader's own, in its order, and the status."""


class MarkedOnly(ExportPlugin):  # type: ignore[misc]  # nbgrader has no types
    """CSV as nbgrader writes it, but what nobody has marked is never 0.

    nbgrader's own plugin adds up what is there, so that a reflection which waits for its
    tutor, or was never sent, gets 0 points.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the marks in `gradebook` to `--to`, or to grades.csv."""
        wanted = {str(one) for one in self.assignment}
        people = {str(one) for one in self.student}
        rows = [
            row
            for row in _rows(gradebook)
            if (not wanted or row["assignment"] in wanted)
            and (not people or row["student_id"] in people)
        ]
        to = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", to)
        with to.open("w", encoding="utf-8", newline="") as file:
            write_csv(file, [COLUMNS, *([row[key] for key in COLUMNS] for row in rows)])


def _rows(gradebook: Gradebook) -> Iterator[dict[str, Any]]:
    students = gradebook.db.execute(
        sa.select(
            api.Student.id, api.Student.last_name, api.Student.first_name, api.Student.email
        ).order_by(api.Student.last_name, api.Student.first_name, api.Student.id)
    ).all()
    for assignment in gradebook.assignments:
        sent = {row.student_id: row for row in _sent(gradebook, assignment.name)}
        for student in students:
            yield {
                "assignment": assignment.name,
                "duedate": _text(assignment.duedate),
                "student_id": student.id,
                "last_name": student.last_name,
                "first_name": student.first_name,
                "email": student.email,
                "max_score": assignment.max_score,
                **_marks(sent.get(student.id)),
            }


def _sent(gradebook: Gradebook, assignment: str) -> Any:  # noqa: ANN401  rows
    grade, cell = api.Grade, api.GradeCell
    unmarked = grade.needs_manual_grade | (
        grade.manual_score.is_(None) & grade.auto_score.is_(None)
    )
    out = (grade.score < 0) | (grade.score > cell.max_score)
    query = (
        sa.select(
            api.SubmittedAssignment.student_id,
            api.SubmittedAssignment.timestamp,
            sa.func.sum(grade.score).label("score"),
            sa.func.max(api.SubmittedAssignment.late_submission_penalty).label("penalty"),
            sa.func.max(sa.case((unmarked, 1), else_=0)).label("unmarked"),
            sa.func.max(sa.case((out, 1), else_=0)).label("out"),
        )
        .select_from(api.SubmittedAssignment)
        .join(api.Assignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
        .join(
            api.SubmittedNotebook,
            api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
        )
        .join(grade, grade.notebook_id == api.SubmittedNotebook.id)
        .join(cell, cell.id == grade.cell_id)
        .where(api.Assignment.name == assignment)
        .group_by(api.SubmittedAssignment.id)
    )
    return gradebook.db.execute(query)


def _marks(sent: Any) -> dict[str, Any]:  # noqa: ANN401  a row
    none = dict.fromkeys(
        ("timestamp", "raw_score", "late_submission_penalty", "score"), None
    )
    if sent is None:
        return none | {"status": "not sent"}
    none["timestamp"] = _text(sent.timestamp)
    if sent.unmarked:
        return none | {"status": "to mark"}
    if sent.out:
        return none | {"status": "a score is out of bounds"}
    return none | {
        "raw_score": sent.score,
        "late_submission_penalty": sent.penalty,
        "score": max(0.0, sent.score - sent.penalty),
        "status": "marked",
    }


def _text(moment: object) -> str:
    return "" if moment is None else str(moment)
