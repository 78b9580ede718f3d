"""Is the course as it should be? Every mistake, told as file, where, what."""

from __future__ import annotations

from pathlib import Path

from academy import content, paths, schemas
from academy.assessment.check import check_assignment, strays
from academy.check.notebook import check_notebook
from academy.cohort import COHORT
from academy.content import COURSE, ContentError, Course, Module
from academy_widgets.exercise import Exercise
from academy_widgets.kinds import EXERCISE

MEDIA = {".mp3", ".ogg", ".opus", ".wav", ".m4a", ".mp4", ".webm"}


def check(root: Path | None = None) -> list[ContentError]:
    """Return every mistake in the course at `root`; none if it is as it should be."""
    root = root or paths.content()
    found = content.mistakes(COURSE, root / "course" / "course.yml")
    if found:
        return found
    course = content.load_course(root)
    template = root / "course" / "cohort.yml"
    found = content.mistakes(COHORT, template) if template.is_file() else []
    for folder in sorted((root / "modules").glob("[0-9][0-9]_*")):
        found += _check_module(folder, course)
    asked = {module.reflection for module in course.modules}
    for folder in sorted((root / "assessments" / "source").iterdir()):
        if folder.is_dir() and folder.name not in asked:
            found.append(ContentError(folder, "", "no module of course.yml asks for it"))
            found += check_assignment(folder)
    found += strays(root / "assessments")
    for tool in course.tools:
        notebook = root / "modules" / tool.module / f"{tool.id}.ipynb"
        found += check_notebook(notebook, tool=True)
    for module in course.modules:
        if not (root / "modules" / module.id).is_dir():
            what = f"names the module {module.id!r}, but modules/{module.id} is not there"
            found.append(ContentError(root / "course" / "course.yml", "modules", what))
    if root == paths.content() and (root / "pyproject.toml").exists():
        found += schemas.stale()
    return found


def _check_module(folder: Path, course: Course) -> list[ContentError]:
    exercises, found = _read_exercises(folder)
    module = course.module(folder.name)
    if module is None:
        known = ", ".join(one.id for one in course.modules)
        what = f"course.yml does not name this module; it names {known}"
        found.append(ContentError(folder, "", what))
    found += check_notebook(folder / "module.ipynb")
    found += _untold_media(folder)
    found += _missing_files(folder, exercises)
    if module is not None and not found:
        found += _check_reflection(folder, module, exercises)
    return found


def _read_exercises(folder: Path) -> tuple[list[Exercise], list[ContentError]]:
    """Return a module's exercises that can be read, and all that is wrong with them."""
    exercises: list[Exercise] = []
    found: list[ContentError] = []
    for file in sorted(folder.glob("*.yml")):
        wrong = content.mistakes(EXERCISE, file)
        if not wrong:
            try:
                exercises.append(content.load_exercise(file))
            except ContentError as error:
                wrong = [error]
        found += wrong
    return exercises, found


def _untold_media(folder: Path) -> list[ContentError]:
    return [
        ContentError(
            file, "", f"has no transcript; put its words into {file.stem}.transcript.md"
        )
        for file in sorted(folder.rglob("*"))
        if file.suffix in MEDIA and not file.with_suffix(".transcript.md").is_file()
    ]


def _missing_files(folder: Path, exercises: list[Exercise]) -> list[ContentError]:
    return [
        ContentError(folder / f"{one.id.partition('/')[2]}.yml", name, "is not there")
        for one in exercises
        for name in one.files()
        if not (folder / name).is_file()
    ]


def _check_reflection(
    folder: Path, module: Module, exercises: list[Exercise]
) -> list[ContentError]:
    """Check that course, module and assignment speak of the same reflection."""
    assignments = folder.parents[1] / "assessments" / "source"
    written = {
        asked.assignment: asked.questions
        for one in exercises
        if (asked := one.asks()) is not None
    }
    found = [
        ContentError(
            folder.parents[1] / "course" / "course.yml",
            f"modules, {module.id}, reflection",
            f"is {module.reflection!r}, but the module hands in to {name!r}",
        )
        for name in written
        if name != module.reflection
    ]
    if module.reflection and module.reflection not in written:
        found.append(
            ContentError(folder, "", f"no exercise hands in to {module.reflection!r}")
        )
    for name, questions in written.items():
        found += check_assignment(assignments / name, questions)
    return found
