"""Is a module's notebook only prose and one line for each exercise?"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import nbformat
from markdown_it import MarkdownIt
from markdown_it.token import Token

from academy.content import STEPS, ContentError

IMPORT = "from academy import exercise"
CALL = re.compile(r'exercise\("([a-z0-9_]+\.yml)"\)')

Mistakes = list[ContentError]


def check_notebook(file: Path, *, tool: bool = False) -> Mistakes:
    """Return everything that is wrong with a module's notebook.

    Args:
        file: the notebook.
        tool: whether it is a tool's, which has no steps, and not all of the exercises.
    """
    try:
        notebook = nbformat.reads(file.read_text("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError:
        return [ContentError(file, "", "there is no such file")]
    except (nbformat.ValidationError, nbformat.reader.NotJSONError) as error:
        first = str(error).splitlines()[0]
        return [ContentError(file, "", f"this is not a notebook: {first}")]
    cells = list(enumerate(notebook.cells, start=1))
    code = [(at, cell) for at, cell in cells if cell.cell_type == "code"]
    prose = [(at, cell) for at, cell in cells if cell.cell_type == "markdown"]
    found = [
        ContentError(
            file, f"cell {at}", f"is a {cell.cell_type} cell; only Markdown and code"
        )
        for at, cell in cells
        if cell.cell_type not in ("markdown", "code")
    ]
    found += _code(file, code)
    found += _exercises(file, code, tool=tool)
    if not tool:
        found += _steps(file, prose)
    for at, cell in prose:
        found += _prose(file, f"cell {at}", cell.source)
    return found


def _code(file: Path, cells: list[tuple[int, nbformat.NotebookNode]]) -> Mistakes:
    found = []
    for number, (at, cell) in enumerate(cells):
        where = f"cell {at}"
        if cell.outputs:
            found.append(ContentError(file, where, "has outputs; strip them (nbstripout)"))
        if cell.execution_count is not None:
            found.append(ContentError(file, where, "has an execution count; strip it"))
        source = cell.source.strip()
        if number == 0 and source != IMPORT:
            found.append(ContentError(file, where, f"the first code is {IMPORT!r}, alone"))
        if number > 0 and not CALL.fullmatch(source):
            what = 'code is one line, such as exercise("stuck.yml"); the rest is not ours'
            found.append(ContentError(file, where, what))
    if not cells:
        found.append(ContentError(file, "", f"has no code; it needs {IMPORT!r}"))
    return found


def _exercises(
    file: Path, cells: list[tuple[int, nbformat.NotebookNode]], *, tool: bool
) -> Mistakes:
    used = Counter(
        match[1] for _, cell in cells if (match := CALL.fullmatch(cell.source.strip()))
    )
    there = {path.name for path in file.parent.glob("*.yml")}
    found = [
        ContentError(file, name, "is shown, but there is no such file beside the notebook")
        for name in sorted(set(used) - there)
    ]
    found += [
        ContentError(file, name, "is there, but the notebook does not show it")
        for name in sorted(there - set(used))
        if not tool or name == f"{file.stem}.yml"
    ]
    found += [
        ContentError(file, name, "is shown more than once")
        for name, times in used.items()
        if times > 1
    ]
    return found


def _steps(file: Path, cells: list[tuple[int, nbformat.NotebookNode]]) -> Mistakes:
    tagged = [
        (at, tag, cell.source)
        for at, cell in cells
        for tag in cell.metadata.get("tags", [])
        if tag in STEPS
    ]
    found = [
        ContentError(file, f"cell {at}", f"opens the step {tag!r}; it begins with '## '")
        for at, tag, source in tagged
        if not source.startswith("## ")
    ]
    if tuple(tag for _, tag, _ in tagged) != tuple(STEPS):
        what = f"the steps are {', '.join(STEPS)}, each a cell's tag, once, in this order"
        found.append(ContentError(file, "tags", what))
    return found


def _prose(file: Path, where: str, source: str) -> Mistakes:
    found = []
    for token in _flat(MarkdownIt("commonmark").parse(source)):
        if token.type in ("html_block", "html_inline"):
            what = f"has HTML ({token.content.strip()[:40]}); prose is CommonMark"
            found.append(ContentError(file, where, what))
        target = token.attrGet("href") or token.attrGet("src")
        if isinstance(target, str) and (wrong := _wrong_link(file, target)):
            found.append(ContentError(file, where, wrong))
        if token.type == "image" and not token.content.strip():
            found.append(ContentError(file, where, "has a picture without words for it"))
    return found


def _flat(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *_flat(token.children or []))]


def _wrong_link(file: Path, target: str) -> str:
    """Return what is wrong with a link, or "". Only what is on this disk is followed."""
    if re.match(r"(https|mailto|tel):", target):
        return ""
    if re.match(r"[a-z]+:", target):
        return f"links to {target!r}; only https, mailto and tel lead outside"
    path, _, anchor = target.partition("#")
    if not path and anchor not in STEPS:
        steps = ", ".join(STEPS)
        return f"links to {target!r}; within a page, a link leads to a step ({steps})"
    found = (file.parent / path).resolve()
    if path and not (found.exists() and found.is_relative_to(file.parent.parent.resolve())):
        return f"links to {target!r}, which is not there among the modules"
    return ""
