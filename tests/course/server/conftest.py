"""A learner without a browser, who speaks to a kernel as a page does."""

import asyncio
import http.cookiejar
import json
import re
import urllib.request
import uuid

import pytest
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

MODULE = "/modules/02_listening"
V1 = "v1.kernel.websocket.jupyter.org"


class Learner:
    """Opens a module, has its kernel started, and connects to it."""

    def __init__(self, url, protocol=V1):
        self.url, self.protocol = url, protocol
        self.session = uuid.uuid4().hex
        self.cookies = http.cookiejar.CookieJar()
        keeps = urllib.request.HTTPCookieProcessor(self.cookies)
        self.browser = urllib.request.build_opener(keeps)

    def open(self, path=MODULE):
        with self.browser.open(self.url + path, timeout=60) as answer:
            self.text = answer.read().decode()
        return self

    def start(self):
        self.open()
        if found := re.search(r'"kernelId": "([0-9a-f-]{36})"', self.text):
            self.kernel = found[1]
            return self
        where = re.search(r'"startUrl":"([^"]+)"', self.text)[1]
        token = next(one.value for one in self.cookies if one.name == "_xsrf")
        request = urllib.request.Request(self.url + where, data=b"", method="POST")
        request.add_header("X-XSRFToken", token)
        with self.browser.open(request, timeout=60) as answer:
            self.kernel = json.load(answer)["id"]
        return self

    def ask(self, path):
        with self.browser.open(self.url + path, timeout=60) as answer:
            return json.load(answer)

    async def connect(self):
        where = f"/api/kernels/{self.kernel}/channels?session_id={self.session}"
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.cookies)
        request = HTTPRequest(
            self.url.replace("http", "ws", 1) + where,
            headers={"Cookie": cookies, "Origin": self.url},
        )
        self.wire = await websocket_connect(
            request, subprotocols=[self.protocol] if self.protocol else None
        )
        assert self.wire.selected_subprotocol == self.protocol

    async def say(self, kind, content, channel="shell"):
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": self.session,
            "username": "",
            "version": "5.3",
            "date": "2026-01-01T00:00:00Z",
        }
        parts = [header, {}, {}, content]
        if self.protocol:
            packed = [json.dumps(part).encode() for part in parts]
            message = serialize_msg_to_ws_v1(packed, channel)
            await self.wire.write_message(message, binary=True)
        else:
            names = ("header", "parent_header", "metadata", "content")
            message = dict(zip(names, parts, strict=True))
            message |= {"channel": channel, "buffers": []}
            await self.wire.write_message(json.dumps(message))
        return header["msg_id"]

    async def hear(self):
        """Return the next message's channel, header, parent's header and content."""
        async with asyncio.timeout(60):
            raw = await self.wire.read_message()
        assert raw is not None, "the connection was closed"
        if isinstance(raw, bytes):
            channel, parts = deserialize_msg_from_ws_v1(raw)
            header, parent, _, content = (json.loads(part) for part in parts[:4])
            return channel, header, parent, content
        message = json.loads(raw)
        return (
            message["channel"],
            message["header"],
            message["parent_header"],
            message["content"],
        )

    async def answered(self):
        """Ask the kernel a harmless question; return all that is heard until its end.

        The reply and the word that it is idle come by two ways, in either order.
        """
        asked = await self.say("kernel_info_request", {})
        heard, missing = [], {"kernel_info_reply", "idle"}
        while missing:
            channel, header, parent, content = await self.hear()
            heard.append((channel, header["msg_type"], content))
            if parent.get("msg_id") == asked:
                missing -= {header["msg_type"], content.get("execution_state")}
        return heard


@pytest.fixture
def learner():
    """How a test makes a learner: `learner(url)`."""
    return Learner
