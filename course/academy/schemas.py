"""JSON Schemas, so that an editor can help while somebody writes YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from academy import paths
from academy.assessment.rubric import CALIBRATION, RUBRIC
from academy.cohort import COHORT
from academy.content import COURSE, ContentError
from academy_widgets.kinds import EXERCISE

SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "calibration": CALIBRATION,
    "cohort": COHORT,
    "course": COURSE,
    "exercise": EXERCISE,
    "rubric": RUBRIC,
}


def texts() -> dict[Path, str]:
    """Return what each schema file should hold, by its path."""
    folder = paths.content() / "course" / "schemas"
    return {
        folder / f"{name}.json": json.dumps(
            adapter.json_schema(), indent=2, ensure_ascii=False
        )
        + "\n"
        for name, adapter in SCHEMAS.items()
    }


def write() -> list[Path]:
    """Write every schema file and return their paths."""
    for path, text in texts().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts())


def stale() -> list[ContentError]:
    """Return a mistake for each schema file that is missing or out of date."""
    return [
        ContentError(path, "", "is out of date; `academy schemas` writes it anew")
        for path, text in texts().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
