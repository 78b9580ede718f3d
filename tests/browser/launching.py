"""Starts a server in a process of its own, for a test or a measurement."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class NotStarted(Exception):  # noqa: N818  it says what happened
    """A server ended or kept silent instead of starting; the message is its log."""


def a_free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def launch(  # noqa: PLR0913  each is one thing about a process
    command: Sequence[str],
    log: Path,
    ready: Callable[[], object],
    *,
    env: Mapping[str, str],
    cwd: Path | None = None,
    patience: float = 60,
) -> "subprocess.Popen[bytes]":
    """Start a server and wait until it is ready.

    Args:
        command: what to run.
        log: the file that what it says is added to.
        ready: asks it something; an OSError means "not yet".
        env: variables besides this process's own.
        cwd: where to run it.
        patience: how long to wait, in seconds.

    Raises:
        NotStarted: it ended, or was not ready in time; it runs no more.
    """
    with log.open("ab") as said:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=os.environ | dict(env),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        try:
            ready()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    end(process)
    raise NotStarted(log.read_text(errors="replace"))


def end(process: "subprocess.Popen[bytes]", patience: float = 15) -> None:
    """Ask a server to leave, and make it if it does not within `patience` seconds."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
