"""The fork servers of this process: one for each configuration."""

import atexit
import contextlib
import os
import sys
import threading
from typing import Any

from jupyter_forkserver.config import Config, UnsuitableKernelspec
from jupyter_forkserver.forkserver import ForkServer, NotForked

SWITCH = "JUPYTER_FORKSERVER"  # set to "off", no server is started

_servers: dict[Config, ForkServer] = {}
_owner = os.getpid()
_guard = threading.RLock()


def unsupported() -> str | None:
    """Return why this system cannot fork kernels, or None if it can."""
    if os.environ.get(SWITCH, "").lower() in {"off", "0", "no", "false"}:
        return f"switched off by {SWITCH}"
    if sys.platform != "linux":
        return f"no fork server on {sys.platform}"
    if not (hasattr(os, "fork") and hasattr(os, "pidfd_open")):
        return "this Python has no os.fork or no os.pidfd_open"
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as error:  # before Linux 5.3, or in some sandboxes
        return f"this system has no pidfd: {error}"
    return None


def start(spec: Any) -> ForkServer:  # noqa: ANN401, a KernelSpec
    """Return a kernelspec's fork server: the running one, or one that starts now.

    Call it ahead of the first kernel, and again whenever the files may have changed:
    a stale server is replaced, and leaves when its last kernel has.

    Raises:
        NotForked: The kernelspec or the system does not allow it.
    """
    reason = unsupported()
    if reason is not None:
        raise NotForked(reason)
    try:
        config = Config.of(spec)
    except UnsuitableKernelspec as error:
        raise NotForked(str(error)) from error
    with _guard:
        _forget_after_fork()
        return _get(config)


def _get(config: Config, *, at_once: bool = False) -> ForkServer:
    server = _servers.get(config)
    if server is None or not server.worth_keeping(at_once=at_once):
        # Never a new branch from a base that has read what has changed since.
        base = None if config == config.base else _get(config.base, at_once=True)
        if server is not None:
            server.retire()
        server = _servers[config] = ForkServer(config, base)
    return server


def _forget_after_fork() -> None:
    """In a fork of the Jupyter server, leave its fork servers to it."""
    global _owner  # noqa: PLW0603, one per process, like the servers
    if _owner != os.getpid():
        _owner = os.getpid()
        _servers.clear()


def running() -> list[ForkServer]:
    """Return this process's fork servers that are alive."""
    with _guard:
        return [server for server in _servers.values() if server.alive()]


def retire_all() -> None:
    """Let go of all fork servers of this process, as at its end."""
    with _guard:
        if _owner == os.getpid():
            for server in _servers.values():
                server.retire()
        _servers.clear()


atexit.register(retire_all)
with contextlib.suppress(AttributeError):  # no fork on this system
    # A forked copy must not remove its parent's folders when it ends.
    os.register_at_fork(after_in_child=_servers.clear)
