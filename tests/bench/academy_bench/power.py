"""How long a map of 200 people and 1,000 ties takes to arrange and to count."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

from academy_bench.maps import a_large_map
from academy_widgets.powermap import compared, layout
from academy_widgets.powermap.map import Look, Map

LAYOUT = "map of 200/1,000, ms to arrange"
COUNTED = "map of 200/1,000, ms to count"
ROWS = (LAYOUT, COUNTED)
BUDGET = 1000
"""Milliseconds that either may take."""
TIMES = 5


def took() -> dict[str, float]:
    """Return what each takes, in ms: median of five, after one that does not count."""
    given = Map.model_validate(a_large_map())
    return {
        LAYOUT: _timed(lambda: layout.placed(given, 1, everybody=True)),
        COUNTED: _timed(lambda: compared.measures(given, Look())),
    }


def _timed(work: Callable[[], object]) -> float:
    work()
    found = []
    for _ in range(TIMES):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return round(1000 * median(found), 1)
