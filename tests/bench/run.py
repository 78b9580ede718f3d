"""Measure the Academy against stock Voila, two static floors and, if asked, other tools.

    .venv/bin/python tests/bench/run.py              what `make bench` runs
    .venv/bin/python tests/bench/run.py --full       all there is, in some 35 minutes
    .venv/bin/python tests/bench/run.py --quick      three opens, few sessions
    .venv/bin/python tests/bench/run.py --again      write the tables of the last run anew

One run, one machine, one module; contenders are opened in turn. What it finds goes to
bench-results/ as it comes, and nothing here judges it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

sys.path.append(str(Path(__file__).parents[1] / "browser"))  # for launching.py

from academy_bench import exercises, learners, marking, targets
from academy_bench.capacity import Capacity, fill
from academy_bench.contenders import (
    Academy,
    Contender,
    Failed,
    PreheatedVoila,
    StockVoila,
)
from academy_bench.floors import StaticFile, StaticPage
from academy_bench.module import ROOT, Module
from academy_bench.opening import REPEATS, a_browser, open_once
from academy_bench.peers import PEERS
from academy_bench.processes import at_rest
from academy_bench.report import Result
from academy_bench.sessions import Level, hold
from academy_bench.writing import loaded, write
from playwright.async_api import Browser

RESULTS = ROOT / "bench-results"
GIB = 2**30


def asked(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--opens", type=int, default=10, help="counted opens of each (10)")
    add("--quick", action="store_true", help="3 opens, and memory of 1 and 10 sessions")
    add("--deep", action="store_true", help="memory and load of 100 and 300 sessions too")
    add("--capacity", action="store_true", help="very many pages open at once too")
    add("--crowd", default="1000,300", help="how many pages, and live kernels (1000,300)")
    add("--learners", type=int, default=0, help="only that many who write at once (200)")
    add("--marking", type=int, default=0, help="only a tutor's work on that many (100)")
    add("--exercises", action="store_true", help="only the exercises that work hard")
    add("--throttled", action="store_true", help="opens at 20 Mbit/s and 40 ms too")
    add("--peers", action="store_true", help="Solara, Panel, Streamlit and marimo too")
    add("--full", action="store_true", help="as --peers --deep --capacity")
    add("--only", default="", help="names, with commas, of those to run")
    add("--again", action="store_true", help="measure nothing, write the last run anew")
    add(
        "--serve",
        action="append",
        default=[],
        metavar="NAME=OPTIONS",
        help='ours served another way too, such as "academy (few)=--sessions 9"',
    )
    given = parser.parse_args(words)
    given.opens = 3 if given.quick else given.opens
    for name in ("peers", "deep", "capacity"):
        setattr(given, name, getattr(given, name) or given.full)
    given.levels = [1, 10] if given.quick else [1, 10, 30]
    given.levels += [100, 300] if given.deep else []
    given.pages, given.kernels = map(int, given.crowd.split(","))
    return given


def contenders(given: argparse.Namespace) -> list[Contender]:
    """Return who takes part, ours first and the floors last."""
    module = Module()
    ours: list[Contender] = [
        Academy(module),
        Academy(module, "academy (plain)", "--plain", most=100),
    ]
    for extra in given.serve:
        name, _, options = extra.partition("=")
        ours.append(Academy(module, name, *options.split()))
    peers = [peer(module) for peer in PEERS] if given.peers else []
    everyone = [
        *ours,
        StockVoila(module),
        PreheatedVoila(module),
        *peers,
        StaticPage(module),
        StaticFile(module),
    ]
    only = {name.strip() for name in given.only.split(",") if name.strip()}
    return [one for one in everyone if not only or one.name in only]


@dataclass
class Run:
    """One measurement of all contenders.

    Attributes:
        given: the command line.
        work: a folder for what the contenders write.
        browser: the Chromium that opens their pages.
        results: what each has done so far, by name.
        about: what the results say of the run.
        since: when it began.
        capacity: what many pages at once have cost, once that is known.
    """

    given: argparse.Namespace
    work: Path
    browser: Browser
    results: dict[str, Result]
    about: dict[str, Any]
    since: float
    capacity: Capacity | None = None

    def kept(self) -> str:
        """Write what there is so far, so that a run that is broken off is not lost."""
        self.about["minutes"] = round((time.perf_counter() - self.since) / 60, 1)
        return write(RESULTS, list(self.results.values()), self.about, self.capacity)

    def told(self, name: str, error: Failed) -> str:
        """Return why a contender failed, without this machine's folders, and say it."""
        why = str(error).replace(str(ROOT), "").replace(str(self.work), "")
        say(f"  {name}: {why}")
        return why

    def ready(self, everyone: list[Contender]) -> list[Contender]:
        """Install what is needed and start everybody; return those that run."""
        running = []
        for one in everyone:
            self.results[one.name] = Result(one.name, one.note)
            try:
                one.prepare()
                self.results[one.name].versions = one.versions()
                one.start(self.folder(one, "opens"))
            except Failed as error:
                self.results[one.name].failed = self.told(one.name, error)
            else:
                running.append(one)
        return running

    def folder(self, one: Contender, what: str) -> Path:
        return self.work / f"{one.name.replace(' ', '-')}-{what}"

    async def opens(self, running: list[Contender]) -> None:
        """Open each in turn: once that does not count, then as often as was asked.

        What the browser has kept is tried every other time, and changes little.
        """
        pids = [one.pid for one in running]
        for turn in range(self.given.opens + 1):
            say(f"  round {turn} of {self.given.opens}" + " (not counted)" * (turn == 0))
            for one in running:
                await at_rest(pids)
                result = self.results[one.name]
                await open_once(
                    self.browser,
                    one,
                    result.opens if turn else Result("").opens,
                    warm=turn % 2 == 1,
                    slow=self.given.throttled,
                    repeats=REPEATS if turn % 4 == 1 else 0,
                )
            self.kept()

    async def sessions(self, running: list[Contender]) -> None:
        """Start each again, alone, and hold many sessions open."""
        for one in running:
            levels = [level for level in self.given.levels if level <= one.most]
            if not levels:
                continue
            result = self.results[one.name]
            try:
                one.start(self.folder(one, "sessions"))
                result.levels = await hold(one, self.browser, levels, say)
            except Failed as error:
                result.levels = [Level(levels[0], trouble=self.told(one.name, error))]
            finally:
                one.stop()
            self.kept()

    async def crowd(self) -> None:
        """Fill our own server."""
        pages, kernels = self.given.pages, self.given.kernels
        try:
            self.capacity = await fill(Module(), self.work / "crowd", pages, kernels, say)
        except Failed as error:
            errors = {self.told("capacity", error): 1}
            self.capacity = Capacity(pages, kernels, errors=errors)
        self.kept()


def say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def machine() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    cores = len(os.sched_getaffinity(0))
    memory = psutil.virtual_memory().total / GIB
    return f"{cores} cores ({names[0] if names else 'unknown'}), {memory:.0f} GiB"


def about(words: list[str], given: argparse.Namespace) -> dict[str, Any]:
    return {
        "command": " ".join(["tests/bench/run.py", *words]),
        "machine": machine(),
        "python": platform.python_version(),
        "opens": given.opens,
        "busy before the run": f"{psutil.cpu_percent(2):.0f} % of the machine",
    }


async def main(words: list[str]) -> None:
    given, since = asked(words), time.perf_counter()
    if given.again:
        last = json.loads((RESULTS / "results.json").read_text())
        print(write(RESULTS, *loaded(last)))
        return
    # Whoever ends this run ends its servers too: `finally` gets its turn.
    me = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        if given.learners:
            found = await learners.load(given.learners, Path(work), say)
            print(learners.write(RESULTS, found))
            return
        async with a_browser() as browser:
            if given.marking:
                marked = await marking.measure(given.marking, Path(work), browser, say)
                print(marking.write(RESULTS, marked))
                return
            if given.exercises:
                found = await exercises.measure(browser, say)
                shown = targets.table(targets.of_exercises(found))
                print(exercises.write(RESULTS, shown, found))
                return
            known = about(words, given) | {"chromium": browser.version}
            known |= await exercises.measure(browser, say)
            run = Run(given, Path(work), browser, {}, known, since)
            everyone = contenders(given)
            try:
                say("starting the contenders")
                running = await asyncio.to_thread(run.ready, everyone)
                say("opening pages")
                await run.opens(running)
            finally:
                for one in everyone:
                    one.stop()
            say("holding sessions open")
            await run.sessions(running)
            if given.capacity:
                say(f"opening {given.pages} pages, {given.kernels} of them at work")
                await run.crowd()
    print("\n" + run.kept())
    print("\nAlso in bench-results/: results.json, results.md, results.svg")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
