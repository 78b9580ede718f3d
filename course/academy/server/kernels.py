"""Kernels for many learners: how many there may be, and when an idle one ends."""

from __future__ import annotations

import os
import resource
from pathlib import Path
from typing import Any

import zmq
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Int, Set, Unicode, default
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

SESSION_MB = 20  # memory that a forked kernel may come to use; measured: 14
PLAIN_SESSION_MB = 70  # and one that is launched; measured: 50
SPARE = 0.25  # the share of memory that stays free for everything else
FILES_PER_KERNEL = 20  # descriptors in this process; measured: 15
FILES_FOR_REST = 256


class LearnersKernelManager(AsyncMappingKernelManager):
    """Ends idle kernels, also those whose page is open if the page can ask for another."""

    most = Int(1, help="How many kernels there may be at once.").tag(config=True)
    revivable = Set(Unicode(), help="Kernels whose page asks for a new one by itself.")

    @default("context")
    def _context_default(self) -> zmq.Context[Any]:
        context: zmq.Context[Any] = super()._context_default()
        # Its usual limit of 1,023 sockets is reached by 170 kernels.
        context.set(zmq.MAX_SOCKETS, context.get(zmq.SOCKET_LIMIT))
        return context

    def full(self) -> bool:
        """Return whether no further kernel may be started now."""
        return len(self) >= self.most

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody has used for long."""
        # Jupyter Server has one switch for all; ours depends on the page.
        self.cull_connected = kernel_id in self.revivable
        await super().cull_kernel_if_idle(kernel_id)
        if kernel_id not in self:
            self.revivable.discard(kernel_id)


class QuickWebsocketHandler(VoilaKernelWebsocketHandler):  # type: ignore[misc]  # untyped
    """A kernel's WebSocket without Nagle's delay.

    Two small messages in a row, which is what a widget's update is, otherwise wait for
    the browser's delayed acknowledgement of the first: some 40 ms a click.
    """

    async def open(self, kernel_id: str) -> None:
        """Connect to the kernel."""
        self.set_nodelay(True)
        await super().open(kernel_id)


def room(*, plain: bool) -> int:
    """Return for how many kernels at once this machine has memory."""
    megabytes = _available() * (1 - SPARE)
    return max(1, int(megabytes / (PLAIN_SESSION_MB if plain else SESSION_MB)))


def make_room(sessions: int) -> int:
    """Let this process hold what `sessions` kernels need; return how many it can hold.

    A kernel costs the server some file descriptors, and the usual limit of 1,024 would
    end at about 50 of them.
    """
    wanted = FILES_FOR_REST + sessions * FILES_PER_KERNEL
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and wanted > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    if soft == resource.RLIM_INFINITY:
        return sessions
    return min(sessions, max(1, (soft - FILES_FOR_REST) // FILES_PER_KERNEL))


def _available() -> float:
    """Return the memory at hand, in megabytes, also within a container's limit."""
    sizes = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**20]
    sizes += [
        int(line.split()[1]) / 1024
        for line in _lines(Path("/proc/meminfo"))
        if line.startswith("MemAvailable:")
    ]
    sizes += [
        int(line) / 2**20
        for line in _lines(Path("/sys/fs/cgroup/memory.max"))
        if line.isdigit()
    ]
    return min(sizes)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []
