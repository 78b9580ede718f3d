"""Prove that an assignment's notebook, rubric, references and exercise agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from pydantic import TypeAdapter, ValidationError

from academy.assessment.notebook import read
from academy.assessment.rubric import (
    CALIBRATION,
    RUBRIC,
    Criterion,
    Reference,
    calibration_file,
    rubric_file,
)
from academy.content import ContentError, load, mistakes
from academy_widgets.exercise import Slug

_CODE = (
    "is checked by running code, and no learner's code ever runs here; ask for words in "
    "a manually graded markdown cell"
)
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


def check_assignment(
    folder: Path, questions: Mapping[str, str] | None = None
) -> list[ContentError]:
    """Return what is wrong with the assignment whose sources are in `folder`.

    Args:
        folder: `assessments/source/<assignment>`.
        questions: the exercise's prompts by question id, if one belongs to it.
    """
    found = notebook_mistakes(folder)
    if found:
        return found
    cells = [(file, cell) for file in _files(folder) for cell in read(file).cells]
    answers = {_about(c)["grade_id"]: _about(c)["points"] for _, c in cells if _takes(c)}
    wrong = _rubric_mistakes(folder, answers)
    found += wrong or _calibration_mistakes(folder)
    if questions is not None:
        found += _question_mistakes(_files(folder)[0], cells, questions)
    return found


def notebook_mistakes(folder: Path) -> list[ContentError]:
    """Return what is wrong with an assignment's notebooks alone."""
    files = _files(folder)
    if not files:
        return [ContentError(folder, "", "there is no notebook; it needs one")]
    found: list[ContentError] = []
    ids: Counter[str] = Counter()
    for file in files:
        try:
            notebook = read(file)
            nbformat.validate(notebook)
        except (nbformat.ValidationError, ValueError) as error:
            said = str(error).splitlines()[0]
            return [ContentError(file, "", f"this is not a valid notebook: {said}")]
        for place, cell in enumerate(notebook.cells, 1):
            where = f"cell {place}"
            found += [ContentError(file, where, what) for what in _wrong_in(cell)]
            grade_id = str(_about(cell).get("grade_id", ""))
            if grade_id and ids[grade_id]:
                what = f"grade_id {grade_id!r} is there twice; each is unique"
                found.append(ContentError(file, where, what))
            ids[grade_id] += 1
        if not any(_takes(cell) for cell in notebook.cells):
            what = "takes no answer; it needs a manually graded answer cell"
            found.append(ContentError(file, "", what))
    return found


def strays(assignments: Path) -> list[ContentError]:
    """Return each rubric and calibration file that belongs to no assignment.

    Args:
        assignments: nbgrader's course folder, which has `source`.
    """
    there = {at.name for at in (assignments / "source").glob("*") if at.is_dir()}
    allowed = ", ".join(sorted(there))
    return [
        ContentError(file, "", f"belongs to no assignment; there is {allowed}")
        for kind in ("rubrics", "calibration")
        for file in sorted((assignments / kind).glob("*"))
        if file.stem not in there
    ]


def _wrong_in(cell: Any) -> list[str]:  # noqa: ANN401  nbformat has no types
    about, found = _about(cell), []
    if cell.get("outputs") or cell.get("execution_count"):
        found.append("holds an output; it must have none")
    if not about:
        found.append("is not nbgrader's; it must be locked, or take an answer")
    elif cell.cell_type == "code" and (about.get("grade") or about.get("solution")):
        found.append(_CODE)
    elif about.get("task") or (about.get("grade") and not about.get("solution")):
        found.append("is a task or a test; only locked text and answers are allowed")
    elif about.get("solution"):
        found += _wrong_in_answer(cell)
    elif not about.get("locked"):
        found.append("takes no answer, so it must be locked")
    if about and not about.get("grade_id"):
        found.append("has no grade_id; it needs one of its own")
    return found


def _wrong_in_answer(cell: Any) -> list[str]:  # noqa: ANN401  nbformat has no types
    about, found = _about(cell), []
    if not _takes(cell):
        found.append(
            "takes an answer, so it must be markdown, manually graded "
            "(grade and solution true) and not locked"
        )
    elif not about.get("points", 0) > 0:
        found.append(f"gives {about.get('points')} points; it must give more than 0")
    if (name := about.get("grade_id")) and not _is_slug(name):
        found.append(
            f"grade_id {name!r} cannot be a rubric's key; "
            "use small letters, digits and _, such as what_happened"
        )
    return found


