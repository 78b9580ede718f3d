"""Turns what was measured into tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from academy_bench.figures import NOTHING, plain, ranged, ratio, spread, with_p95
from academy_bench.opening import Opens, Visit
from academy_bench.sessions import Level

STOCK, FLOOR, FILE = "stock voila", "static page", "static file"


@dataclass
class Result:
    """What one contender did in one run."""

    name: str
    note: str = ""
    failed: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    opens: Opens = field(default_factory=Opens)
    levels: list[Level] = field(default_factory=list)

    def median(self, what: str, kind: str = "cold") -> float | None:
        found = spread(self.each(what, kind))
        return found.median if found else None

    def each(self, what: str, kind: str = "cold") -> list[float | None]:
        return [getattr(one, what) for one in self.good(kind)]

    def good(self, kind: str = "cold") -> list[Visit]:
        return [one for one in getattr(self.opens, kind) if not one.trouble]

    @property
    def repeats(self) -> list[float]:
        return [took for one in self.good() for took in one.repeats]

    def full(self) -> list[Level]:
        """Return the levels that were reached."""
        return [one for one in self.levels if one.opened == one.wanted]


Cell = Callable[[Result], str]


def _times(what: str, kind: str = "cold") -> Cell:
    return lambda result: ranged(spread(result.each(what, kind)))


def _per_level(of: Callable[[Level], str]) -> Cell:
    def cell(result: Result) -> str:
        told = [
            of(one) if one.opened == one.wanted else shorten(one.trouble or "failed", 40)
            for one in result.levels
        ]
        return " / ".join(told) if set(told) - {NOTHING} else NOTHING

    return cell


def _both(what: str, scale: float = 1) -> Cell:
    def one(result: Result, kind: str) -> str:
        found = result.median(what, kind)
        return NOTHING if found is None else plain(found / scale)

    return lambda result: f"{one(result, 'cold')} / {one(result, 'warm')}"


def _cpu(result: Result) -> str:
    server, kernel = result.median("server_cpu"), result.median("kernel_cpu")
    return f"{plain(server)} + {plain(kernel)}"


def _opened(result: Result) -> str:
    visits = [*result.opens.cold, *result.opens.warm, *result.opens.slow]
    return f"{sum(not one.trouble for one in visits)} of {len(visits)}"


def rows(results: list[Result]) -> dict[str, Cell]:
    """Return the rows of the table, and how each is filled."""
    levels = max((result.levels for result in results), key=len, default=[])
    at = " / ".join(str(one.wanted) for one in levels)
    made: dict[str, Cell] = {
        "first paint, ms": _times("painted"),
        "full HTML, ms": _times("html"),
        "**first interactive widget, ms**": _times("interactive"),
        "**first answer, ms**": _times("answered"),
        "first interactive, warm cache, ms": _times("interactive", "warm"),
        "first answer, warm cache, ms": _times("answered", "warm"),
    }
    if any(result.opens.slow for result in results):
        made["first interactive, 20 Mbit/s and 40 ms, ms"] = _times("interactive", "slow")
        made["first answer, 20 Mbit/s and 40 ms, ms"] = _times("answered", "slow")
    made |= {
        "click to answer, idle, ms": lambda result: ranged(spread(result.repeats)),
        "**requests**, cold / warm": _both("requests"),
        "**kB over HTTP, compressed**, cold / warm": _both("bytes", 1000),
        "kB by WebSocket, cold / warm": _both("socket_bytes", 1000),
        "requests to elsewhere": lambda result: plain(result.median("outside")),
        "CPU an open, server + kernel, ms": _cpu,
        "kernels still there 2 s after a visit": lambda result: plain(
            result.median("left")
        ),
    }
    if levels:
        made |= {
            f"**memory a session at {at}, MB**": _per_level(lambda one: plain(one.session)),
            "– of it the server's growth": _per_level(lambda one: plain(one.server)),
            f"opens a second, up to {at}": _per_level(
                lambda one: plain(one.opens_per_second)
            ),
            f"answer, one of {at} asks, ms": _per_level(
                lambda one: ranged(spread(one.answer))
            ),
            f"answer, each of {at} asks once a second, ms": _per_level(
                lambda one: with_p95(spread(one.loaded))
            ),
            "connections that broke, so far": _per_level(lambda one: plain(one.lost)),
            f"answers a second, {at} ask all the time": _per_level(
                lambda one: plain(one.answers_per_second)
            ),
        }
    return made | {
        "machine busy before an open, %": _times("busy"),
        "visits that worked": _opened,
    }


def loaded(raw: dict[str, Any]) -> Result:
    """Return a result as `dataclasses.asdict` wrote it."""
    opens = {
        kind: [Visit(**visit) for visit in visits] for kind, visits in raw["opens"].items()
    }
    levels = [Level(**level) for level in raw["levels"]]
    return Result(**(raw | {"opens": Opens(**opens), "levels": levels}))


def table(results: list[Result]) -> str:
    """Return all measures, a column for each contender, as Markdown."""
    lines = [["", *(result.name for result in results)]]
    for name, cell in rows(results).items():
        told = ["failed" if result.failed else cell(result) for result in results]
        if set(told) - {NOTHING, "– / –", "failed"}:
            lines.append([name, *told])
    return aligned(lines)


def ratios(results: list[Result]) -> str:
    """Return the main measures against stock Voila and both floors, as Markdown."""
    by_name = {result.name: result for result in results}
    measures: dict[str, Callable[[Result], float | None]] = {
        "first interactive widget": lambda one: one.median("interactive"),
        "first answer": lambda one: one.median("answered"),
        "click to answer, idle": lambda one: getattr(spread(one.repeats), "median", None),
        "requests": lambda one: one.median("requests"),
        "bytes over HTTP": lambda one: one.median("bytes"),
    }
    shared = common_level(results)
    if shared:
        measures[f"memory a session at {shared}"] = lambda one: session_at(one, shared)
        measures[f"opens a second at {shared}"] = lambda one: next(
            (level.opens_per_second for level in one.full() if level.wanted == shared), None
        )
    lines = [["", *(result.name for result in results)]]
    # A static page has no kernel to weigh, and no Python to wait for.
    of_floor = ("first interactive widget", "first answer", "requests", "bytes over HTTP")
    for base, names in ((STOCK, tuple(measures)), (FLOOR, of_floor), (FILE, of_floor)):
        if base not in by_name or by_name[base].failed:
            continue
        for name in names:
            measure = measures[name]
            against = measure(by_name[base])
            told = [ratio(measure(result), against) for result in results]
            if set(told) - {NOTHING, "1.00 ×"}:
                lines.append([f"{name}, against {base}", *told])
    return aligned(lines)


def common_level(results: list[Result]) -> int:
    """Return the greatest number of sessions that all held who held any; 0 for none."""
    reached = [
        {level.wanted for level in result.full()} for result in results if result.levels
    ]
    return max(set.intersection(*reached), default=0) if reached else 0


def session_at(result: Result, sessions: int) -> float | None:
    """Return the memory of a session while there are so many, in MB."""
    return next((one.session for one in result.full() if one.wanted == sessions), None)


def notes(results: list[Result]) -> list[str]:
    """Return what a reader must know beside the numbers."""
    told = []
    for result in results:
        if result.failed:
            told.append(f"{result.name}: {result.failed}")
        elif result.note:
            told.append(f"{result.name}: {result.note}.")
        visits = [*result.opens.cold, *result.opens.warm, *result.opens.slow]
        bad = sorted({one.trouble for one in visits if one.trouble})
        bad += sorted({one.trouble for one in result.levels if one.trouble})
        told += [f"{result.name}: {one}" for one in bad]
        again = sum(one.clicks > 1 for one in visits)
        if again:
            told.append(
                f"{result.name}: {again} of {len(visits)} first clicks went unheard "
                "and were made again."
            )
    return told


def aligned(lines: list[list[str]]) -> str:
    """Return a Markdown table that is also one in a terminal."""
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    written = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines]
    written.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(written)
