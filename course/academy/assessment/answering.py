"""Take from a notebook that anybody may have made the answers, and nothing else of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from academy.assessment.exchange import Released, answer_cells
from academy.assessment.untrusted import Refused
from academy_widgets.exercise import LONGEST_TEXT

Named = Callable[[str], str]


class Found(NamedTuple):
    """What was taken from the notebooks of one submission.

    Attributes:
        answers: the text of every known answer cell, by `grade_id`; empty if nothing was
            written, or the cell was deleted.
        notes: what its learner should hear, as sentences.
    """

    answers: dict[str, str]
    notes: tuple[str, ...]


class _Cell(NamedTuple):
    id: str
    kind: str
    text: str
    answers: bool


def answers(
    released: Released, sent: Mapping[str, bytes], named: Named = lambda id: id
) -> Found:
    """Return the answers in the notebooks that were `sent`, by file name.

    Args:
        released: the assignment as it was given out, which says what its cells are.
        sent: what arrived of its notebooks.
        named: returns the question that a cell answers, as its learner knows it.

    Raises:
        Refused: one of them is not a notebook.
    """
    cells = [cell for file in released.notebooks for cell in _cells(sent, file)]
    own = {
        (_about(cell).get("grade_id"), cell["source"])
        for blank in released.notebooks.values()
        for cell in blank["cells"]
    }
    kinds = {
        str(_about(cell)["grade_id"]): cell["cell_type"]
        for blank in released.notebooks.values()
        for cell in answer_cells(blank)
    }
    boxes: dict[str, list[_Cell]] = defaultdict(list)
    strange, outside = 0, False
    for cell in cells:
        if cell.id in kinds:
            boxes[cell.id].append(cell)
        elif cell.id and cell.answers:
            strange += 1
        elif cell.text.strip() and (cell.id or None, cell.text) not in own:
            outside = True
    found, notes = {}, []
    for id, kind in kinds.items():
        text, said = _answer(boxes[id], kind, released.blanks[id])
        found[id] = text
        notes += [sentence.format(named(id)) for sentence in said]
    if strange:
        notes.append("An answer box that this reflection does not have was not sent.")
    if outside:
        notes.append("What you wrote outside the answer boxes was not sent.")
    return Found(found, tuple(notes))


def _answer(boxes: list[_Cell], kind: str, blank: str) -> tuple[str, list[str]]:
    """Return what stands in all boxes of one question, and sentences about them."""
    if not boxes:
        return "", ["The box for “{}” was missing, so it is sent empty."]
    notes = []
    texts = [one.text for one in boxes if one.text.strip() and one.text != blank]
    texts = list(dict.fromkeys(texts))  # a copy that says the same says it once
    if len(texts) > 1:
        notes.append("“{}” had more than one box; all texts are sent, in order.")
    if any(one.kind != kind for one in boxes):
        notes.append("The box for “{}” had become one of code; it is sent as text.")
    text = "\n\n".join(texts)
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        said = (
            f"{LONGEST_TEXT:,} characters of your answer to “{{}}” are sent; it is longer."
        )
        notes.append(f"Only the first {said}")
    return text, notes


def _cells(sent: Mapping[str, bytes], file: str) -> Iterator[_Cell]:
    if file not in sent:
        return
    try:
        made = json.loads(sent[file])
    except (ValueError, RecursionError) as error:
        raise Refused(f"{file} is not a notebook: it is broken") from error
    cells = made.get("cells") if isinstance(made, dict) else None
    if not isinstance(cells, list):
        raise Refused(f"{file} is not a notebook: it has no cells")
    for cell in cells:
        if not isinstance(cell, dict):
            raise Refused(f"{file} is not a notebook: one of its cells is none")
        about = _about(cell)
        id = about.get("grade_id")
        yield _Cell(
            id=id if isinstance(id, str) else "",
            kind=str(cell.get("cell_type")),
            text=_text(cell.get("source"), file),
            answers=bool(about.get("solution")),
        )


def _about(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def _text(source: object, file: str) -> str:
    """Return a cell's text, without characters that are none."""
    lines: list[Any] = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise Refused(f"{file} is not a notebook: one of its cells has no text")
    text = "".join(lines).replace("\0", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
