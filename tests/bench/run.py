"""Measure the Academy against stock Voila, a static page and, if asked, other tools.

    .venv/bin/python tests/bench/run.py              what `make bench` runs
    .venv/bin/python tests/bench/run.py --quick      three opens, few sessions
    .venv/bin/python tests/bench/run.py --peers --deep --throttled

One run, one machine, one module; contenders are opened in turn. What it finds goes to
bench-results/, and nothing here judges it.
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
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from academy_bench import picture
from academy_bench.contenders import (
    Academy,
    Contender,
    Failed,
    PreheatedVoila,
    StaticFloor,
    StockVoila,
)
from academy_bench.module import ROOT, Module
from academy_bench.opening import REPEATS, a_browser, open_once
from academy_bench.peers import PEERS
from academy_bench.processes import at_rest
from academy_bench.report import Result, notes, ratios, table
from academy_bench.sessions import Level, hold
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
    add("--throttled", action="store_true", help="opens at 20 Mbit/s and 40 ms too")
    add("--peers", action="store_true", help="Solara, Panel, Streamlit and marimo too")
    add("--only", default="", help="names, with commas, of those to run")
    add(
        "--serve",
        action="append",
        default=[],
        metavar="NAME=OPTIONS",
        help='ours served another way too, such as "academy (plain)=--plain"',
    )
    given = parser.parse_args(words)
    given.opens = 3 if given.quick else given.opens
    given.levels = [1, 10] if given.quick else [1, 10, 30]
    given.levels += [100, 300] if given.deep else []
    return given


def contenders(given: argparse.Namespace) -> list[Contender]:
    """Return who takes part, ours first and the floor last."""
    module = Module()
    ours: list[Contender] = [Academy(module)]
    for extra in given.serve:
        name, _, options = extra.partition("=")
        ours.append(Academy(module, name, *options.split()))
    peers = [peer(module) for peer in PEERS] if given.peers else []
    everyone = [
        *ours,
        StockVoila(module),
        PreheatedVoila(module),
        *peers,
        StaticFloor(module),
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
    """

    given: argparse.Namespace
    work: Path
    browser: Browser
    results: dict[str, Result]

    def told(self, one: Contender, error: Failed) -> str:
        """Return why a contender failed, without this machine's folders, and say it."""
        why = str(error).replace(str(ROOT), "").replace(str(self.work), "")
        say(f"  {one.name}: {why}")
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
                self.results[one.name].failed = self.told(one, error)
            else:
                running.append(one)
        return running

    def folder(self, one: Contender, what: str) -> Path:
        return self.work / f"{one.name.replace(' ', '-')}-{what}"

    async def opens(self, running: list[Contender]) -> None:
        """Open each in turn: once that does not count, then as often as was asked."""
        pids = [one.pid for one in running]
        for turn in range(self.given.opens + 1):
            say(f"  round {turn} of {self.given.opens}" + " (not counted)" * (turn == 0))
            for one in running:
                await at_rest(pids)
                result = self.results[one.name]
                before = result.opens if turn else Result("").opens
                repeats = REPEATS if turn % 4 == 1 else 0
                slow = self.given.throttled
                await open_once(self.browser, one, before, slow=slow, repeats=repeats)

    async def sessions(self, running: list[Contender]) -> None:
        """Start each again, alone, and hold many sessions open."""
        for one in running:
            result, levels = self.results[one.name], self.given.levels
            try:
                one.start(self.folder(one, "sessions"))
                result.levels = await hold(one, self.browser, levels, say)
            except Failed as error:
                result.levels = [Level(levels[0], trouble=self.told(one, error))]
            finally:
                one.stop()


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


def write(results: list[Result], about: dict[str, object]) -> str:
    """Write all three files; return what the terminal shows."""
    RESULTS.mkdir(exist_ok=True)
    versions = {name: said for one in results for name, said in one.versions.items()}
    versions["python"] = platform.python_version()
    about["versions"] = versions
    lines = [
        table(results),
        ratios(results),
        "\n".join([METHOD, *(f"- {one}" for one in notes(results))]),
        "\n".join(f"{name}: {told}" for name, told in about.items() if name != "versions"),
        "versions: " + ", ".join(f"{name} {v}" for name, v in versions.items()),
    ]
    text = "\n\n".join(lines)
    raw = {"about": about, "results": [asdict(one) for one in results]}
    (RESULTS / "results.json").write_text(json.dumps(raw, indent=1) + "\n")
    (RESULTS / "results.md").write_text(f"# Opening a module\n\n{text}\n")
    where = f"{about['opens']} opens each, medians. {about['machine']}."
    drawn = picture.svg("Opening a module", where, picture.panels(results))
    (RESULTS / "results.svg").write_text(drawn)
    return text


METHOD = """
- Median (least–greatest). Each open is a new browser context, in turn, when all contenders
  are at rest; the first round is not counted.
- Interactive: the first exercise's radio buttons and its button are visible. Answered: one
  was chosen, the button pressed, and what Python says is on the page.
- Sessions of ours and Voila's are held by a light WebSocket client, four opening at once;
  those of other tools and the floor by pages in the browser, one after another, so their
  opens a second and load are not told.
- Memory a session: PSS of all processes below the server, by kernel, with what the server
  itself grew by since one visit had been and gone.
- Other tools show one scene of the module, made of their own widgets; ours and Voila show
  all its exercises.
""".strip()


async def main(words: list[str]) -> None:
    given, since = asked(words), time.perf_counter()
    # Whoever ends this run ends its servers too: `finally` gets its turn.
    me = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
    about: dict[str, object] = {
        "command": " ".join(["tests/bench/run.py", *words]),
        "machine": machine(),
        "opens": given.opens,
        "busy before the run": f"{psutil.cpu_percent(2):.0f} % of the machine",
    }
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        async with a_browser() as browser:
            about["chromium"] = browser.version
            run = Run(given, Path(work), browser, {})
            everyone = contenders(given)
            try:
                say("starting the contenders")
                running = await asyncio.to_thread(run.ready, everyone)
                say("opening pages")
                await run.opens(running)
            finally:
                for one in everyone:
                    one.stop()
            write(list(run.results.values()), about)  # or a failure below would lose it
            say("holding sessions open")
            await run.sessions(running)
    about["minutes"] = round((time.perf_counter() - since) / 60, 1)
    print("\n" + write(list(run.results.values()), about))
    print("\nAlso in bench-results/: results.json, results.md, results.svg")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
