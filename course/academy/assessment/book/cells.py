"""The criteria of an assignment, as nbgrader's gradebook has them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from academy.assessment.book.tables import assignment, base_cell, grade_cells, notebook


class Cell(NamedTuple):
    """An answer cell: one criterion.

    Attributes:
        name: its `grade_id`.
        notebook: nbgrader's id of the notebook that it is in.
        grade: nbgrader's id of it as a cell that gets a grade.
        solution: nbgrader's id of it as a cell that gets a comment.
        max: the most points that it gives.
    """

    name: str
    notebook: str
    grade: str
    solution: str | None
    max: float


class Assignment(NamedTuple):
    """An assignment and its criteria, in its notebooks' order."""

    name: str
    cells: list[Cell]


def cells(db: sa.Connection, name: str) -> list[Cell]:
    """Return the criteria of assignment `name`, in its notebooks' order."""
    solution = base_cell.alias()
    query = (
        sa.select(
            base_cell.c.name,
            base_cell.c.notebook_id,
            base_cell.c.id,
            solution.c.id,
            grade_cells.c.max_score,
        )
        .join(notebook, notebook.c.assignment_id == assignment.c.id)
        .join(base_cell, base_cell.c.notebook_id == notebook.c.id)
        .join(grade_cells, grade_cells.c.id == base_cell.c.id)
        .outerjoin(
            solution,
            (solution.c.notebook_id == notebook.c.id)
            & (solution.c.name == base_cell.c.name)
            & (solution.c.type == "SolutionCell"),
        )
        .where(assignment.c.name == name)
        .order_by(notebook.c.name, sa.text("base_cell.rowid"))
    )
    found = [Cell(*row) for row in db.execute(query)]
    places = _places(db, name)
    return sorted(found, key=lambda cell: places.get(cell.name, len(places)))


def notebooks(db: sa.Connection, name: str) -> list[str]:
    """Return nbgrader's ids of the notebooks of assignment `name`."""
    query = (
        sa.select(notebook.c.id)
        .join(assignment, notebook.c.assignment_id == assignment.c.id)
        .where(assignment.c.name == name)
    )
    return list(db.execute(query).scalars())


def _places(db: sa.Connection, name: str) -> dict[str, int]:
    """Return where each criterion is; only the notebooks themselves tell their order."""
    at = db.engine.url.database
    if not at:
        return {}
    order: list[str] = []
    for file in sorted((Path(at).parent / "source" / name).glob("*.ipynb")):
        order += _grade_ids(file, file.stat().st_mtime_ns)
    return {grade_id: place for place, grade_id in enumerate(order)}


@lru_cache(maxsize=64)
def _grade_ids(file: Path, stamp: int) -> list[str]:
    del stamp  # a changed file is another entry of the cache
    try:
        found = json.loads(file.read_text("utf-8"))["cells"]
        return [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in found]
    except (ValueError, KeyError):
        return []  # nbgrader, or `academy check`, says what is wrong with it
