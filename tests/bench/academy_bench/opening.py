"""Opens a page in Chromium as a new visitor does, and measures what that takes."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import psutil
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import Error as BrowserError

from academy_bench.contenders import Contender
from academy_bench.module import ROOT
from academy_bench.processes import all_seconds, at_rest, below, seconds

FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whoever asks for something elsewhere is told at once that there is nothing.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 60_000  # ms
LATE = 1.0  # seconds in which a page may still ask for something after its first answer
REPEATS = 20
SLOW = {
    "offline": False,
    "latency": 40,  # ms
    "downloadThroughput": 20e6 / 8,  # bytes a second
    "uploadThroughput": 5e6 / 8,
}
WAIT = """(awaited) => new Promise((done) => {
    const look = () => window.__bench?.told[awaited] ? done() : setTimeout(look, 50);
    look();
})"""


@dataclass
class Visit:
    """What one opening of a page took; times in ms since the page was asked for."""

    interactive: float | None = None
    answered: float | None = None
    painted: float | None = None
    html: float | None = None
    clicks: int = 0
    requests: int = 0
    bytes: int = 0
    socket_bytes: int = 0
    outside: int = 0
    server_cpu: float | None = None
    kernel_cpu: float | None = None
    left: int = 0
    busy: float = 0
    repeats: list[float] = field(default_factory=list)
    trouble: str = ""


def _chromium() -> str:
    path = ROOT / "course" / "bootstrap.py"
    spec = importlib.util.spec_from_file_location("bootstrap", path)
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    return bootstrap.find_browser()


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        yield browser
        await browser.close()


class _Wire:
    """Counts what a page asks for and what comes over the wire, by Chromium's own word."""

    def __init__(self, visit: Visit, base: str) -> None:
        self.visit, self.base = visit, base
        self.asked: set[str] = set()

    async def listen(self, page: Page, *, slow: bool) -> None:
        wire = await page.context.new_cdp_session(page)
        await wire.send("Network.enable")
        if slow:
            await wire.send("Network.emulateNetworkConditions", SLOW)
        wire.on("Network.requestWillBeSent", self._asks)
        wire.on("Network.loadingFinished", self._came)
        wire.on("Network.webSocketFrameReceived", self._heard)

    def _asks(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if url.startswith(self.base):
            self.visit.requests += 1
            self.asked.add(event["requestId"])
        elif not url.startswith(("data:", "blob:", "about:")):
            self.visit.outside += 1

    def _came(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.asked:
            self.visit.bytes += int(event["encodedDataLength"])

    def _heard(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        length = len(frame["payloadData"])
        # What is not text comes here as base64.
        self.visit.socket_bytes += length if frame["opcode"] == 1 else length * 3 // 4


async def visit(
    context: BrowserContext,
    contender: Contender,
    *,
    slow: bool = False,
    repeats: int = 0,
    keep: bool = False,
) -> Visit:
    """Open the contender's page, answer its first exercise, and leave unless `keep`.

    Where nobody answers, the exercise is only waited for.
    """
    made = Visit()
    awaited = "answered" if contender.answers else "interactive"
    page = await context.new_page()
    await page.add_init_script(contender.probe())
    await _Wire(made, contender.base).listen(page, slow=slow)
    there = len(below(contender.pid))
    server, tree = seconds(contender.pid), all_seconds([contender.pid])
    made.busy = psutil.cpu_percent(0.2)
    try:
        await page.goto(contender.url, wait_until="commit", timeout=PATIENCE)
        # Playwright's own waiting evaluates text, which our page's policy forbids.
        await asyncio.wait_for(page.evaluate(WAIT, awaited), PATIENCE / 1000)
    except BrowserError as error:
        made.trouble = error.message.splitlines()[0]
    except TimeoutError:
        made.trouble = f"not {awaited} in {PATIENCE / 1000:.0f} s"
    await _read(page, made)
    if keep:
        return made
    await asyncio.sleep(LATE)
    await at_rest([contender.pid])
    made.server_cpu = 1000 * (seconds(contender.pid) - server)
    made.kernel_cpu = 1000 * (all_seconds([contender.pid]) - tree) - made.server_cpu
    if repeats and contender.answers and not made.trouble:
        made.repeats = await page.evaluate("(n) => window.__bench.repeat(n)", repeats)
    made.left = await _leave(page, contender, there)
    return made


async def _read(page: Page, made: Visit) -> None:
    told = await page.evaluate(
        """() => ({
            ...window.__bench?.told,
            html: performance.getEntriesByType("navigation")[0]?.responseEnd,
            painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
        })"""
    )
    for name in ("interactive", "answered", "painted", "html"):
        setattr(made, name, told.get(name))
    made.clicks = told.get("clicks", 0)


async def _leave(page: Page, contender: Contender, there: int) -> int:
    """Go elsewhere, so that the page can end its kernel; return how many are left."""
    await page.goto("about:blank")
    left = 0
    for _ in range(10):
        left = len(below(contender.pid)) - there
        if left <= 0:
            break
        await asyncio.sleep(0.2)
    await page.close()
    return max(0, left)


@dataclass
class Opens:
    """All counted visits to one contender."""

    cold: list[Visit] = field(default_factory=list)
    warm: list[Visit] = field(default_factory=list)
    slow: list[Visit] = field(default_factory=list)


async def open_once(  # noqa: PLR0913  each is a choice of the run
    browser: Browser,
    contender: Contender,
    opens: Opens,
    *,
    warm: bool,
    slow: bool,
    repeats: int,
) -> None:
    """Visit as somebody new; then again with what the browser kept; then, slowly."""
    context = await browser.new_context()
    try:
        opens.cold.append(await visit(context, contender, repeats=repeats))
        contender.fresh()
        if warm:
            await at_rest([contender.pid])
            opens.warm.append(await visit(context, contender))
            contender.fresh()
    finally:
        await context.close()
    if slow:
        await at_rest([contender.pid])
        context = await browser.new_context()
        try:
            opens.slow.append(await visit(context, contender, slow=True))
        finally:
            await context.close()
        contender.fresh()
