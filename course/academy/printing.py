"""A module on paper: sheets for everybody, and a part for whoever leads.

Both are one page of HTML that needs nothing beside it. Its size is the printer's: it
fits A4 and Letter, and needs no colour.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jinja2
from markdown_it import MarkdownIt

from academy import content, paths
from academy_widgets.exercise import Exercise
from academy_widgets.paper import BOX

CALL = re.compile(r'exercise\("([a-z0-9_]+\.yml)"\)')
GUIDE = "GUIDE.md"

_HERE = Path(__file__).parent


class Passage(NamedTuple):
    """What stands between two exercises, or an exercise.

    Attributes:
        step: the step of the rhythm that begins here, or "".
        prose: HTML, if it is prose.
        exercise: the exercise, if it is one.
    """

    step: str = ""
    prose: str = ""
    exercise: Exercise | None = None


def sheets(id: str) -> str:
    """Return what is handed out: a module's prose, and each exercise with room to write.

    Args:
        id: the module's, such as "02_listening".

    Raises:
        ContentError: there is no such module, or one of its files does not fit.
    """
    return _page(id, "print.html.j2", passages=list(_passages(_folder(id))))


def tutors_part(id: str) -> str:
    """Return what the one who leads has: the guide, and the key to each exercise.

    Raises:
        ContentError: there is no such module, or one of its files does not fit.
    """
    _folder(id)
    keyed = [one for one in content.in_order(id) if one.on_paper().key]
    return _page(id, "print_key.html.j2", guide=guide(id), exercises=keyed)


def guide(id: str) -> str | None:
    """Return a module's guide for tutors as HTML, or None where it has none."""
    file = paths.content() / "modules" / id / GUIDE
    return prose(file.read_text("utf-8")) if file.is_file() else None


def prose(source: str) -> str:
    """Return Markdown as HTML; HTML within it is shown as text."""
    html: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(source)
    return html


def _folder(id: str) -> Path:
    course = content.load_course()
    folder = paths.content() / "modules" / id
    if course.module(id) is None or not (folder / "module.ipynb").is_file():
        known = ", ".join(one.id for one in course.modules)
        where = paths.content() / "course" / "course.yml"
        raise content.ContentError(
            where, "modules", f"names no {id!r} that can be printed; it names {known}"
        )
    return folder


def _passages(folder: Path) -> Iterator[Passage]:
    cells = json.loads((folder / "module.ipynb").read_text("utf-8"))["cells"]
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            tags = cell["metadata"].get("tags", [])
            step = next((tag for tag in tags if tag in content.STEPS), "")
            yield Passage(step, prose(source))
        elif shown := CALL.fullmatch(source.strip()):
            yield Passage(exercise=content.load_exercise(folder / shown[1]))


def _page(id: str, template: str, **what: object) -> str:
    course = content.load_course()
    return (
        _environment()
        .get_template(template)
        .render(course=course, module=course.module(id), steps=content.STEPS, **what)
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(BOX=BOX)
    return environment
