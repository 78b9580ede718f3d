"""A tutor's work on many reflections: ours against nbgrader as it comes, in one run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from marked import NAME, Marked
from playwright.async_api import Browser

from academy.assessment.book import Entry
from academy.session import open_store
from academy_bench.contenders import Academy
from academy_bench.figures import plain, ranged, spread
from academy_bench.module import Module
from academy_bench.report import aligned

AT_LEAST = 10
"""How many times quicker than stock nbgrader ours is to be."""
NEXT_MS = 150
QUEUE = 1000
TURNS = 20
ROUNDS = 3


@dataclass
class Marking:
    """What a tutor waits for.

    Attributes:
        number: how many reflections were handed in.
        stock: nbgrader's seconds by step.
        ours: our seconds by step, of each round.
        next_ms: from the key to the next reflection, with `QUEUE` in the gradebook.
        busy: percent of the machine in use before the run.
    """

    number: int
    busy: float
    stock: dict[str, float] = field(default_factory=dict)
    ours: dict[str, list[float]] = field(default_factory=dict)
    next_ms: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        ready = {how: self.stock["collect"] + self.stock[how] for how in _WAYS}
        back = self.stock["generate feedback"] + self.stock["release feedback"]
        rows = [
            self._row(f"collect and autograde {way}", ready[how], self.ours["ready"])
            for how, way in _WAYS.items()
        ]
        rows.append(self._row("feedback", back, self.ours["back"]))
        head = ["", "stock nbgrader, s", "ours, s", "", f"at least {AT_LEAST} ×"]
        there = spread(self.next_ms)
        return (
            f"{self.number} reflections, this machine {self.busy:.0f} % busy before.\n\n"
            f"{aligned([head, *rows])}\n\n"
            f"Next reflection with {QUEUE:,} in the gradebook: {ranged(there)} ms, "
            f"from the key until it is shown (at most {NEXT_MS}: "
            f"{'met' if there and there.median <= NEXT_MS else 'MISSED'})."
        )

    def _row(self, what: str, stock: float, ours: list[float]) -> list[str]:
        times = stock / median(ours)
        verdict = "met" if times >= AT_LEAST else "MISSED"
        return [what, plain(stock), ranged(spread(ours)), f"{times:.0f} ×", verdict]


_WAYS = {"autograde": "with execution", "without": "without execution"}


async def measure(
    number: int, work: Path, browser: Browser, say: Callable[[str], object]
) -> Marking:
    """Let nbgrader and us take `number` reflections in and give them back."""
    found = Marking(number, psutil.cpu_percent(2))
    for turn in range(ROUNDS):
        say(f"  ours, round {turn + 1} of {ROUNDS}")
        for step, seconds in _apart("ours", number, work / f"ours-{turn}").items():
            found.ours.setdefault(step, []).append(seconds)
    say("  nbgrader as it comes")
    found.stock = _apart("stock", number, work / "stock")
    say(f"  the marking page, {QUEUE:,} reflections")
    found.next_ms = await _next(work / "page", browser)
    return found


def _apart(who: str, number: int, folder: Path) -> dict[str, float]:
    """Do it in a process of its own; its imports are not counted."""
    folder.mkdir(parents=True)
    run = subprocess.run(
        [sys.executable, "-m", "academy_bench.grading", who, str(number)],
        cwd=folder,
        env=os.environ
        | {
            "ACADEMY_DATA": str(folder / "data"),
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *_path()]),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    return dict(json.loads(run.stdout.splitlines()[-1]))


def _path() -> list[str]:
    given = os.environ.get("PYTHONPATH", "")
    return [one for one in given.split(os.pathsep) if one]


class _Served:
    """An Academy as the browser tests' school wants it."""

    def __init__(self, work: Path) -> None:
        self._work, self.data = work, work / "data"
        self._course = Academy(Module(), "academy", "--sessions", "5")

    def start(self) -> None:
        self._course.start(self._work)

    def stop(self) -> None:
        self._course.stop()

    def store(self) -> Any:
        return open_store()

    @property
    def url(self) -> str:
        return self._course.base


async def _next(work: Path, browser: Browser) -> list[float]:
    """Go through the queue by key; return ms from each key to the next reflection."""
    school = Marked(_Served(work)).start()
    try:
        _fill(school)
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        await context.add_cookies(
            [
                {
                    "name": school.cookie,
                    "value": school.signed("tess"),
                    "url": school.served.url,
                }
            ]
        )
        page = await context.new_page()
        await page.goto(f"{school.served.url}/tutor/marking")
        await page.get_by_role("link", name="Begin with the first").click()
        heading = page.locator("h1", has_text=re.compile(r"Reflection \d+"))
        found = []
        for turn in range(TURNS + 1):
            await heading.wait_for()
            before = await heading.inner_text()
            for key in ("3", "n", "3", "n", "3", "n", "3"):
                await page.keyboard.press(key)
            await page.get_by_text(re.compile(r"^Saved")).first.wait_for()
            since = time.perf_counter()
            await page.keyboard.press("s")
            await page.wait_for_function(
                "before => document.querySelector('h1')?.innerText !== before", arg=before
            )
            if turn:  # the first finds nothing cached
                found.append(1000 * (time.perf_counter() - since))
        await context.close()
        return found
    finally:
        school.stop()


def _fill(school: Marked) -> None:
    """Let a whole year hand in, to one tutor."""
    names = [f"Learner-{number}" for number in range(QUEUE)]
    school.cohort_of(["Tess"], names)
    sent = [school.send(name.lower()) for name in names]
    school.book.enter(
        NAME,
        [Entry(one.id, one.learner, one.at, None, one.body["answers"]) for one in sent],
    )


def write(folder: Path, found: Marking) -> str:
    """Write what a run has found; return what the terminal shows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "marking.json").write_text(json.dumps(asdict(found), indent=1) + "\n")
    (folder / "marking.md").write_text(f"# A tutor's work\n\n{found}\n")
    return str(found)
