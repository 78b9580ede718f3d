"""The module that all contenders serve, and its first exercise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
import yaml

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Module:
    """One module of the course, read as an author wrote it."""

    name: str = "02_listening"

    @property
    def notebook(self) -> Path:
        return ROOT / "modules" / self.name / "module.ipynb"

    @cached_property
    def cells(self) -> list[Any]:
        return nbformat.read(self.notebook, as_version=4).cells

    @cached_property
    def first(self) -> int:
        """Where the first exercise stands."""
        return next(
            at for at, cell in enumerate(self.cells) if cell.source.startswith("exercise(")
        )

    @cached_property
    def scene(self) -> dict[str, Any]:
        """The first exercise, a scene with replies to choose from."""
        return self.exercise(self.cells[self.first].source.split('"')[1])

    def page(self) -> dict[str, Any]:
        """Return what a peer needs to make the page with widgets of its own.

        Its parts in order: `{"prose": Markdown}`, `{"scene": a reply exercise}` and
        `{"questions": prompts of a reflection}`. The talk to mark is left out: no peer
        has a widget that comes near.
        """
        parts: list[dict[str, Any]] = []
        for cell in self.cells:
            if cell.cell_type == "markdown":
                parts.append({"prose": cell.source})
            elif cell.source.startswith("exercise("):
                exercise = self.exercise(cell.source.split('"')[1])
                if exercise["kind"] == "reply":
                    parts.append({"scene": exercise})
                elif exercise["kind"] == "reflection":
                    asked = [one["prompt"] for one in exercise["questions"]]
                    parts.append({"questions": asked})
        return {"parts": parts}

    def exercise(self, name: str) -> dict[str, Any]:
        """Return what an exercise's file says."""
        return yaml.safe_load((self.notebook.parent / name).read_text("utf-8"))
