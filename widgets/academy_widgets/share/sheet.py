"""The plan on one sheet of A4, whatever was written."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from academy_widgets.share.plan import Entry

if TYPE_CHECKING:
    from academy_widgets.typeset.pages import Pages

SCALES = (1.0, 0.9, 0.8)
"""Smaller letters than the last are hard to read on paper."""
LETTERS = (1500, 1200, 1000, 850, 700, 600, 500, 425, 350, 300, 250)
"""How much of each text stays, where even the smallest letters are too many."""
CROWDED = 9000
"""Letters that a sheet never holds; nobody waits for them to be measured."""

ROOM = 243.0
_HEAD, _ENTRY, _OPEN = 20.0, 10.2, 4.8
"""Millimetres: what a page has, and what its head, a heading and a fact take of it."""

CUT = " … (more in the course)"
TOLD = (
    "Your plan is longer than one sheet. Some texts are cut there, and marked; they are "
    "whole in the course."
)
SQUARES = "Some characters are in no font that we have; a square stands in their place."


def sheet(
    title: str, facts: str, entries: Sequence[Entry], at: datetime
) -> tuple[bytes, list[str]]:
    """Return a PDF of one page, and what there is to say of it.

    Args:
        title: stands at its head.
        facts: what it is, small.
        entries: each part of the plan.
        at: when it was made.
    """
    from academy_widgets.typeset.pages import Pages  # noqa: PLC0415  slow, and few ask

    pages = Pages(title, at)
    texts = _fitting(pages, [one.text for one in entries])
    pages.add_page()
    pages.heading(1, title)
    pages.facts(facts)
    for one, text in zip(entries, texts, strict=True):
        pages.heading(2, one.name, close=True)
        if text:
            pages.words(text)
        else:
            pages.facts(f"Open: {one.open}")
    told = [TOLD] if any(text.endswith(CUT) for text in texts) else []
    told += [SQUARES] if pages.unprintable else []
    return bytes(pages.output()), told


def _fitting(pages: "Pages", texts: Sequence[str]) -> Sequence[str]:
    """Make the letters as large as may be, and return as much of the texts as fits."""
    if sum(map(len, texts)) <= CROWDED:
        for pages.scale in SCALES:
            if _tall(pages, texts) <= ROOM:
                return texts
    pages.scale = SCALES[-1]
    cut = texts
    for letters in LETTERS:
        cut = [_cut(one, letters) for one in texts]
        if _tall(pages, cut) <= ROOM:
            break
    return cut


def _tall(pages: "Pages", texts: Sequence[str]) -> float:
    each = sum(pages.tall(one) if one else _OPEN * pages.scale for one in texts)
    return each + (_HEAD + _ENTRY * len(texts)) * pages.scale


def _cut(text: str, letters: int) -> str:
    """Return no more of a text than `letters`, and than lines that these would take.

    Somebody may write one word a line: where it is cut, empty lines go, too.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    most = max(3, letters // 60)
    some = "\n".join(lines[:most])
    if len(some) <= letters and len(lines) <= most:
        return some
    return some[:letters].rstrip() + CUT
