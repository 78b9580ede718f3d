"""What the course is to reach, and whether it does: ratios within one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from academy_bench import exercises
from academy_bench.capacity import Capacity
from academy_bench.figures import NOTHING, plain, spread
from academy_bench.report import Result, aligned
from academy_bench.sessions import Level

OURS, STOCK, FLOOR = "academy", "stock voila", "static page"
PEERS = ("solara", "panel", "streamlit", "marimo")
LEVEL = 100  # sessions
ENOUGH_MB = 9  # MB a session, beyond which something is still unshared
REQUESTS, KB = 4, 200


@dataclass(frozen=True)
class Target:
    """One thing to reach.

    Attributes:
        what: what is measured.
        wanted: what it should be, in words.
        figure: what it is; None if this run did not measure it.
        told: the figure, with what it is made of.
        met: whether it is reached.
    """

    what: str
    wanted: str
    figure: float | None
    told: str
    met: bool

    @property
    def verdict(self) -> str:
        if self.figure is None:
            return "not measured"
        return "met" if self.met else "MISSED"


def targets(
    results: list[Result],
    capacity: Capacity | None,
    about: Mapping[str, Any] = MappingProxyType({}),
) -> list[Target]:
    """Return all targets with what this run found.

    Args:
        results: what each contender did.
        capacity: what many pages at once have cost, if that was measured.
        about: what else is known, with the exercises' own rows.
    """
    by_name = {one.name: one for one in results if not one.failed}
    ours, stock, floor = (by_name.get(name) for name in (OURS, STOCK, FLOOR))
    there = [by_name[name] for name in PEERS if name in by_name]
    best = min(
        (one for one in there if one.median("interactive") is not None),
        key=lambda one: one.median("interactive"),
        default=None,
    )
    first = _of("interactive")
    return [
        _most("first interactive widget, against static page", 1.15, first, ours, floor),
        _least("first interactive widget, stock against ours", 5, first, stock, ours),
        _least(
            f"first interactive widget, best peer ({best.name if best else 'none ran'}) "
            "against ours",
            *(4, first, best, ours),
        ),
        _first_answer(ours, floor),
        _most("click to answer, idle, against stock", 1 / 3, _idle, ours, stock),
        _most(f"click to answer at {LEVEL}, against stock", 1 / 3, _load, ours, stock),
        _ratio(
            f"click to answer at {LEVEL}, against our own idle",
            *(3, _load(ours), _idle(ours), "ms"),
        ),
        _most(f"memory a session at {LEVEL}, against stock", 1 / 5, _memory, ours, stock),
        _plain(
            f"memory a session at {LEVEL}, before it is looked at",
            *(ENOUGH_MB, _memory(ours), "MB"),
        ),
        _least(f"opens a second, {LEVEL} sessions, against stock", 12, _opens, ours, stock),
        _least(f"answers a second, {LEVEL} sessions, against stock", 3, _rate, ours, stock),
        *_crowd(capacity),
        _plain("requests a page", REQUESTS, ours and ours.median("requests"), ""),
        _plain("kB a page, compressed", KB, _kb(ours), "kB"),
        *of_exercises(about),
    ]


def of_exercises(about: Mapping[str, Any]) -> list[Target]:
    """Return the targets of exercises that work hard."""
    return [
        _plain(row, budget, about.get(row), "ms")
        for row, budget in exercises.BUDGETS.items()
    ]


def table(found: list[Target]) -> str:
    """Return targets as Markdown."""
    lines = [["", "target", "here", ""]]
    lines += [[one.what, one.wanted, one.told, one.verdict] for one in found]
    return aligned(lines)


Measure = Callable[[Result | None], float | None]


def _of(what: str) -> Measure:
    return lambda one: one.median(what) if one else None


def _at(one: Result | None) -> Level | None:
    levels = one.full() if one else []
    return next((level for level in levels if level.wanted == LEVEL), None)


def _median(numbers: list[float] | None) -> float | None:
    found = spread(numbers or [])
    return found.median if found else None


def _idle(one: Result | None) -> float | None:
    return _median(one.repeats) if one else None


def _load(one: Result | None) -> float | None:
    level = _at(one)
    return _median(level.loaded) if level else None


def _memory(one: Result | None) -> float | None:
    level = _at(one)
    return level.session if level else None


def _opens(one: Result | None) -> float | None:
    level = _at(one)
    return level.opens_per_second if level else None


def _rate(one: Result | None) -> float | None:
    level = _at(one)
    return level.answers_per_second if level else None


def _kb(one: Result | None) -> float | None:
    size = one.median("bytes") if one else None
    return None if size is None else size / 1000


def _most(
    what: str, most: float, of: Measure, one: Result | None, other: Result | None
) -> Target:
    return _ratio(what, most, of(one), of(other))


def _least(
    what: str, least: float, of: Measure, one: Result | None, other: Result | None
) -> Target:
    return _ratio(what, least, of(one), of(other), at_least=True)


def _ratio(  # noqa: PLR0913  all that a line of the table is made of
    what: str,
    limit: float,
    one: float | None,
    other: float | None,
    unit: str = "",
    *,
    at_least: bool = False,
) -> Target:
    wanted = f"{'at least' if at_least else 'at most'} {limit:.3g} ×"
    if one is None or not other:
        return Target(what, wanted, None, NOTHING, met=False)
    figure = one / other
    told = f"{figure:.2f} × ({plain(one)} to {plain(other)}{unit and ' ' + unit})"
    return Target(
        what, wanted, figure, told, figure >= limit if at_least else figure <= limit
    )


def _plain(what: str, most: float, figure: float | None, unit: str) -> Target:
    wanted = f"at most {plain(most)} {unit}".strip()
    told = NOTHING if figure is None else f"{plain(figure)} {unit}".strip()
    return Target(what, wanted, figure, told, figure is not None and figure <= most)


def _first_answer(ours: Result | None, floor: Result | None) -> Target:
    """Compare with when the floor is interactive: nothing can answer on it sooner."""
    first = ours.median("answered") if ours else None
    there = floor.median("interactive") if floor else None
    return _ratio("first answer, against the static page's first widget", 1.4, first, there)


def _crowd(capacity: Capacity | None) -> list[Target]:
    pages = f"{capacity.pages if capacity else 1000:,} open pages"
    kernels = f"{capacity.kernels if capacity else 300} with a live kernel"
    what, wanted = f"{pages}, {kernels}", "no error"
    reading = "memory of a page only read"
    if capacity is None:
        nothing = Target(what, wanted, None, NOTHING, met=False)
        return [nothing, _plain(reading, 1, None, "MB")]
    bad = sum(capacity.errors.values()) + capacity.lost
    all_there = capacity.opened == capacity.pages and capacity.live == capacity.kernels
    told = f"{capacity.opened:,} and {capacity.live}, {bad} errors"
    return [
        Target(what, wanted, bad, told, met=all_there and not bad),
        _plain(reading, 1, max(0.0, capacity.read_mb) if capacity.read else None, "MB"),
    ]
