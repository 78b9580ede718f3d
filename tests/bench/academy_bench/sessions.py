"""Holds many sessions open at once: what they cost, and how they are answered."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import psutil
from playwright.async_api import Browser
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketError

from academy_bench.client import Learner, Lost
from academy_bench.contenders import Contender
from academy_bench.opening import visit
from academy_bench.processes import MB, at_rest, below, kernels, pss

AT_ONCE = 4
A_KERNEL_MB = 60  # until one has been weighed
SPARE_MB = 1500  # what must stay free on the machine
CALM = 8  # seconds in which every session answers once a second
HARD = 4  # seconds in which every session answers as soon as it is answered
TROUBLES = (Lost, OSError, TimeoutError, HTTPClientError, WebSocketError)


@dataclass
class Level:
    """What `opened` sessions at once cost; memory in MB, times in ms."""

    wanted: int
    opened: int = 0
    processes: int = 0
    kernels: float = 0
    server: float = 0
    opens_per_second: float | None = None
    answer: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)
    answers_per_second: float | None = None
    lost: int = 0  # connections that broke and were made again, so far
    trouble: str = ""

    @property
    def session(self) -> float:
        return self.kernels + self.server


class Held:
    """Sessions of one contender, opened by the light client or by the browser."""

    def __init__(self, contender: Contender, browser: Browser) -> None:
        self.contender, self.browser = contender, browser
        self.learners: list[Learner] = []
        self.pages = 0
        self.trouble = ""

    def __len__(self) -> int:
        return len(self.learners) or self.pages

    async def grow(self, to: int) -> float:
        """Open sessions until there are `to`; return how many opened a second."""
        limit = asyncio.Semaphore(AT_ONCE if self.contender.speaks else 1)
        one = self._learner if self.contender.speaks else self._page
        wanted, had, since = to - len(self), len(self), time.perf_counter()
        await asyncio.gather(*(one(limit) for _ in range(wanted)))
        return (len(self) - had) / (time.perf_counter() - since)

    async def _learner(self, limit: asyncio.Semaphore) -> None:
        async with limit:
            made = Learner(self.contender)
            try:
                self.learners.append(await made.open())
            except TROUBLES as error:
                made.close()
                self.trouble = self.trouble or f"{type(error).__name__}: {error}"

    async def _page(self, limit: asyncio.Semaphore) -> None:
        async with limit:
            context = await self.browser.new_context()
            made = await visit(context, self.contender, keep=True)
            if made.trouble:
                self.trouble = self.trouble or made.trouble
            else:
                self.pages += 1

    async def alone(self, times: int = 20) -> list[float]:
        """Return how long one session waits for its answers while all others rest."""
        took = []
        for learner in (self.learners * times)[:times]:
            took.append(1000 * await learner.answer())
            await asyncio.sleep(0.1)
        return took

    async def together(self, seconds: float, gap: float) -> list[float]:
        """Return all answering times while every session answers each `gap` seconds."""
        took: list[float] = []
        until = time.perf_counter() + seconds

        async def go_on(learner: Learner, after: float) -> None:
            await asyncio.sleep(after)
            while time.perf_counter() < until:
                spent = await learner.answer()
                took.append(1000 * spent)
                await asyncio.sleep(max(0, gap - spent))

        await self._each(lambda at, learner: go_on(learner, gap * at / len(self.learners)))
        return took

    async def _each(self, act: Callable[[int, Learner], Awaitable[Any]]) -> None:
        acts = (act(at, learner) for at, learner in enumerate(self.learners))
        for done in await asyncio.gather(*acts, return_exceptions=True):
            if isinstance(done, TROUBLES):
                self.trouble = self.trouble or f"{type(done).__name__}: {done}"
            elif isinstance(done, BaseException):
                raise done

    async def close(self) -> None:
        for learner in self.learners:
            learner.close()
        for context in self.browser.contexts:
            await context.close()


async def hold(
    contender: Contender, browser: Browser, levels: list[int], say: Callable[[str], None]
) -> list[Level]:
    """Measure a contender that has just been started, at each number of sessions."""
    held, told = Held(contender, browser), []
    await _warm(contender, browser)
    idle = pss(contender.pid)
    try:
        for wanted in levels:
            told.append(await _reach(held, Level(wanted), idle, told[-1:]))
            say(f"  {contender.name}: {_summary(told[-1])}")
            if told[-1].opened < wanted:
                break
    finally:
        await held.close()
    return told


async def _reach(held: Held, level: Level, idle: float, before: list[Level]) -> Level:
    """Open as many sessions as `level` wants, weigh them, and have them answer."""
    each = before[0].session if before else A_KERNEL_MB
    free = psutil.virtual_memory().available / MB / MB
    if each * (level.wanted - len(held)) + SPARE_MB > free:
        level.trouble = "not enough memory"
        return level
    rate = await held.grow(level.wanted)
    await at_rest([held.contender.pid])
    level.opened = len(held)
    _weigh(level, held.contender.pid, idle)
    if held.learners:
        level.opens_per_second = rate  # a browser's own work would be most of it
        try:
            level.answer = await held.alone()
            level.loaded = await held.together(CALM, 1)
            level.answers_per_second = len(await held.together(HARD, 0)) / HARD
        except TROUBLES as error:
            held.trouble = held.trouble or f"{type(error).__name__}: {error}"
    level.lost = sum(learner.lost for learner in held.learners)
    level.trouble = held.trouble
    return level


def _summary(level: Level) -> str:
    if not level.opened:
        return level.trouble
    said = f"{level.opened} sessions, {level.session:.1f} MB each"
    if level.loaded:
        said += f", answered in {statistics.median(level.loaded):.0f} ms"
    return said


async def _warm(contender: Contender, browser: Browser) -> None:
    """Have one visit before the server is weighed, so that it has imported all."""
    context = await browser.new_context()
    await visit(context, contender)
    await context.close()
    contender.fresh()
    await at_rest([contender.pid])


def _weigh(level: Level, pid: int, idle: float) -> None:
    others = below(pid)
    level.processes = len(others)
    level.server = max(0.0, pss(pid) - idle) / max(1, level.opened)
    # Whatever shares the work, such as a fork server, is among them; kernels that wait, or
    # that an earlier visit left behind, are as large as the others and counted with them.
    idle_kernels = max(0, kernels(pid) - level.opened)
    level.kernels = sum(map(pss, others)) / max(1, level.opened + idle_kernels)
