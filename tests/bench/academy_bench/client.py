"""A learner without a browser: opens a Voila page and speaks to its kernel as one would."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import struct
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    websocket_connect,
)

from academy_bench.contenders import Contender

V1 = "v1.kernel.websocket.jupyter.org"  # what a browser speaks
PATIENCE = 120  # seconds
LARGEST = 50_000_000  # bytes
SNAPSHOT = re.compile(
    r'<script id="snapshot" type="application/json">(.*?)</script>', re.DOTALL
)
AsyncHTTPClient.configure(None, max_clients=2000, max_body_size=LARGEST)


class Lost(Exception):  # noqa: N818  a session ended, and why
    """The kernel or its server went away."""


class Learner:
    """One session, held open until `close`."""

    def __init__(self, contender: Contender) -> None:
        self.contender = contender
        self.replies = [one["id"] for one in contender.module.scene["replies"]]
        self.exercise = contender.module.scene["id"]
        self.session = uuid.uuid4().hex
        self.cookies: dict[str, str] = {}
        self.answers = 0
        self.lost = 0
        self.kernel = ""
        self.wire: WebSocketClientConnection

    async def open(self) -> Learner:
        """Fetch the page, get its kernel, connect to it and know the first exercise."""
        page = await self._fetch(self.contender.url)
        text = page.body.decode()
        self._keep_cookies(page)
        if config := SNAPSHOT.search(text):
            # The page carries its widgets, and its kernel starts when it is asked for.
            config = json.loads(config[1])
            start = self.contender.base + config["startUrl"]
            self.kernel = json.loads((await self._fetch(start, post=True)).body)["id"]
            await self._connect()
            self.view = self._first_exercise(config["states"])
            return self
        named = re.search(r'"kernelId":\s*"([^"]+)"', text)
        if named is None:
            raise Lost("the page names no kernel")
        self.kernel = named[1]
        await self._connect()
        self.view = self._first_exercise(await self._states())
        return self

    async def answer(self) -> float:
        """Send an answer; return the seconds until what Python says is here."""
        since = time.perf_counter()
        try:
            await self._answer()
        except (Lost, WebSocketClosedError):
            self.lost += 1
            await self._connect()  # as a page does, and says it again
            await self._answer()
        return time.perf_counter() - since

    async def _answer(self) -> None:
        while not self.inbox.empty():
            self._open_letter(self.inbox.get_nowait())
        self.answers += 1
        chosen = [self.replies[self.answers % len(self.replies)]]
        form = {"chosen": chosen, "pick": chosen[0], "written": ""}
        answer = {"n": self.answers, "answer": {"chosen": chosen, "written": ""}}
        state = {"response": answer | {"form": form}}
        data = {"method": "update", "state": state, "buffer_paths": []}
        await self._send("comm_msg", {"comm_id": self.view, "data": data})
        while True:
            content = await self._heard("comm_msg")
            # `saved` follows the feedback and, unlike it, differs at each answer.
            saved = content["data"].get("state", {}).get("saved") or {}
            if content["comm_id"] == self.view and saved.get("n") == self.answers:
                if saved["state"] != "kept":
                    raise Lost(f"an answer was {saved['state']}")
                return

    def close(self) -> None:
        if hasattr(self, "wire"):
            self.wire.close()

    async def _fetch(self, url: str, *, post: bool = False) -> HTTPResponse:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "X-XSRFToken": self.cookies.get("_xsrf", "")}
        return await AsyncHTTPClient().fetch(
            HTTPRequest(
                url,
                method="POST" if post else "GET",
                body="" if post else None,
                headers=headers,
                request_timeout=PATIENCE,
                connect_timeout=PATIENCE,
            )
        )

    def _keep_cookies(self, page: HTTPResponse) -> None:
        for one in page.headers.get_list("Set-Cookie"):
            name, _, value = one.split(";")[0].partition("=")
            self.cookies[name] = value

    async def _connect(self) -> None:
        base = self.contender.base
        where = f"/api/kernels/{self.kernel}/channels?session_id={self.session}"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        # A new queue, so that the end of an old connection is not taken for this one's.
        self.inbox: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self.wire = await websocket_connect(
            HTTPRequest(
                base.replace("http", "ws") + where,
                headers={"Cookie": cookies, "Origin": base},
                connect_timeout=PATIENCE,
            ),
            # Read at once, whoever waits for it: a full queue leaves pings unanswered.
            on_message_callback=self.inbox.put_nowait,
            max_message_size=LARGEST,
            subprotocols=[V1],
        )
        await self._live()

    async def _live(self) -> None:
        """Ask until the kernel's own broadcasts arrive, as Jupyter's client does."""
        while True:
            await self._send("kernel_info_request", {})
            try:
                async with asyncio.timeout(2):
                    while True:
                        content = await self._heard("status")
                        if content["execution_state"] == "idle":
                            return
            except TimeoutError:
                continue

    async def _states(self) -> dict[str, Any]:
        """Ask the kernel for its widgets, as Voila's page does."""
        control = uuid.uuid4().hex
        opening = {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}
        await self._send("comm_open", opening, version="1.0.0")
        ask = {"comm_id": control, "data": {"method": "request_states"}}
        await self._send("comm_msg", ask)
        while True:
            data = (await self._heard("comm_msg"))["data"]
            if data.get("method") == "update_states":
                return data["states"]

    def _first_exercise(self, states: dict[str, Any]) -> str:
        for comm, model in states.items():
            content = model["state"].get("content")
            if isinstance(content, dict) and content.get("id") == self.exercise:
                return comm
        raise Lost("the page does not hold the first exercise")

    async def _send(self, kind: str, content: dict[str, Any], **metadata: str) -> None:
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": self.session,
            "username": "",
            "version": "5.3",
            "date": datetime.now(UTC).isoformat(),
        }
        parts = [json.dumps(part).encode() for part in (header, {}, metadata, content)]
        await self.wire.write_message(_packed([b"shell", *parts]), binary=True)

    async def _heard(self, kind: str) -> dict[str, Any]:
        """Return the content of the next message of that kind."""
        while True:
            async with asyncio.timeout(PATIENCE):
                raw = await self.inbox.get()
            message = self._open_letter(raw)
            if message and message["msg_type"] == kind:
                return message["content"]

    def _open_letter(self, raw: str | bytes | None) -> dict[str, Any] | None:
        if raw is None:
            raise Lost(
                f"the connection closed, {self.wire.close_code} {self.wire.close_reason}"
            )
        if isinstance(raw, str):
            return None  # not the protocol that was agreed
        _, header, _, _, content, *_ = _unpacked(raw)
        kind = json.loads(header)["msg_type"]
        return {"msg_type": kind, "content": json.loads(content)}


def _packed(parts: list[bytes]) -> bytes:
    """Return a message as Jupyter's v1 WebSocket protocol has it."""
    places = [8 * (len(parts) + 2)]
    for part in parts:
        places.append(places[-1] + len(part))
    numbers = struct.pack(f"<{len(places) + 1}Q", len(places), *places)
    return numbers + b"".join(parts)


def _unpacked(raw: bytes) -> list[bytes]:
    (number,) = struct.unpack_from("<Q", raw)
    places = struct.unpack_from(f"<{number}Q", raw, 8)
    return [raw[start:end] for start, end in itertools.pairwise(places)]
