"""Kernels for many learners: how many there may be, and how one comes to its end."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # ipykernel has it installed
import zmq
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from traitlets import Dict, Int, Set, Unicode, default

try:
    import resource
except ImportError:  # Windows, which has no such limits either
    resource = None  # type: ignore[assignment]

SESSION_MB = 24  # memory that a forked kernel may come to use; measured: 18 to 21
PLAIN_SESSION_MB = 70  # and one that is launched; measured: 58
SPARE = 0.25  # the share of memory that stays free for everything else
FILES_PER_KERNEL = 20  # descriptors in this process; measured: 15
FILES_FOR_REST = 256
REPORT = 2.0  # seconds until a kernel that has ended is known to have, at the latest


class LearnersKernel(ServerKernelManager):
    """A kernel whose end is noticed when it comes.

    jupyter_client looks every three seconds. Where the system has pidfds it tells us; and
    a kernel whose page asks for a new one by itself is then not started again.
    """

    async def _async_post_start_kernel(self, **options: Any) -> None:  # noqa: ANN401  its base's
        await super()._async_post_start_kernel(**options)
        pid: Any = getattr(self.provisioner, "pid", None)
        try:
            pidfd = os.pidfd_open(pid)
        except (AttributeError, OSError, TypeError):
            return  # then every three seconds has to do
        asyncio.get_running_loop().add_reader(pidfd, self._ended, pidfd)

    post_start_kernel = _async_post_start_kernel  # type: ignore[assignment]  # as upstream

    def _ended(self, pidfd: int) -> None:
        asyncio.get_running_loop().remove_reader(pidfd)
        os.close(pidfd)
        self._ending = asyncio.ensure_future(self._end())

    async def _end(self) -> None:
        """Have the end dealt with now, as at jupyter_client's next look."""
        until = asyncio.get_running_loop().time() + REPORT
        while await self.is_alive():  # its exit code is a moment behind
            if asyncio.get_running_loop().time() > until:
                return
            await asyncio.sleep(0.005)
        asked_for = self.shutting_down or not self.has_kernel
        if asked_for or self._restarter is None:
            return
        self.stop_restarter()  # or both of us might start it anew
        if self.kernel_id in getattr(self.parent, "revivable", ()):
            self._restarter.restart_limit = 0
        await self._restarter.poll()


class LearnersKernelManager(AsyncMappingKernelManager):
    """Ends idle kernels, also those whose page is open if the page can ask for another."""

    most = Int(1, help="How many kernels there may be at once.").tag(config=True)
    revivable = Set(Unicode(), help="Kernels whose page asks for a new one by itself.")
    owners = Dict(help="Whose each kernel is.")

    @default("kernel_manager_class")
    def _kernel_manager_class_default(self) -> str:
        return f"{__name__}.LearnersKernel"

    @default("context")
    def _context_default(self) -> zmq.Context[Any]:
        context: zmq.Context[Any] = super()._context_default()
        # Its usual limit of 1,023 sockets is reached by 170 kernels.
        context.set(zmq.MAX_SOCKETS, context.get(zmq.SOCKET_LIMIT))
        return context

    def full(self) -> bool:
        """Return whether no further kernel may be started now."""
        return len(self) >= self.most

    def start_watching_activity(self, kernel_id: str) -> None:
        """Begin to count how long nobody has used a kernel.

        Not, as upstream, with a second subscription to all that the kernel says: it is
        used when its page says something, which the relay notes.
        """
        kernel: Any = self.get_kernel(kernel_id)
        kernel.reason = ""
        kernel.execution_state = "idle"
        kernel.last_activity = utcnow()

    def remove_kernel(self, kernel_id: str) -> Any:  # noqa: ANN401  a LearnersKernel
        """Forget a kernel that has ended, and whose it was."""
        self.owners.pop(kernel_id, None)
        self.revivable.discard(kernel_id)
        return super().remove_kernel(kernel_id)

    def _handle_kernel_died(self, kernel_id: str) -> None:
        # Upstream only forgets it, and so keeps its sockets.
        self._burying = asyncio.ensure_future(self.shutdown_kernel(kernel_id, now=True))

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody has used for long."""
        # Jupyter Server has one switch for all; ours depends on the page.
        self.cull_connected = kernel_id in self.revivable
        await super().cull_kernel_if_idle(kernel_id)


def room(*, plain: bool) -> int:
    """Return for how many kernels at once this machine has memory."""
    megabytes = _available() * (1 - SPARE)
    return max(1, int(megabytes / (PLAIN_SESSION_MB if plain else SESSION_MB)))


def make_room(sessions: int) -> int:
    """Let this process hold what `sessions` kernels need; return how many it can hold.

    A kernel costs the server some file descriptors, and the usual limit of 1,024 would
    end at about 50 of them.
    """
    if resource is None:
        return sessions
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
    sizes: list[float] = [psutil.virtual_memory().available / 2**20]
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:  # no container, or no Linux
        limit = ""
    if limit.isdigit():
        sizes.append(int(limit) / 2**20)
    return min(sizes)
