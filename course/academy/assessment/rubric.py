"""How an assignment's answers are marked, and marked examples to compare with."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationInfo, field_validator

from academy import paths
from academy.content import load
from academy_widgets.exercise import Data, Slug, Text, unique

MOST_LEVELS = 5  # a tutor chooses one by the keys 1 to 5
REFERENCES = 3


class Level(Data):
    """One level of a criterion: its points and what it looks like."""

    points: Annotated[float, Field(ge=0)]
    says: Text


class Criterion(Data):
    """How one answer is marked.

    Attributes:
        criterion: what is looked for.
        points: the most that can be given.
        levels: from least, which gives 0, to most.
        good: what good looks like.
        little: what to say to somebody who wrote little.
        completion_only: whoever wrote gets all points, so there is one level.
        peers: the criterion as a question, for another learner who answers it.
    """

    criterion: Text
    points: Annotated[float, Field(gt=0)]
    completion_only: bool = False
    levels: Annotated[
        tuple[Level, ...],
        Field(json_schema_extra={"minItems": 1, "maxItems": MOST_LEVELS}),
    ]
    good: Text
    little: Text
    peers: Text | None = None

    @field_validator("levels")
    @classmethod
    def _levels_rise(
        cls, levels: tuple[Level, ...], info: ValidationInfo
    ) -> tuple[Level, ...]:
        points = [level.points for level in levels]
        if info.data.get("completion_only"):
            if len(points) != 1:
                raise ValueError(
                    f"are {len(points)}; completion_only takes one, for all points"
                )
            return levels
        if not 1 < len(points) <= MOST_LEVELS:
            raise ValueError(
                f"are {len(points)}; without completion_only there are 2 to {MOST_LEVELS}"
            )
        if points[0] != 0:
            raise ValueError(f"the first level gives {points[0]:g}; it must give 0")
        for before, after in pairwise(points):
            if after <= before:
                raise ValueError(
                    f"a level gives {after:g} after one that gives {before:g}; "
                    "each must give more than the one before"
                )
        return levels


class Given(Data):
    """What a reference reflection gets for one criterion, and why."""

    points: Annotated[float, Field(ge=0)]
    why: Text


class Reference(Data):
    """A reflection that nobody handed in, for tutors to mark and compare.

    Attributes:
        key: a name of its own within the assignment.
        title: what a tutor sees above it; it tells nothing of its marks.
        answers: what it says, by `grade_id`.
        marks: what it gets, by `grade_id`.
    """

    key: Slug
    title: Text
    answers: dict[Slug, Text]
    marks: dict[Slug, Given]


class Calibration(Data):
    """The three reference reflections of one assignment.

    Attributes:
        source: whose own they are.
        references: in the order in which a tutor marks them.
    """

    source: Text
    references: Annotated[
        tuple[Reference, ...],
        Field(json_schema_extra={"minItems": REFERENCES, "maxItems": REFERENCES}),
    ]

    @field_validator("references")
    @classmethod
    def _three(cls, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
        if len(references) != REFERENCES:
            raise ValueError(f"are {len(references)}; there are {REFERENCES}")
        unique([one.key for one in references], "reference")
        return references


RUBRIC: TypeAdapter[dict[Slug, Criterion]] = TypeAdapter(dict[Slug, Criterion])
CALIBRATION: TypeAdapter[Calibration] = TypeAdapter(Calibration)


def rubric_file(assignments: Path, assignment: str) -> Path:
    """Return where the rubric of `assignment` is, in nbgrader's course folder."""
    return assignments / "rubrics" / f"{assignment}.yml"


def calibration_file(assignments: Path, assignment: str) -> Path:
    """Return where the references of `assignment` are, in nbgrader's course folder."""
    return assignments / "calibration" / f"{assignment}.yml"


def rubric(assignment: str) -> dict[str, Criterion]:
    """Return how `assignment` is marked: its criteria by `grade_id`.

    Raises:
        ContentError: there is no rubric, or it does not fit.
    """
    file = rubric_file(paths.content() / "assessments", assignment)
    return dict(_rubric(file, _stamp(file)))


def references(assignment: str) -> tuple[Reference, ...]:
    """Return the reference reflections of `assignment`, in the order to mark them.

    Raises:
        ContentError: there are none, or they do not fit.
    """
    file = calibration_file(paths.content() / "assessments", assignment)
    return _calibration(file, _stamp(file)).references


@lru_cache(maxsize=64)
def _rubric(file: Path, stamp: int) -> dict[Slug, Criterion]:
    del stamp  # a changed file is another entry of the cache
    return load(RUBRIC, file)


@lru_cache(maxsize=64)
def _calibration(file: Path, stamp: int) -> Calibration:
    del stamp
    return load(CALIBRATION, file)


def _stamp(file: Path) -> int:
    return file.stat().st_mtime_ns if file.is_file() else 0
