"""Many pages open at once, a part of them at work: what that costs, and what fails."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from academy_bench.client import PATIENCE, Learner
from academy_bench.contenders import Academy
from academy_bench.floors import LINKED, built_page
from academy_bench.module import Module
from academy_bench.processes import at_rest, below, pss
from academy_bench.sessions import TROUBLES

SESSIONS = 400  # what the server is told to have room for
AT_ONCE = 8
PACE = 10.0  # seconds between two answers of one learner
LONG = 30.0  # seconds of that


@dataclass
class Capacity:
    """What it was to hold `pages` open pages, `kernels` of them with a live kernel.

    Memory in MB, times in ms. A page that is only read keeps no connection open.
    """

    pages: int
    kernels: int
    read: int = 0
    live: int = 0
    idle_mb: float = 0
    read_mb: float = 0  # a page that is only read
    live_mb: float = 0  # a page with a live kernel
    all_mb: float = 0  # server, fork servers and kernels together, at the end
    processes: int = 0
    reads_per_second: float = 0
    starts_per_second: float = 0
    answers: list[float] = field(default_factory=list)
    reopened: list[float] = field(default_factory=list)
    lost: int = 0
    errors: dict[str, int] = field(default_factory=dict)

    @property
    def opened(self) -> int:
        return self.read + self.live


class Crowd:
    """Everybody who has a page of one server open."""

    def __init__(self, ours: Academy) -> None:
        self.ours = ours
        self.learners: list[Learner] = []
        self.read = 0
        self.errors: Counter[str] = Counter()

    async def each(self, count: int, act: Callable[[], Awaitable[None]]) -> float:
        """Do something `count` times, some at once; return how often a second."""
        limit = asyncio.Semaphore(AT_ONCE)

        async def one() -> None:
            async with limit:
                try:
                    await act()
                except TROUBLES as error:
                    self.errors[f"{type(error).__name__}: {error}"] += 1

        since = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(count)))
        return count / max(1e-3, time.perf_counter() - since)

    async def reader(self) -> None:
        """Open the page as a newcomer does, with all that it links to, and only read it."""
        page = await self._get(self.ours.url)
        for path in dict.fromkeys(LINKED.findall(page)):
            await self._get(self.ours.base + path)
        self.read += 1

    async def learner(self) -> None:
        """Open the page, start its kernel, and have one answer answered."""
        made = Learner(self.ours)
        try:
            await made.open()
            await made.answer()
        except TROUBLES:
            made.close()
            raise
        self.learners.append(made)

    async def work(self, seconds: float, pace: float) -> list[float]:
        """Have each learner answer every `pace` seconds; return how long each waited."""
        took: list[float] = []
        until = time.perf_counter() + seconds

        async def go_on(learner: Learner, after: float) -> None:
            await asyncio.sleep(after)
            while time.perf_counter() < until:
                try:
                    spent = await learner.answer()
                except TROUBLES as error:
                    self.errors[f"{type(error).__name__}: {error}"] += 1
                    return
                took.append(1000 * spent)
                await asyncio.sleep(max(0, pace - spent))

        every = pace / max(1, len(self.learners))
        await asyncio.gather(
            *(go_on(one, at * every) for at, one in enumerate(self.learners))
        )
        return took

    async def _get(self, url: str) -> str:
        wanted = HTTPRequest(
            url,
            headers={"Accept-Encoding": "gzip", "Connection": "close"},
            connect_timeout=PATIENCE,
            request_timeout=PATIENCE,
        )
        return (await AsyncHTTPClient().fetch(wanted)).body.decode(errors="replace")

    def memory(self) -> float:
        return pss(self.ours.pid) + sum(map(pss, below(self.ours.pid)))


async def fill(
    module: Module, work: Path, pages: int, kernels: int, say: Callable[[str], None]
) -> Capacity:
    """Start our server, open that many pages, have `kernels` of them at work.

    Raises:
        Failed: the server did not start, or has no snapshot to send.
    """
    ours = Academy(module, "academy", "--sessions", str(SESSIONS))
    told = Capacity(pages, kernels)
    ours.start(work)
    crowd = Crowd(ours)
    try:
        await asyncio.to_thread(built_page, ours)
        await crowd.each(1, crowd.learner)
        await crowd.each(20, crowd.reader)
        await at_rest([ours.pid])
        crowd.read = 0
        told.idle_mb = before = crowd.memory()
        told.reads_per_second = await crowd.each(pages - kernels, crowd.reader)
        await at_rest([ours.pid])
        told.read, after = crowd.read, crowd.memory()
        told.read_mb = (after - before) / max(1, told.read)
        say(f"  {told.read} pages only read, {told.read_mb:.2f} MB each")
        had = len(crowd.learners)
        told.starts_per_second = await crowd.each(kernels - had, crowd.learner)
        await at_rest([ours.pid])
        told.live, told.all_mb = len(crowd.learners), crowd.memory()
        told.live_mb = (told.all_mb - after) / max(1, told.live - had)
        told.processes = len(below(ours.pid))
        say(f"  {told.live} kernels at work, {told.live_mb:.1f} MB each")
        told.answers = await crowd.work(LONG, PACE)

        async def reopened() -> None:
            since = time.perf_counter()
            await crowd.reader()
            told.reopened.append(1000 * (time.perf_counter() - since))

        await crowd.each(40, reopened)
    finally:
        told.lost = sum(learner.lost for learner in crowd.learners)
        told.errors = dict(crowd.errors)
        for learner in crowd.learners:
            learner.close()
        ours.stop()
    return told
