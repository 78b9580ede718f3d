"""What a group's readers are shown, now and after people have come and gone.

Source: for comparing releases, Hundepool et al. (2012), Statistical Disclosure Control,
Wiley, on differencing; for a cohort under about 20 it matters most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, ConfigDict

from academy_widgets.small_cells import FEWEST, Place, Room, Table, to_withhold, widen

WITHHELD = "fewer than 5, or withheld to protect a number that is"
NOTE = (
    "Numbers and means about fewer than 5 people are withheld, and so are others from "
    "which these could be worked out. What is shown changes only when nobody can be "
    "singled out by comparing it with what was shown before."
)


class Edition(BaseModel):
    """One table as it was shown.

    Attributes:
        table: what it was made from. It is for the next release to compare with; only
            `Released.shown` is for readers.
        withheld: where a number was withheld, as (row, column) from 0, totals last.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: Table
    withheld: tuple[Place, ...]

    def open(self) -> set[Place]:
        """Return where a number was shown."""
        return set(self.table.places()) - set(self.withheld)


class Released(BaseModel):
    """What a cohort's readers have been shown of one table, the newest last.

    Keep it, and give it to the next `release` of the same table; readers get `shown`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    editions: tuple[Edition, ...]

    def shown(self) -> dict[str, Any]:
        """Return all that a reader may know, ready for JSON.

        Returns:
            "rows" and "columns", the names, with "all" for totals; "cells", a list of
            entries for each row, each {"people": 12}, {"people": 12, "mean": 3.4} or
            {"withheld": words}; and "note", the sentence to put below.
        """
        now = self.editions[-1]
        table, shown = now.table, now.open()
        lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for place in table.places():
            entry = _entry(table, place) if place in shown else {"withheld": WITHHELD}
            lines[place[0]].append(entry)
        return {
            "rows": [*table.rows, "all"],
            "columns": [*table.columns, "all"],
            "cells": list(lines.values()),
            "note": NOTE,
        }


def release(table: Table, before: Released | None = None) -> Released:
    """Return what may be shown of `table`, given what was shown before.

    Nothing shown lets a reader work out a count of 1 to 4, or a mean of so few, whether
    from totals or by comparing this release with any before it. Not covered: a whole
    group that answered alike (an empty cell is shown); other tables about the same
    people, told apart differently, which should not be shown beside this one; a reader
    who tries this function on every possible table to see which of them give what is
    shown, and can narrow down some numbers next to 4 and 5.

    Args:
        table: the group's answers as they are now.
        before: what this function returned for the same cohort and table last time.

    Returns:
        `before` itself if it has to stand because too few people changed since, else
        `before` with a new edition.

    Raises:
        ValueError: `before` is about a table with other rows, columns or scale.
    """
    if before is None:
        return Released(editions=(_edition(table, (), ()) or _nothing_of(table),))
    earlier = before.editions
    if any(_names(edition.table) != _names(table) for edition in earlier):
        raise ValueError(
            "This table has other rows, columns or scores than the release before it; "
            "release it on its own, without the one before."
        )
    if earlier[-1].table == table:
        return before
    # An edition that showed nothing but that there were few gives nothing to compare.
    told = [edition for edition in earlier if edition.open()]
    once = {place for edition in told for place in edition.withheld}
    moved_on = {place for place in once if _moved_on(place, table, told)}
    known = {
        place
        for edition in told
        for place in edition.open()
        if edition.table.people(place) == table.people(place)
    }
    for also in (once - moved_on, once):
        edition = _edition(table, also, known)
        if edition and not any(tells_apart(old, edition) for old in told):
            return Released(editions=(*earlier, edition))
    return before


def _edition(
    table: Table, also: Collection[Place], known: Collection[Place]
) -> Edition | None:
    withheld = to_withhold(table, also, known)
    return (
        None if withheld is None else Edition(table=table, withheld=tuple(sorted(withheld)))
    )


def _nothing_of(table: Table) -> Edition:
    return Edition(table=table, withheld=tuple(table.places()))


def _names(table: Table) -> tuple[object, ...]:
    return table.rows, table.columns, table.scale


def _entry(table: Table, place: Place) -> dict[str, float]:
    people = table.people(place)
    if table.scale is None or not people:
        return {"people": people}
    mean = table.scale[0] + table.score(place) / people
    return {"people": people, "mean": round(mean, 1)}


def _moved_on(place: Place, table: Table, told: list[Edition]) -> bool:
    """Say whether so many changed that what was withheld here is not what is here now."""
    were = [old.table.people(place) for old in told if place in old.withheld]
    return all(abs(table.people(place) - then) >= FEWEST for then in were)


def tells_apart(old: Edition, new: Edition) -> bool:
    """Say whether comparing two editions tells of fewer than 5 people who changed."""
    table = new.table
    both = old.open() & new.open()
    unseen = set(table.places()) - both
    change = {
        place: table.people(place) - old.table.people(place) for place in table.places()
    }
    scores = {
        place: table.score(place) - old.table.score(place) for place in table.places()
    }
    # What is withheld in a row or column can be told as one number: what is left of it.
    left: dict[str, int] = defaultdict(int)
    left_score: dict[str, int] = defaultdict(int)
    for place in unseen:
        row, column, sign = table.ends(place)
        for line in (row, column):
            left[line] += sign * change[place]
            left_score[line] += sign * scores[place]
    steps = [(change[place], scores[place]) for place in both]
    steps += [(left[line], left_score[line]) for line in left]
    if any(_few(table, people, score) for people, score in steps):
        return True
    # Whoever knows that people only came, or only left, can narrow down who went where.
    return any(
        (
            0 < abs(change[place]) < FEWEST
            and not (_free(old, new, place, {}) or _free(new, old, place, {}))
        )
        or any(
            place in one.withheld
            and one.table.small(place)
            and not _free(one, other, place, set(one.withheld) & set(other.withheld))
            for one, other in ((old, new), (new, old))
        )
        for place in unseen
    )


def _free(one: Edition, other: Edition, place: Place, alike: Collection[Place]) -> bool:
    """Say whether `place` of `one` has another possible value, as far as `other` tells.

    It has if either the other table could be as it is, and this one different, with
    nobody leaving where people came; or both could be different in the same way, which
    can be where both withhold, in `alike`.
    """
    table = one.table
    near, far = {}, {}
    for at in table.places():
        here, there = table.people(at), other.table.people(at)
        near[at] = Room(here - min(here, 1), table.people(table.total))
        far[at] = Room(
            min(near[at].down, here - there) if here > there else near[at].down,
            there - here if here < there else near[at].up,
        )
        if here == there:
            far[at] = Room(0, 0)
    return any(
        widen(table, place, (up, 1), room, hidden, {}) is not None
        for room, hidden in ((far, set(one.withheld)), (near, alike))
        if place in hidden
        for up in (True, False)
    )


def _few(table: Table, people: int, score: int) -> bool:
    """Say whether a difference is about 1 to 4 people, or tells what each one scored."""
    low, high = table.scale or (0, 0)
    if not people:
        return bool(score)
    alike = table.scale is not None and abs(score) in (0, abs(people) * (high - low))
    return abs(people) < FEWEST or alike
