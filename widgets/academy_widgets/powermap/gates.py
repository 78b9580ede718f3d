"""Through whom everything goes between some: whoever is on every way they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import networkx as nx
import numpy as np

from academy_widgets.powermap import graph

MOST_GATES = 3


class Gate(NamedTuple):
    """Somebody through whom all goes that some have from others.

    Attributes:
        who: their id.
        pairs: how many ordered pairs of others reach each other through them alone.
        start: the first of one such pair.
        end: the other.
        both: whether nothing goes back from `end` to `start` without them either.
        only: "start" or "end" if all pairs are of that one, else empty.
    """

    who: str
    pairs: int
    start: str
    end: str
    both: bool
    only: str


def found(
    arrows: nx.DiGraph[str], numbers: dict[str, dict[str, graph.Number]]
) -> list[Gate]:
    """Return those without whom most pairs lose each other, most first, three at most."""
    ids = list(arrows)
    n = len(ids)
    if n < graph.SMALLEST_CIRCLE:
        return []
    between = {id: float(one["betweenness"] or 0) for id, one in numbers.items()}
    step = nx.to_numpy_array(arrows, weight=None) > 0
    whole = graph.closed(step)
    told: list[Gate] = []
    for one in sorted(ids, key=lambda id: -between[id]):
        # Whoever is on every way between two is on each shortest one too: no more to find.
        at_most = (between[one] + 10**-graph.DIGITS) * (n - 1) * (n - 2)
        if at_most < (told[-1].pairs + 1 if len(told) == MOST_GATES else 1):
            break
        at = ids.index(one)
        without = step.copy()
        without[at] = without[:, at] = False
        if not _parts(step, without, at):
            continue
        lost = whole & ~graph.closed(without)
        lost[at] = lost[:, at] = False
        told.append(_gate(one, ids, lost))
        told = sorted(told, key=lambda gate: -gate.pairs)[:MOST_GATES]
    return told


def _parts(step: graph.Pairs, without: graph.Pairs, at: int) -> bool:
    """Return whether somebody next to `at` loses somebody next to them without `at`.

    If nobody does, each way through `at` has a way round, and nobody else loses anybody:
    seen from the few beside `at`, that is found sooner than from everybody.
    """
    before, behind = np.flatnonzero(step[:, at]), np.flatnonzero(step[at])
    found = without[before]
    found[np.arange(len(before)), before] = True
    new = found
    while new.any():
        more = np.array([without[row].any(axis=0) for row in new])
        new = more & ~found
        found = found | new
    return not bool(found[:, behind].all())


def _gate(who: str, ids: Sequence[str], lost: graph.Pairs) -> Gate:
    pairs = np.argwhere(lost)
    two_ways = np.argwhere(lost & lost.T)
    start, end = (two_ways if len(two_ways) else pairs)[0]
    only = ""
    if len(pairs) > 1:
        same = (pairs == pairs[0]).all(axis=0)
        only = "start" if same[0] else "end" if same[1] else ""
    return Gate(who, len(pairs), ids[start], ids[end], bool(lost[end, start]), only)
