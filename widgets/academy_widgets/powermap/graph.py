"""A map's numbers: who is central, and in which sense. Arrows are never dropped."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np

from academy_widgets.powermap.map import Look, Map

Number = float | None
Pairs = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
"""Who is it so of, to whom, `(n, n)`."""

TURNED = ("listens", "depends")
"""Whoever is listened to or depended on is the one who moves the other."""

DIGITS = 4
SMALLEST_CIRCLE = 3
SQUARINGS = 60
NEAR = 1e-13

MEASURES = (
    "out",
    "in",
    "betweenness",
    "closeness_out",
    "closeness_in",
    "eigenvector",
    "constraint",
)


def drawn(given: Map, look: Look) -> nx.DiGraph[str]:
    """Return the map as arrows, with everybody in it.

    Between the same two there is one arrow each way at most. `weight` is the strongest of
    the ties that it stands for (1 if weights do not count), `far` is 1 / `weight`. A tie
    that goes both ways is two arrows.
    """
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_nodes_from(one.id for one in given.people)
    for tie in given.ties:
        if tie.sort not in look.sorts:
            continue
        turned = look.reading == "influence" and tie.sort in TURNED
        one = (tie.to, tie.start) if turned else (tie.start, tie.to)
        for start, end in (one, one[::-1]) if tie.both else (one,):
            weight = tie.weight if look.weighted else 1
            if made.has_edge(start, end):
                weight = max(weight, made[start][end]["weight"])
            made.add_edge(start, end, weight=weight, far=1 / weight)
    return made


def counted(given: Map, look: Look) -> dict[str, dict[str, Number]]:
    """Return each person's numbers by their id, to four digits.

    `out` and `in` are how many (or, weighted, how much); `out_share` and `in_share` are
    parts of all others, isolates among them. `closeness_*` is Wasserman and Faust's, for
    maps of which not everybody reaches everybody. `eigenvector` is about the largest
    circle in which everybody reaches everybody, and None outside it. `constraint` takes
    both directions of a tie together, as Burt does, and is None for whoever has no tie.
    `reach` is how many others they get to, in any number of steps.

    Source: Freeman 1978, doi:10.1016/0378-8733(78)90021-7; Bonacich 1987,
        doi:10.1086/228631; Burt 1992; computed by networkx.
    """
    arrows = drawn(given, look)
    others = len(arrows) - 1
    far = "far" if look.weighted else None
    between = nx.betweenness_centrality(arrows, weight=far)
    inward = nx.closeness_centrality(arrows, distance=far)
    outward = nx.closeness_centrality(arrows.reverse(), distance=far)
    tight = nx.constraint(arrows, weight="weight") if arrows.size() else {}
    eigen = _eigenvector(arrows)
    reach = reached(arrows).sum(axis=1) - 1
    found: dict[str, dict[str, Number]] = {}
    for place, one in enumerate(arrows):
        found[one] = {
            "out": arrows.out_degree(one, weight="weight"),
            "in": arrows.in_degree(one, weight="weight"),
            "out_share": _round(arrows.out_degree(one) / others) if others else None,
            "in_share": _round(arrows.in_degree(one) / others) if others else None,
            "betweenness": _round(between[one]),
            "closeness_out": _round(outward[one]),
            "closeness_in": _round(inward[one]),
            "eigenvector": _round(eigen.get(one)),
            "constraint": _round(tight.get(one)),
            "reach": int(reach[place]),
        }
    return found


def circle(arrows: nx.DiGraph[str]) -> list[str]:
    """Return the largest circle in which everybody reaches everybody, in the map's order.

    It is empty if there is none of three or more, or no single largest one.
    """
    circles = sorted(nx.strongly_connected_components(arrows), key=len, reverse=True)
    if not circles or len(circles[0]) < SMALLEST_CIRCLE:
        return []
    if len(circles) > 1 and len(circles[0]) == len(circles[1]):
        return []
    return [one for one in arrows if one in circles[0]]


def most(numbers: dict[str, dict[str, Number]]) -> dict[str, list[str]]:
    """Return who has most of each measure (of constraint: least).

    Nobody has, where all have the same, or all of those who have any number.
    """
    found: dict[str, list[str]] = {}
    for measure in MEASURES:
        known = {
            id: one[measure] for id, one in numbers.items() if one[measure] is not None
        }
        values = sorted({float(value) for value in known.values() if value is not None})
        if len(values) < 2:  # noqa: PLR2004  one value stands out from no other
            found[measure] = []
            continue
        best = values[0] if measure == "constraint" else values[-1]
        found[measure] = [id for id, value in known.items() if value == best]
    return found


def reached(arrows: nx.DiGraph[str]) -> Pairs:
    """Return who gets to whom along the arrows, `(n, n)`; everybody gets to themselves."""
    if not len(arrows):
        return np.zeros((0, 0), dtype=bool)
    return closed(nx.to_numpy_array(arrows, weight=None) > 0)


def closed(step: Pairs) -> Pairs:
    """Return who gets to whom in any number of steps, from who does in one.

    Source: Warshall 1962, doi:10.1145/321105.321107.
    """
    found: Pairs = step | np.eye(len(step), dtype=bool)
    for by in range(len(step)):
        found |= found[:, by : by + 1] & found[by]
    return found


def _eigenvector(arrows: nx.DiGraph[str]) -> dict[str, float]:
    members = circle(arrows)
    if not members:
        return {}
    steps = nx.to_numpy_array(arrows, nodelist=members, weight="weight")
    # With oneself, it does not swing to and fro; squared, it ends on a long ring as well.
    grown = steps + np.eye(len(members)) * steps.max()
    for _ in range(SQUARINGS):
        before, grown = grown, grown @ grown
        grown /= grown.max()
        if np.abs(grown - before).max() < NEAR:
            break
    found = grown.sum(axis=1)
    found /= np.linalg.norm(found)
    return dict(zip(members, map(float, found), strict=True))


def _round(value: float | None) -> Number:
    if value is None or math.isnan(value):
        return None
    return round(float(value), DIGITS) + 0.0  # no "-0.0"
