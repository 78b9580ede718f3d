"""What is said between a page and its kernel, passed on with as little ado as can be.

Jupyter Server (2.14 to 2.x) reads the header of each message that a kernel sends, and the
content of each status, to limit the rate of what a notebook's author may print; Voila
reads the header again, to keep one kind of message back; and for the culler a second
subscription receives and checks everything once more. Nobody prints here. So the parts of
a message, which is what the v1 protocol sends, go from socket to socket unread.

What a page may say is another matter: of that each header is read.
"""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import zmq
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from jupyter_server.services.kernels.connection.channels import (
    ZMQChannelsWebsocketConnection,
)
from tornado.iostream import StreamClosedError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

V1 = "v1.kernel.websocket.jupyter.org"
AT_ONCE = 64  # messages; then others have their turn
FEWEST, MOST = 6, 1024  # offsets: a channel, four parts, the end; and the buffers
WELCOME = 0.25  # seconds in which a forked kernel greets whoever listens


class Relay(ZMQChannelsWebsocketConnection):
    """One page's connection to its kernel."""

    _new = False

    def create_stream(self) -> None:
        """Connect to the kernel's channels."""
        super().create_stream()
        self._new = True

    def request_kernel_info(self) -> Any:  # noqa: ANN401  a future of one kind or other
        """Ask a kernel which protocol it speaks, unless it is ours and so known."""
        if not self._forked:
            return super().request_kernel_info()
        self._finish_kernel_info({})
        return asyncio.wrap_future(self._kernel_info_future)

    @property
    def _forked(self) -> bool:
        return bool(getattr(self.kernel_manager.provisioner, "forked", False))

    def nudge(self) -> asyncio.Future[None]:
        """Return a future that is done when what the kernel says arrives here.

        A forked kernel is ready, and greets each subscriber (`iopub_welcome`, ipykernel
        7); so there is no need to ask it things until it is heard.
        """
        if not self._forked:
            return super().nudge()
        return asyncio.ensure_future(self._greeted())

    async def _greeted(self) -> None:
        if not self._new:
            return  # channels that were kept while the page was away
        iopub = self.channels["iopub"]
        greeted = asyncio.Event()
        iopub.on_recv(lambda _: greeted.set())
        try:
            await asyncio.wait_for(greeted.wait(), WELCOME)
        except TimeoutError:
            await super().nudge()
        finally:
            if not iopub.closed():
                iopub.stop_on_recv()

    # ------------------------------------------------------------ from page to kernel

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Pass on what the page says, if it is of a kind that pages may say."""
        if isinstance(incoming_msg, str) and self.subprotocol != V1:
            self._used()
            super().handle_incoming_message(incoming_msg)
            return
        # In the older protocol no page of ours sends bytes.
        known = isinstance(incoming_msg, bytes) and self.subprotocol == V1
        message: Any = incoming_msg if known else b""
        try:
            channel, parts = unpack(message)
            kind = json.loads(parts[0])["msg_type"]
        except (ValueError, LookupError, TypeError, RecursionError):
            self.log.warning("a page said something that is no message")
            return
        kernels = self.multi_kernel_manager
        if not isinstance(kind, str) or kind not in kernels.allowed_message_types:
            self.log.warning("a page said something of a kind that none may say")
            return
        stream = self.channels.get(channel)
        if stream is None or stream.closed():
            return
        if kernels.track_message_type(kind):
            self._used()
        self.session.send_raw(stream, parts)

    def _used(self) -> None:
        """Tell the culler that somebody is at work."""
        self.kernel_manager.last_activity = utcnow()

    # ------------------------------------------------------------ from kernel to page

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:  # noqa: ANN401  zmq's
        """Pass on what the kernel says, with what else it has said already."""
        if isinstance(stream, str):
            stream = self.channels[stream]
        if self.subprotocol != V1:
            super().handle_outgoing_message(stream, outgoing_msg)
            return
        frames = [_frame(stream, self.session, outgoing_msg)]
        while len(frames) < AT_ONCE:
            try:
                more = stream.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.ZMQError:  # nothing more, or closed
                break
            frames.append(_frame(stream, self.session, more))
        page: Any = self.websocket_handler
        page.write_frames(frames)


def unpack(message: bytes) -> tuple[str, list[bytes]]:
    """Return a v1 message's channel and parts.

    Jupyter Server's own (2.21 and before) makes as many offsets as the first eight bytes
    say, so that one short message of any page has it take all memory there is.

    Raises:
        ValueError: it is no such message.
    """
    count = int.from_bytes(message[:8], "little")
    start = 8 * (count + 1)
    if not FEWEST <= count <= MOST or len(message) < start:
        raise ValueError("not a v1 message")
    offsets = struct.unpack(f"<{count}Q", message[8:start])
    if offsets[0] != start or list(offsets) != sorted(offsets):
        raise ValueError("the parts of a message follow one another")
    if offsets[-1] != len(message):
        raise ValueError("a message ends with its last part")
    channel, *parts = (message[a:b] for a, b in pairwise(offsets))
    return channel.decode(), parts


def _frame(stream: Any, session: Any, message: list[bytes]) -> bytes:  # noqa: ANN401  Jupyter's
    """Return a message as the page gets it, or nothing if it is not for the page."""
    _, parts = session.feed_identities(message)
    parts = parts[1:]  # the signature is between server and kernel
    if b'"execute_input"' in parts[0]:  # no page shows its code; so Voila has it
        return b""
    payload: bytes = serialize_msg_to_ws_v1(parts, stream.channel)
    return frame(payload)


def frame(payload: bytes) -> bytes:
    """Return one whole binary WebSocket frame, as a server sends it (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:  # noqa: PLR2004  the protocol's own numbers
        head = struct.pack("!BB", 0x82, size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", 0x82, 126, size)
    else:
        head = struct.pack("!BBQ", 0x82, 127, size)
    return head + payload


class RelayHandler(VoilaKernelWebsocketHandler):  # type: ignore[misc]  # untyped
    """A kernel's WebSocket that sends what is ready in one go, and at once.

    Nagle's delay is off: two small messages in a row, which is what a widget's update is,
    otherwise wait for the browser's delayed acknowledgement of the first, some 40 ms.
    """

    async def open(self, kernel_id: str) -> None:
        """Connect to the kernel."""
        self.set_nodelay(True)
        await super().open(kernel_id)

    def get_compression_options(self) -> None:
        """Return nothing: messages go out as they are, and are small."""

    def write_frames(self, frames: Sequence[bytes]) -> None:
        """Send whole frames with one write; to a page that has gone, nothing."""
        if self.ws_connection is None or self.ws_connection.is_closing():
            return
        try:
            self.ws_connection.stream.write(b"".join(frames))
        except StreamClosedError:
            self.log.debug("a page left while its kernel spoke")
