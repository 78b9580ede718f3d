"""Learners who write, lose their kernel or server, and say again what was not answered."""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from academy_bench.client import SNAPSHOT, Learner, Lost

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
    import base64  # noqa: PLC0415  here alone

    value = cookie.strip('"').split("|")[4].split(":")[1]
    return base64.b64decode(value).decode()