def _is_slug(name: str) -> bool:
    try:
        _SLUG.validate_python(name)
    except ValidationError:
        return False
    return True


def _rubric_mistakes(folder: Path, answers: Mapping[str, float]) -> list[ContentError]:
    file = rubric_file(folder.parents[1], folder.name)
    if found := mistakes(RUBRIC, file):
        return found
    rubric = load(RUBRIC, file)
    for name in sorted(rubric.keys() - answers.keys()):
        allowed = ", ".join(answers)
        what = f"the notebook has no such answer cell; it has: {allowed}"
        found.append(ContentError(file, name, what))
    for name, points in answers.items():
        if name not in rubric:
            what = "is missing; every answer cell needs its criterion"
            found.append(ContentError(file, name, what))
            continue
        criterion = rubric[name]
        if criterion.points != points:
            what = f"is {criterion.points:g}; the notebook's cell gives {points:g}"
            found.append(ContentError(file, f"{name}.points", what))
        top = max(level.points for level in criterion.levels)
        if top != criterion.points:
            what = f"the best gives {top:g}; it must give all {criterion.points:g}"
            found.append(ContentError(file, f"{name}.levels", what))
    return found


def _calibration_mistakes(folder: Path) -> list[ContentError]:
    """Return what is wrong with an assignment's references; its rubric is sound."""
    file = calibration_file(folder.parents[1], folder.name)
    if found := mistakes(CALIBRATION, file):
        return found
    rubric = load(RUBRIC, rubric_file(folder.parents[1], folder.name))
    return [
        ContentError(file, f"references.{one.key}.{where}", what)
        for one in load(CALIBRATION, file).references
        for where, what in _wrong_reference(one, rubric)
    ]


def _wrong_reference(
    one: Reference, rubric: Mapping[str, Criterion]
) -> list[tuple[str, str]]:
    found = []
    for part, has in (("answers", one.answers.keys()), ("marks", one.marks.keys())):
        for name in sorted(has - rubric.keys()):
            what = f"the rubric has no such criterion; it has: {', '.join(rubric)}"
            found.append((f"{part}.{name}", what))
        found += [
            (f"{part}.{name}", "is missing; every criterion needs one")
            for name in rubric
            if name not in has
        ]
    for name, given in one.marks.items():
        points = [level.points for level in rubric[name].levels] if name in rubric else []
        if points and given.points not in points:
            allowed = ", ".join(f"{level:g}" for level in points)
            what = f"is {given.points:g}; the rubric's levels give {allowed}"
            found.append((f"marks.{name}.points", what))
    return found


def _question_mistakes(
    file: Path, cells: list[tuple[Path, Any]], questions: Mapping[str, str]
) -> list[ContentError]:
    found = []
    ids = [_about(cell)["grade_id"] for _, cell in cells if _takes(cell)]
    if ids != list(questions):
        what = f"the answer cells are {ids}; the exercise asks {list(questions)}"
        found.append(ContentError(file, "", what))
    before: Any = None
    for at, cell in cells:
        asked = questions.get(_about(cell).get("grade_id", ""))
        if _takes(cell) and asked is not None:
            where = f"the cell before {_about(cell)['grade_id']!r}"
            if before is None or _takes(before) or not _asks(before, asked):
                what = f"it must hold the exercise's question, locked: {asked!r}"
                found.append(ContentError(at, where, what))
        before = cell
    return found


def _asks(cell: Any, question: str) -> bool:  # noqa: ANN401  nbformat has no types
    return bool(cell.cell_type == "markdown" and cell.source.strip() == question.strip())


def _takes(cell: Any) -> bool:  # noqa: ANN401  nbformat has no types
    """Return whether a tutor marks what is written into `cell`."""
    about = _about(cell)
    graded = about.get("grade") and about.get("solution") and not about.get("locked")
    return bool(graded and cell.cell_type == "markdown")


def _about(cell: Any) -> dict[str, Any]:  # noqa: ANN401  nbformat has no types
    return dict(cell.metadata.get("nbgrader", {}))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ipynb"))
