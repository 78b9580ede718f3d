"""A fork server as the Jupyter server sees it: start, ask, let go."""

import asyncio
import os
import secrets
import select
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_forkserver import protocol, stamps
from jupyter_forkserver.config import Config, at_start
from jupyter_forkserver.process import ForkedProcess

RETRY = 60.0  # seconds until a server that could not start is tried again
SEND = 2.0  # seconds for a fork server to take a request in
LOOK = 1.0  # seconds between two looks at the watched files
_BACKLOG = 1024  # kernels that may be asked for at the same moment
_PATH_LIMIT = 100  # bytes; the system's limit for a Unix socket's path is 107

# One thread each before the fork, as a fork copies only one; and few arenas, as each
# thread of each kernel would otherwise get its own from the C library.
_LEAN = {
    "MALLOC_ARENA_MAX": "2",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class NotForked(RuntimeError):  # noqa: N818, reads as what it is
    """A kernel cannot be forked; it has to be launched in the ordinary way."""


class ForkServer:
    """One fork server of this process.

    Attributes:
        config: What it was started for.
        identity: A name that no other server, past or future, has.
        pid: Its process, once it is ready.
        warm: Whether it forks from a complete shell, once it is ready.
        warnings: What it had to do without, once it is ready.
        error: Why it could not start, if it could not.
    """

    def __init__(self, config: Config, base: "ForkServer | None" = None) -> None:
        self.config, self._base = config, base
        self.identity = secrets.token_hex(8)
        self.pid: int | None = None
        self.warm = False
        self.warnings: list[str] = []
        self.error: str | None = None
        self._hello: protocol.Message | None = None
        self._lock = threading.Lock()
        self._stamps = stamps.take(config.watch)
        self._looked = self._began = time.monotonic()
        self._description: object = None
        self._described = False
        self._folder: str | None = None
        self._life: socket.socket | None = None
        self._branch: socket.socket | None = None
        try:
            self._start()
        except OSError as error:
            self._fail(f"{type(error).__name__}: {error}")

    # ------------------------------------------------------------------- its process

    def _start(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="forkserver-")  # mode 0700
        if len(os.fsencode(self._folder)) > _PATH_LIMIT:
            Path(self._folder).rmdir()
            self._folder = tempfile.mkdtemp(prefix="forkserver-", dir="/tmp")
        self._path = str(Path(self._folder, "s"))
        self._life, theirs = socket.socketpair()
        listen = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs, listen:
            listen.bind(self._path)
            # Until now only the folder's mode kept others out; nobody listened yet.
            Path(self._path).chmod(0o600)
            listen.listen(_BACKLOG)
            if self._base is None:
                self._run(listen, theirs)
            else:
                self._ask_for_branch(self._base, listen, theirs)

    def _run(self, listen: socket.socket, theirs: socket.socket) -> None:
        assert self._life is not None  # noqa: S101, set just before
        owner = os.pidfd_open(os.getpid())
        try:
            passed = [listen.fileno(), theirs.fileno(), owner]
            names = ("--listen", "--life", "--owner")
            numbers = [f"{name}={fd}" for name, fd in zip(names, passed, strict=True)]
            process = subprocess.Popen(
                [
                    *(self.config.python, *self.config.flags),
                    *("-m", "jupyter_forkserver.server", *numbers),
                ],
                pass_fds=passed,
                env=_environment(self.config),
                stdin=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        finally:
            os.close(owner)
        # Whenever it ends, it is reaped, also long after it was retired.
        threading.Thread(target=process.wait, daemon=True, name="fork server").start()
        protocol.send(self._life, self.config.setup())

    def _ask_for_branch(
        self, base: "ForkServer", listen: socket.socket, theirs: socket.socket
    ) -> None:
        """Have the base fork itself; it gets to that when it is warm."""
        if base.error is not None:
            raise ConnectionError(base.error)
        self._branch = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._branch.settimeout(5)
        self._branch.connect(base._path)  # noqa: SLF001, the same class
        request = {"do": "branch", "setup": self.config.setup()}
        protocol.send(self._branch, request, [listen.fileno(), theirs.fileno()])

    # ------------------------------------------------------------------ how it fares

    def alive(self) -> bool:
        """Whether it may be asked for kernels, now or once it is ready."""
        with self._lock:
            if self._life is None:
                return False
            waiting = select.poll()
            waiting.register(self._life, select.POLLIN)
            if not waiting.poll(0):
                return True
            if self._hello is None:
                return self._take_hello()
            # It says nothing after its hello, so this is its end.
            self._fail("it has ended")
            return False

    def _take_hello(self) -> bool:
        assert self._life is not None  # noqa: S101, alive() has looked
        self._life.settimeout(5)
        try:
            hello, _ = protocol.receive(self._life, protocol.REPLY_LIMIT)
        except (OSError, EOFError, protocol.ProtocolError) as error:
            base = self._base
            why = None if base is None or base.alive() else base.error
            self._fail(why or f"it ended as it started ({type(error).__name__})")
            return False
        self._hello = hello
        self._stamps = hello["stamps"]
        if "error" in hello:
            self._fail(str(hello["error"]))
            return False
        self.pid, self.warm = hello["pid"], hello["warm"]
        self.warnings = list(hello["warnings"])
        return True

    def _fail(self, reason: str) -> None:
        if self.error is None:
            self.error = reason
        self.retire()

    def stale(self, *, at_once: bool = False) -> bool:
        """Whether a file that it has read is no longer what it was.

        Looks at most once a second, or `at_once`.
        """
        now = time.monotonic()
        if now - self._looked < LOOK and not at_once:
            return False
        self._looked = now
        return bool(stamps.take(self._stamps) != self._stamps)

    def worth_keeping(self, *, at_once: bool = False) -> bool:
        """Whether to go on with it rather than start another."""
        alive = self.alive()  # first, as its hello says which files it has read
        if self.stale(at_once=at_once):
            return False
        if alive:
            return True
        # What could not start would not start now either; what has ended, would.
        return self.pid is None and time.monotonic() - self._began < RETRY

    async def ready(self, within: float = 30) -> bool:
        """Wait until it is warm; False if it has failed or is not so `within` seconds."""
        end = time.monotonic() + within
        while self.alive():
            if self._hello is not None:
                return True
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.02)
        return False

    # --------------------------------------------------------------- what it is asked

    async def describe(self, within: float = 30) -> Any:  # noqa: ANN401, JSON
        """Return what the prepare hook returned; None without one, or if not `warm`.

        Raises:
            NotForked: The server is not ready `within` seconds, or went.
        """
        if not self._described:
            if not await self.ready(within):
                raise NotForked(self.error or "the fork server needs too long to start")
            question = {"do": "describe"}
            try:
                reply = await asyncio.to_thread(protocol.ask, self._path, question)
            except (OSError, EOFError, protocol.ProtocolError) as error:
                raise NotForked(f"no description: {error!r}") from error
            self._description, self._described = reply["prepared"], True
        return self._description

    async def fork(
        self, request: Mapping[str, object], descriptors: Sequence[int], within: float
    ) -> ForkedProcess:
        """Fork a kernel; return once clients may connect to it.

        Raises:
            NotForked: It was refused, it ended before that, or `within` seconds passed.
        """
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        forked: list[ForkedProcess] = []
        try:
            async with asyncio.timeout(within):
                await _connect(connection, self._path)
                # Into the socket's buffer, which holds more than an environment; only
                # a server that has stopped and a huge one would make this wait.
                connection.settimeout(SEND)
                protocol.send(connection, {"do": "kernel", **request}, descriptors)
                return await _bound(connection, forked)
        except BaseException as error:
            for process in forked:
                process.kill()
            connection.close()
            if isinstance(error, (OSError, protocol.ProtocolError)):
                raise NotForked(f"{type(error).__name__}: {error}") from error
            raise

    def retire(self) -> None:
        """Ask for no more kernels; it leaves when its last one has."""
        for sock in (self._life, self._branch):
            if sock is not None:
                sock.close()
        self._life = self._branch = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


async def _connect(connection: socket.socket, path: str) -> None:
    connection.setblocking(False)  # noqa: FBT003
    while True:
        try:
            connection.connect(path)
        except BlockingIOError:  # a thousand others are waiting already
            await asyncio.sleep(0.01)
        else:
            return


async def _bound(connection: socket.socket, forked: list[ForkedProcess]) -> ForkedProcess:
    """Wait until a kernel says that it may be connected to; add it to `forked` before."""
    connection.setblocking(False)  # noqa: FBT003
    loop, inbox, bound = asyncio.get_running_loop(), protocol.Inbox(), False
    while not (forked and bound):
        data = await loop.sock_recv(connection, 1 << 16)
        if not data:
            raise NotForked("the fork server closed the connection")
        for message in inbox.feed(data):
            if "error" in message or "exit" in message:
                raise NotForked(f"the forked kernel said {message}")
            bound = bound or "bound" in message
            if "pid" in message:
                forked.append(ForkedProcess(message["pid"], connection, inbox))
    return forked[0]


def _environment(config: Config) -> dict[str, str]:
    settled = at_start(os.environ)
    rest = {name: value for name, value in os.environ.items() if name not in settled}
    for name in ("JPY_PARENT_PID", "JPY_SESSION_NAME", "PYTHONEXECUTABLE"):
        rest.pop(name, None)
    return {**rest, **dict(config.environment), **_LEAN}
