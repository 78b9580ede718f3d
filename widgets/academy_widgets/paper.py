"""An exercise on paper: a sheet for whoever does it, and a key for whoever leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

BOX = "\N{BALLOT BOX}"
"""A table's cell that is a box to tick; an empty one is room to write."""

WORDS_A_LINE = 10  # written by hand, on a sheet of A4
DEFAULT_LINES = 6


class Part(NamedTuple):
    """One thing on a sheet, as one of the functions below makes it.

    Attributes:
        form: what it is.
        text: plain text, or a table's name.
        who: who says it.
        items: each entry of a list, or a table's columns.
        rows: a table's rows, each as long as `items`.
        lines: how many lines there are to write on.
    """

    form: Literal["text", "said", "list", "choose", "write", "table"]
    text: str = ""
    who: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: int = 0


class Paper(NamedTuple):
    """An exercise without a screen.

    Attributes:
        sheet: what is handed out; never an answer key.
        key: what the one who leads has beside it.
    """

    sheet: tuple[Part, ...]
    key: tuple[Part, ...] = ()


def text(words: str) -> Part:
    """Return a paragraph."""
    return Part("text", words)


def said(who: str, words: str) -> Part:
    """Return what somebody says."""
    return Part("said", words, who)


def listed(items: Iterable[str], about: str = "") -> Part:
    """Return a list, and what it is a list of."""
    return Part("list", about, items=tuple(items))


def choose(items: Iterable[str], asked: str = "") -> Part:
    """Return boxes to tick, and what is asked."""
    return Part("choose", asked, items=tuple(items))


def write(asked: str, *, words: int = DEFAULT_LINES * WORDS_A_LINE) -> Part:
    """Return a question with lines for about `words` words."""
    return Part("write", asked, lines=max(2, -(-words // WORDS_A_LINE)))


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Part:
    """Return a table; a cell may be empty, or a `BOX`."""
    return Part("table", name, items=tuple(columns), rows=tuple(map(tuple, rows)))


def from_shown(shown: dict[str, object]) -> tuple[Part, ...]:
    """Return whatever an exercise shows, as paragraphs and lists, in its order."""
    parts: list[Part] = []
    for name, value in shown.items():
        if name == "id":
            continue
        if isinstance(value, list | tuple):
            entries = [words for one in value if (words := _joined(one))]
            parts += [listed(entries)] if entries else []
        elif words := _joined(value):
            parts.append(text(words))
    return tuple(parts)


def _joined(value: object) -> str:
    """Return every text within `value`; names that only a program reads are left out."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        value = [one for name, one in value.items() if name != "id"]
    if isinstance(value, list | tuple):
        return ": ".join(words for one in value if (words := _joined(one)))
    return ""
