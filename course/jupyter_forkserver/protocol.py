"""What the fork server and its clients say to each other: length-prefixed JSON."""

import json
import os
import socket
import struct
from collections.abc import Mapping, Sequence
from typing import Any

REQUEST_LIMIT = 1 << 20  # bytes; an environment is rarely over 100 kB
REPLY_LIMIT = 1 << 28  # bytes; what a prepare hook returned can hold whole pages
MAX_DESCRIPTORS = 8
_HEADER = struct.Struct("!I")
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid

Message = dict[str, Any]


class ProtocolError(Exception):
    """The other side said something that is not in the protocol, or left halfway."""


def pack(message: Mapping[str, object]) -> bytes:
    """Return one message as it goes over the wire."""
    body = json.dumps(message).encode()
    return _HEADER.pack(len(body)) + body


def send(
    sock: socket.socket, message: Mapping[str, object], descriptors: Sequence[int] = ()
) -> None:
    """Send one message over a blocking socket, with open descriptors if need be.

    Raises:
        OSError: The other side has gone, or did not read within the socket's timeout.
    """
    data = pack(message)
    sent = socket.send_fds(sock, [data], descriptors) if descriptors else sock.send(data)
    if sent < len(data):  # an answered socket may be closed: not even b"" can be sent
        sock.sendall(data[sent:])


def receive(sock: socket.socket, limit: int = REQUEST_LIMIT) -> tuple[Message, list[int]]:
    """Read one message and the descriptors that came with it from a blocking socket.

    Raises:
        EOFError: The other side closed the socket without a word.
        ProtocolError: It was no JSON object, longer than `limit`, or cut short.
        OSError: Nothing came within the socket's timeout.
    """
    head, descriptors, _, _ = socket.recv_fds(sock, _HEADER.size, MAX_DESCRIPTORS)
    try:
        for descriptor in descriptors:  # recv_fds does not hand its flags on
            os.set_inheritable(descriptor, False)  # noqa: FBT003
        return _rest(sock, head, limit), descriptors
    except BaseException:
        for descriptor in descriptors:
            os.close(descriptor)
        raise


def _rest(sock: socket.socket, head: bytes, limit: int) -> Message:
    if not head:
        raise EOFError("the other side has closed the connection")
    head += _exactly(sock, _HEADER.size - len(head))
    (length,) = _HEADER.unpack(head)
    if length > limit:
        raise ProtocolError(f"a message of {length} bytes; {limit} are allowed")
    return _decode(_exactly(sock, length))


def _exactly(sock: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = sock.recv(min(length - len(parts), 1 << 16))
        if not part:
            raise ProtocolError("a message was cut short")
        parts += part
    return bytes(parts)


def _decode(body: bytes) -> Message:
    try:
        message = json.loads(body)
    except ValueError as error:
        raise ProtocolError(f"not JSON: {error}") from error
    if not isinstance(message, dict):
        raise ProtocolError("not a JSON object")
    return message


class Inbox:
    """Messages put together from bytes as they arrive on a non-blocking socket."""

    def __init__(self, limit: int = REQUEST_LIMIT) -> None:
        self._limit = limit
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        """Take bytes in; return the messages that are now complete.

        Raises:
            ProtocolError: A message is no JSON object or longer than the limit.
        """
        self._bytes += data
        messages = []
        while len(self._bytes) >= _HEADER.size:
            (length,) = _HEADER.unpack_from(self._bytes)
            if length > self._limit:
                raise ProtocolError(f"a message of {length} bytes")
            end = _HEADER.size + length
            if len(self._bytes) < end:
                break
            messages.append(_decode(bytes(self._bytes[_HEADER.size : end])))
            del self._bytes[:end]
        return messages


def peer_uid(sock: socket.socket) -> int:
    """Return the user id of the process at the other end of a Unix socket."""
    raw = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return int(_CREDENTIALS.unpack(raw)[1])


def ask(path: str, message: Mapping[str, object], timeout: float = 10) -> Message:
    """Send one request to the socket at `path` and return the one reply.

    Raises:
        OSError: Nobody listens there, or nothing came within `timeout` seconds.
        EOFError: The request was refused.
        ProtocolError: The reply was not in the protocol.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(timeout)
        sock.connect(path)
        send(sock, message)
        reply, descriptors = receive(sock, REPLY_LIMIT)
        for descriptor in descriptors:
            os.close(descriptor)
        return reply
