"""A study for somebody with a pen: what is asked, and a key with what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from academy_widgets import paper
from academy_widgets.audit.study import Question
from academy_widgets.exercise import Json
from academy_widgets.paper import Paper, Part

ROWS = 6


def guessed(
    invite: Iterable[str],
    asks: Iterable[Question],
    found: Iterable[Json],
    after: Iterable[str],
) -> Paper:
    """Return a sheet of questions, and a key of what was counted.

    Args:
        invite: what was done.
        asks: what to guess, and what to say once the key has been read out.
        found: blocks, as `blocks` makes them.
        after: what to know about the result.
    """
    asked = list(asks)
    sheet = [paper.text(one) for one in invite]
    sheet += [_asked(one) for one in asked if not one.later]
    later = [_asked(one) for one in asked if one.later]
    if later:
        sheet += [paper.text("Once you have heard what was counted:"), *later]
    key = [part for one in found if (part := _told(one)) is not None]
    return Paper(tuple(sheet), (*key, *map(paper.text, after)))


def tally(invite: Sequence[str], careful: Sequence[str], after: Sequence[str]) -> Paper:
    """Return a table to fill in, and how to work out rates and compare like with like."""
    columns = ("Group", "With", "Without", "All", "With, of 100")
    empty = [("",) * len(columns)] * ROWS
    sheet = (
        *map(paper.text, (*invite, *careful)),
        paper.write("What is counted, who are the groups, and who chose these words?"),
        paper.write("Guess first: in which group most often?", words=10),
        paper.table("As it stands", columns, empty),
        paper.table("The same, for one site, year or degree of urgency", columns, empty),
        paper.table("The same, for another", columns, empty),
        paper.write("What does the gap not say? Whom would you ask?"),
    )
    key = (
        paper.text(
            "With, of 100: 100 times those with, divided by all. With fewer than about 30 "
            "in a group, chance alone moves this by ten or more."
        ),
        paper.text(
            "If the gap is smaller within each of the tables below, what these set apart "
            "is a part of it. That does not make it fair: ask how people came to be where "
            "they are."
        ),
        paper.text(
            "Do not pass on numbers about 1 to 4 people, nor totals from which they can be "
            "worked out."
        ),
        *map(paper.text, after),
    )
    return Paper(sheet, key)


def _asked(one: Question) -> Part:
    if one.form == "choose":
        return paper.choose(one.choices.values(), one.ask)
    if one.form == "number":
        return paper.write(f"{one.ask} ({one.unit or 'a number'})", words=10)
    return paper.write(one.ask)


def _told(block: Json) -> Part | None:
    for name in ("headline", "heading", "says"):
        if name in block:
            return paper.text(block[name])
    told = block["dots"]["table"] if "dots" in block else block.get("table")
    if told is None:
        return None
    return paper.table(told["caption"], told["columns"], told["rows"])
