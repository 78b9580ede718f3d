"""Learners who write, lose their kernel or server, and say again what was not answered."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import re
import secrets
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import psutil
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from academy_bench.client import SNAPSHOT, Learner, Lost
from academy_bench.contenders import Academy
from academy_bench.module import Module
from academy_bench.processes import all_seconds

Trait = Literal["draft", "response"]

SILENCE = 8.0  # seconds until a page takes silence for "not saved", as sending.js
TRIES = 60
LOST = (Lost, WebSocketClosedError, HTTPClientError, OSError, TimeoutError)


@dataclass
class Said:
    """Something that was sent, and when Python said that it is kept.

    Attributes:
        ms: from when it was sent first to when "saved" arrived.
        sends: how often it was sent.
    """

    trait: Trait
    page: str
    n: int
    text: str
    ms: float
    sends: int


@dataclass
class Kept:
    """What one learner was told is saved, and what went wrong on the way.

    Attributes:
        errors: what "refused" or "failed" said.
    """

    said: list[Said] = field(default_factory=list)
    kernels: int = 0
    errors: list[str] = field(default_factory=list)


class Writer(Learner):
    """A learner with one page open, as `sending.js` and `link.js` speak for them."""

    def __init__(self, contender: Any) -> None:
        super().__init__(contender)
        self.page, self.n = secrets.token_hex(8), 0
        self.kept = Kept()

    @property
    def learner(self) -> str:
        """Return the id in the cookie, which is signed and not secret to its owner."""
        (cookie,) = (v for k, v in self.cookies.items() if k.startswith("academy-learner"))
        return re.search(r"learner-[0-9a-f]+", _decoded(cookie))[0]

    async def open(self) -> Writer:
        """Open the page and get a kernel, however often that takes."""
        await self._again(self._open)
        return self

    async def _open(self) -> None:
        page = await self._fetch(self.contender.url)
        self._keep_cookies(page)
        found = SNAPSHOT.search(page.body.decode())
        if found is None:
            await self._plain(page.body.decode())
            return
        config = json.loads(found[1])
        start = self.contender.base + config["startUrl"]
        answer = await self._fetch(start, post=True)
        self.kernel = json.loads(answer.body)["id"]
        self.kept.kernels += 1
        await self._connect()
        self.view = self._first_exercise(config["states"])

    async def _plain(self, text: str) -> None:
        named = re.search(r'"kernelId":\s*"([^"]+)"', text)
        if named is None:
            raise Lost("the page names no kernel")
        self.kernel = named[1]
        self.kept.kernels += 1
        await self._connect()
        self.view = self._first_exercise(await self._states())

    async def _again(self, act: Any) -> None:
        for turn in range(TRIES):
            self.close()
            try:
                async with asyncio.timeout(20 + turn):
                    await act()
            except LOST:
                await asyncio.sleep(random.uniform(0.2, 1.0))
            else:
                return
        raise Lost("the Academy did not come back")

    async def say(self, trait: Trait, text: str) -> Said:
        """Send words until they are acknowledged; return what it took."""
        self.n += 1
        form = {"pick": self.replies[0], "written": text}
        message: dict[str, Any] = {"n": self.n, "page": self.page, "form": form}
        if trait == "response":
            message["answer"] = {"chosen": [self.replies[0]], "written": text}
        since, sends = time.perf_counter(), 0
        while True:
            sends += 1
            try:
                state, says = await self._once(trait, message | {"again": sends})
            except LOST:
                await self._again(self._open)
                continue
            if state == "kept":
                break
            self.kept.errors.append(says)
            if len(self.kept.errors) > TRIES:
                raise Lost(f"nothing is kept any more: {says}")
            await asyncio.sleep(0.5)  # and the learner presses "Try again"
        ms = 1000 * (time.perf_counter() - since)
        said = Said(trait, self.page, self.n, text, ms, sends)
        self.kept.said.append(said)
        return said

    async def _once(self, trait: Trait, message: dict[str, Any]) -> tuple[str, str]:
        while not self.inbox.empty():
            self._open_letter(self.inbox.get_nowait())
        data = {"method": "update", "state": {trait: message}, "buffer_paths": []}
        await self._send("comm_msg", {"comm_id": self.view, "data": data})
        async with asyncio.timeout(SILENCE):
            while True:
                content = await self._heard("comm_msg")
                saved = content["data"].get("state", {}).get("saved") or {}
                if content["comm_id"] == self.view and saved.get("n") == message["n"]:
                    return saved["state"], saved.get("says", "")


def _decoded(cookie: str) -> str:
    value = cookie.strip('"').split("|")[4].split(":")[1]
    return base64.b64decode(value).decode()


@dataclass
class Load:
    """What many learners at once have met with.

    Attributes:
        acknowledged: drafts and answers that were said to be saved.
        lost: acknowledged answers that the store has not, or has twice.
        errors: what was refused or failed, and how often.
        again: how many messages had to be sent more than once.
        median, p95, most: ms from sending to "saved".
        cores: processors in use by the server and its kernels, on average.
        busy: percent of the machine in use before the run.
    """

    learners: int
    seconds: float
    acknowledged: int
    answers: int
    lost: int
    errors: dict[str, int]
    again: int
    median: float
    p95: float
    most: float
    cores: float
    busy: float

    def __str__(self) -> str:
        return (
            f"{self.learners} learners at once, {self.seconds:.0f} s: "
            f"{self.acknowledged} acknowledged ({self.answers} answers), {self.lost} lost, "
            f"{sum(self.errors.values())} errors, {self.again} sent again; "
            f"saved after {self.median:.0f} ms (median), {self.p95:.0f} ms (95th "
            f"percentile), {self.most:.0f} ms at most; {self.cores:.1f} cores "
            f"(machine {self.busy:.0f} % busy before)."
        )


COMING = 30  # seconds within which all come
STAYING = 60  # seconds that each writes


async def load(number: int, work: Path, say: Callable[[str], object]) -> Load:
    """Let `number` learners open a page, write with autosave and answer, at once."""
    course = Academy(Module(), "academy", "--sessions", str(number + 10))
    busy = psutil.cpu_percent(2)
    course.start(work)
    try:
        chance = random.Random(7)  # the same crowd in each run
        writers = [Writer(course) for _ in range(number)]
        before, since = all_seconds([course.pid]), time.perf_counter()
        say(f"  {number} learners come within {COMING} s and write for {STAYING} s")
        coming = [_learn(one, random.Random(chance.random())) for one in writers]
        await asyncio.gather(*coming)
        took = time.perf_counter() - since
        cores = (all_seconds([course.pid]) - before) / took
        for one in writers:
            one.close()
    finally:
        course.stop()
    return _found(writers, course.data / "academy.db", took, cores, busy)


async def _learn(writer: Writer, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0, COMING))
    await writer.open()
    until, text = time.perf_counter() + STAYING, ""
    while time.perf_counter() < until:
        for _ in range(chance.randint(2, 4)):
            await asyncio.sleep(chance.uniform(1.5, 4))  # autosave waits for a pause
            text += "a few more words "
            await writer.say("draft", text)
        await writer.say("response", text)


def _found(
    writers: list[Writer], store: Path, took: float, cores: float, busy: float
) -> Load:
    said = [one for writer in writers for one in writer.kept.said]
    with closing(sqlite3.connect(store)) as db:
        rows = db.execute("SELECT uid FROM records WHERE what = 'response'").fetchall()
    kept = Counter(uid for (uid,) in rows)
    answers = [f"{one.page}.{one.n}" for one in said if one.trait == "response"]
    ms = [one.ms for one in said]
    return Load(
        learners=len(writers),
        seconds=took,
        acknowledged=len(said),
        answers=len(answers),
        lost=sum(kept[uid] != 1 for uid in answers),
        errors=dict(Counter(why for one in writers for why in one.kept.errors)),
        again=sum(one.sends > 1 for one in said),
        median=statistics.median(ms),
        p95=statistics.quantiles(ms, n=20)[-1],
        most=max(ms),
        cores=cores,
        busy=busy,
    )


def write(folder: Path, found: Load) -> str:
    """Write what a run has found; return what the terminal shows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "learners.json").write_text(json.dumps(asdict(found), indent=1) + "\n")
    (folder / "learners.md").write_text(f"# Many learners at once\n\n{found}\n")
    return str(found)
