"""A counted table to take along, in which nobody's small number can be worked out.

With layers, each row is a layer and each column a group with or without the outcome: so
the totals of the columns are the table as it stands, and one search protects both.
"""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from academy_widgets.audit import figures
from academy_widgets.audit.compared import adjusted
from academy_widgets.audit.counts import Counts
from academy_widgets.audit.figures import Odds
from academy_widgets.small_cells import FEWEST, Place, Table, to_withhold

WITHHELD = "withheld"
NOTE = (
    f"Numbers about 1 to {FEWEST - 1} people are withheld, and so is what they could be "
    "worked out from. Give out one table about the same people, not two that set them "
    "apart differently."
)
NOTHING = (
    "So few people are in this table that every number in it would have to be withheld."
)


class Given(NamedTuple):
    """What may be given away.

    Attributes:
        table: the counts as one table with totals.
        withheld: where a number is not given.
    """

    table: Table
    withheld: frozenset[Place]

    def number(self, place: Place) -> int | None:
        """Return a number, or None where it is withheld."""
        return None if place in self.withheld else self.table.people(place)


def given(counts: Counts) -> Given | None:
    """Return what may be given away of `counts`; None where nothing may."""
    if counts.layers:
        columns = tuple(f"{g}: {w}" for g in counts.groups for w in ("yes", "no"))
        rows = counts.layers
        cells = tuple(
            tuple(grid[at][g] for g in range(len(counts.groups)) for grid in _grids(counts))
            for at in range(len(counts.layers))
        )
    else:
        columns, rows = ("yes", "no"), counts.groups
        cells = tuple(
            tuple(grid[0][g] for grid in _grids(counts)) for g in range(len(counts.groups))
        )
    table = Table(columns=columns, rows=rows, counts=cells)
    withheld = to_withhold(table, (), ())
    return None if withheld is None else Given(table, withheld)


def as_csv(counts: Counts) -> str | None:
    """Return what may be given away as CSV; None where nothing may."""
    may = given(counts)
    if may is None:
        return None
    lines: list[list[object]] = [
        [counts.by, counts.across or "layer", "with", "without", "of 100", "low", "high"]
    ]
    for group, name in enumerate(counts.groups):
        for layer in [None, *range(len(counts.layers))]:
            where = "all" if layer is None else counts.layers[layer]
            lines.append([name, where, *_numbers(may, counts, group, layer)])
    lines += [[], ["odds ratio", "beside", "of", "ratio", "low", "high"]]
    for group, name in enumerate(counts.groups[1:], start=1):
        first = counts.groups[0]
        lines.append(["as it stands", first, name, *_odds(may, counts, group)])
        if counts.layers:
            inside = None if may.withheld else adjusted(counts, group).odds
            told = _three(inside) if not may.withheld else [WITHHELD] * 3
            lines.append([f"within {counts.across}", first, name, *told])
    lines += [[], ["outcome", counts.outcome], ["note", NOTE]]
    out = io.StringIO()
    csv.writer(out).writerows([[_safe(one) for one in line] for line in lines])
    return out.getvalue()


def _grids(counts: Counts) -> tuple[tuple[tuple[int, ...], ...], ...]:
    return counts.yes, counts.no


def _places(counts: Counts, group: int, layer: int | None) -> tuple[Place, Place]:
    if not counts.layers:
        return (group, 0), (group, 1)
    row = len(counts.layers) if layer is None else layer
    return (row, 2 * group), (row, 2 * group + 1)


def _numbers(may: Given, counts: Counts, group: int, layer: int | None) -> list[object]:
    yes, no = (may.number(place) for place in _places(counts, group, layer))
    told: list[object] = [WITHHELD if one is None else one for one in (yes, no)]
    if yes is None or no is None:
        return [*told, WITHHELD, WITHHELD, WITHHELD]
    if not yes + no:
        return [*told, "", "", ""]
    rate = figures.rate(yes, yes + no)
    return [*told, *(f"{100 * one:.1f}" for one in (rate.value, rate.low, rate.high))]


def _odds(may: Given, counts: Counts, group: int) -> list[str]:
    places = [*_places(counts, group, None), *_places(counts, 0, None)]
    if any(place in may.withheld for place in places):
        return [WITHHELD] * 3
    return _three(figures.crude(counts.square(group)))


def _three(found: Odds | None) -> list[str]:
    if found is None:
        return [""] * 3
    return [f"{one:.3f}" for one in (found.value, found.low, found.high)]


def _safe(entry: object) -> object:
    """Return an entry that a spreadsheet does not take for a formula."""
    text = isinstance(entry, str) and entry[:1] in "=+-@\t\r" and entry != ""
    return f"'{entry}" if text else entry
