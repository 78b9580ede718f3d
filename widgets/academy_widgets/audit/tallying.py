"""A table of the learner's own, counted by the columns that they chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pydantic import ValidationError

from academy_widgets.audit.counts import (
    LONGEST_NAME,
    MOST_GROUPS,
    MOST_LAYERS,
    MOST_PEOPLE,
    Counts,
)
from academy_widgets.audit.reading import Row, Table, TableError, many, missing


class Chosen(NamedTuple):
    """Which columns say what.

    Attributes:
        group: the column that says which group somebody is in.
        reference: the group that the others are compared with.
        outcome: the column that says what happened.
        counts_as: the value of it that is counted; all others are not.
        layer: a column that sets people apart besides, or "".
        people: a column that says how many people a row stands for, or "".
    """

    group: str
    reference: str
    outcome: str
    counts_as: str
    layer: str = ""
    people: str = ""


class Counted(NamedTuple):
    """What a table came to.

    Attributes:
        counts: people by group, outcome and layer.
        notes: what was left out, and where, in sentences.
    """

    counts: Counts
    notes: tuple[str, ...]


def count(table: Table, chosen: Chosen) -> Counted:
    """Return people by group, outcome and layer.

    Raises:
        TableError: the columns do not fit what they are to say.
    """
    asked = [one for one in (chosen.group, chosen.outcome, chosen.layer) if one]
    named = [*asked, *([chosen.people] if chosen.people else [])]
    if not (chosen.group and chosen.outcome):
        raise TableError("Choose a column for the groups and one for the outcome.")
    if lost := [name for name in named if name not in table.columns]:
        message = f"There is no column {lost[0]!r} in line 1: choose again."
        raise TableError(message)
    if len(set(named)) < len(named):
        raise TableError("One column is chosen for two things: choose a different one.")
    places = [table.columns.index(name) for name in asked]
    kept, notes = _whole(table, places, asked)
    weights = _weights(table, kept, chosen.people)
    groups = _different(kept, places[0], chosen.group, MOST_GROUPS)
    layers = _different(kept, places[2], chosen.layer, MOST_LAYERS) if chosen.layer else {}
    outcomes = _different(kept, places[1], chosen.outcome, None)
    _checked(chosen, groups, outcomes, kept)
    if chosen.layer and len(layers) == 1:
        notes.append(
            f"{chosen.layer!r} has one value only ({next(iter(layers))!r}), so the "
            "adjusted numbers are the same as those as it stands."
        )
    if len(outcomes) > 2:  # noqa: PLR2004
        others = len(outcomes) - 1
        notes.append(
            f"{chosen.outcome!r} has {len(outcomes)} values: {chosen.counts_as!r} is "
            f"counted, and the other {others} together are those without it."
        )
    names = [chosen.reference, *(name for name in groups if name != chosen.reference)]
    tally: Counter[tuple[str, bool, str]] = Counter()
    for row, weight in zip(kept, weights, strict=True):
        entries = [row.entries[at] for at in places]
        has = entries[1] == chosen.counts_as
        tally[entries[0], has, entries[2] if chosen.layer else ""] += weight
    return _made(chosen, names, sorted(layers), tally, tuple(notes))


def _whole(
    table: Table, places: Sequence[int], names: Sequence[str]
) -> tuple[list[Row], list[str]]:
    """Return the rows that say everything, and what was left out."""
    kept = [row for row in table.rows if not any(missing(row.entries[at]) for at in places)]
    notes = []
    for at, name in zip(places, names, strict=True):
        lines = [row.line for row in table.rows if missing(row.entries[at])]
        if lines:
            are = "is" if len(lines) == 1 else "are"
            notes.append(
                f"{many(len(lines), 'row')} without an entry in {name!r} {are} left out "
                f"of everything below (first in line {lines[0]}). If entries are missing "
                "more often in one group, that alone can make a difference."
            )
    if not kept:
        raise TableError(
            "No row has an entry in every column that you chose: choose other columns."
        )
    return kept, notes


def _weights(table: Table, rows: Sequence[Row], name: str) -> list[int]:
    if not name:
        return [1] * len(rows)
    at = table.columns.index(name)
    found = []
    for row in rows:
        entry = row.entries[at].removesuffix(".0")
        if not (entry.isascii() and entry.isdigit()) or int(entry[:12]) > MOST_PEOPLE:
            message = (
                f"Line {row.line} has {row.entries[at]!r} in {name!r}, which must be a "
                "whole number of people, 0 or more."
            )
            raise TableError(message)
        found.append(int(entry))
    if not sum(found):
        message = f"{name!r} is 0 in every row, so there is nobody to count."
        raise TableError(message)
    if sum(found) > MOST_PEOPLE:
        message = f"{name!r} adds up to more people than can be counted here: is it right?"
        raise TableError(message)
    return found


def _different(rows: Sequence[Row], at: int, name: str, most: int | None) -> dict[str, int]:
    """Return each value of a column with the line where it is first."""
    found: dict[str, int] = {}
    for row in rows:
        value = row.entries[at]
        if value in found:
            continue
        found[value] = row.line
        if most is not None and len(found) > most:
            message = (
                f"{name!r} has more than {most} different values ({value!r} in line "
                f"{row.line} is one too many): is it the right column? Put some together."
            )
            raise TableError(message)
        if most is not None and len(value) > LONGEST_NAME:
            message = (
                f"{name!r} has more than {LONGEST_NAME} characters in line {row.line}: is "
                "it the right column?"
            )
            raise TableError(message)
    return found


def _checked(
    chosen: Chosen,
    groups: dict[str, int],
    outcomes: dict[str, int],
    rows: Sequence[Row],
) -> None:
    for name, found in ((chosen.group, groups), (chosen.outcome, outcomes)):
        if len(found) == 1:
            value = next(iter(found))
            what = (
                "there is nobody to compare with"
                if name == chosen.group
                else "it sets nobody apart"
            )
            message = (
                f"{name!r} has one value only, {value!r}, from line {rows[0].line} to line "
                f"{rows[-1].line}: {what}."
            )
            raise TableError(message)
    if chosen.reference not in groups:
        message = (
            f"{chosen.group!r} has no {chosen.reference!r}: choose who to compare with."
        )
        raise TableError(message)
    if chosen.counts_as not in outcomes:
        message = f"{chosen.outcome!r} has no {chosen.counts_as!r}: choose what is counted."
        raise TableError(message)


def _made(
    chosen: Chosen,
    groups: Sequence[str],
    layers: Sequence[str],
    tally: Counter[tuple[str, bool, str]],
    notes: tuple[str, ...],
) -> Counted:
    def grid(has: bool) -> tuple[tuple[int, ...], ...]:  # noqa: FBT001  a cell's own name
        return tuple(
            tuple(tally[group, has, layer] for group in groups) for layer in layers or ("",)
        )

    with_it, without = grid(has=True), grid(has=False)
    empty = [
        name
        for at, name in enumerate(groups)
        if not any(line[at] for line in (*with_it, *without))
    ]
    if empty:
        message = (
            f"{empty[0]!r} in {chosen.group!r} stands for 0 people: leave its rows out."
        )
        raise TableError(message)
    if not (any(map(any, with_it)) and any(map(any, without))):
        message = f"Everybody has the same {chosen.outcome!r}: it sets nobody apart."
        raise TableError(message)
    outcome = f"{chosen.outcome}: {chosen.counts_as}"[:LONGEST_NAME]
    try:
        counts = Counts(
            by=chosen.group,
            groups=tuple(groups),
            outcome=outcome,
            across=chosen.layer,
            layers=tuple(layers),
            yes=with_it,
            no=without,
        )
    except ValidationError as error:
        raise TableError("This table cannot be counted: look at its columns.") from error
    return Counted(counts, notes)
