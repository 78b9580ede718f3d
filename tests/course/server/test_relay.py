import asyncio

import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from academy.server.relay import V1, frame

pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("protocol", [V1, None], ids=["v1", "json"])
@pytest.mark.parametrize("channel", ["shell", "control"])
def test_a_page_cannot_have_code_run(served, learner, tmp_path, protocol, channel):
    made = tmp_path / "made"
    code = {"code": f"open({str(made)!r}, 'w')", "silent": False, "store_history": False}

    async def try_it():
        page = learner(served.url, protocol).start()
        await page.connect()
        for kind in ("execute_request", "debug_request", "inspect_request", 7):
            await page.say(kind, code, channel)
        return await page.answered()

    heard = asyncio.run(try_it())
    assert not made.exists()
    assert {kind for _, kind, _ in heard} <= {
        "iopub_welcome",
        "kernel_info_reply",
        "status",
    }


@pytest.mark.parametrize("protocol", [V1, None], ids=["v1", "json"])
def test_what_is_no_message_harms_nobody(quick_served, learner, protocol):
    async def try_it():
        page = learner(quick_served.url, protocol).start()
        await page.connect()
        # The longest count that fits made Jupyter Server's own reader fill the memory.
        nonsense = [b"", b"\x00" * 7, b"\x7f" + b"\xff" * 200, b"\x06" + bytes(60)]
        for one in nonsense:
            await page.wire.write_message(one, binary=True)
        return await page.answered()

    assert "kernel_info_reply" in {kind for _, kind, _ in asyncio.run(try_it())}


@pytest.mark.parametrize("mode", ["quick_served", "plain_served"])
def test_what_the_kernel_says_arrives_whole_and_in_order(request, learner, mode):
    url = request.getfixturevalue(mode).url

    async def try_it():
        page = learner(url).start()
        await page.connect()
        asked = [await page.say("kernel_info_request", {}) for _ in range(100)]
        states, replies = [], []
        while len(replies) < 100 or len(states) < 200:
            channel, header, parent, content = await page.hear()
            if parent.get("msg_id") not in asked:
                continue
            if header["msg_type"] == "status":
                states.append((parent["msg_id"], content["execution_state"]))
            elif channel == "shell":
                replies.append(parent["msg_id"])
        return asked, states, replies

    asked, states, replies = asyncio.run(try_it())
    assert replies == asked
    assert states == [(one, state) for one in asked for state in ("busy", "idle")]


def test_being_at_work_is_noted_and_being_connected_is_not(quick_served, learner):
    async def try_it():
        page = learner(quick_served.url).start()
        await page.connect()

        async def used():
            await page.answered()
            return page.ask(f"/api/kernels/{page.kernel}")["last_activity"]

        first = await used()
        second = await used()
        await page.say("comm_msg", {"comm_id": "nobody", "data": {}})
        return first, second, await used()

    first, second, third = asyncio.run(try_it())
    assert first == second < third


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 300_000])
def test_a_frame_is_read_by_others_as_it_was_meant(size):
    payload = bytes(i % 251 for i in range(size))

    class Says(WebSocketHandler):
        def open(self):
            self.ws_connection.stream.write(frame(payload) + frame(b"and more"))

    async def read():
        server = HTTPServer(Application([("/", Says)]))
        sock, port = bind_unused_port()
        server.add_socket(sock)
        wire = await websocket_connect(f"ws://127.0.0.1:{port}/")
        heard = [await wire.read_message(), await wire.read_message()]
        wire.close()
        server.stop()
        return heard

    assert asyncio.run(read()) == [payload, b"and more"]
