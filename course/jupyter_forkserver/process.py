"""A kernel's process as the Jupyter server sees it: somebody else's child."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import IO

from jupyter_forkserver.protocol import Inbox, ProtocolError

UNKNOWN = 255  # exit code of a kernel whose fork server did not live to report it
_REPORT = 1.0  # seconds which a fork server has to report the end that a pidfd shows


class ForkedProcess:
    """The part of `subprocess.Popen` that jupyter_client's LocalProvisioner uses.

    Args:
        pid: The process, which must be alive, or not yet reaped.
        connection: The fork server's end of it reports the exit code.
        inbox: What has been read from that connection and holds no whole message.
        stdout: The reading end, if the kernel writes into a pipe.
        stderr: The same.

    Raises:
        ProcessLookupError: There is no such process any more.
    """

    stdin: None = None

    def __init__(
        self,
        pid: int,
        connection: socket.socket | None = None,
        inbox: Inbox | None = None,
        stdout: IO[bytes] | None = None,
        stderr: IO[bytes] | None = None,
    ) -> None:
        self._pidfd, self._connection = -1, connection  # as __del__ needs them, if this
        self._pidfd = os.pidfd_open(pid)  # fails
        self.pid = pid
        self.stdout, self.stderr = stdout, stderr
        self.returncode: int | None = None
        self._inbox = inbox or Inbox()
        self._ended: float | None = None  # when the pidfd said so
        if connection is not None:
            connection.setblocking(False)  # noqa: FBT003

    def __del__(self) -> None:
        self._close()

    def _close(self) -> None:
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel lives."""
        if self.returncode is None:
            code = self._reported()
            if code is None and self._has_ended():
                code = self._unreported()
            if code is not None:
                self.returncode = code
                self._close()
        return self.returncode

    def _reported(self) -> int | None:
        """Return the exit code that the fork server has sent, if it has."""
        if self._connection is None:
            return None
        try:
            data = self._connection.recv(1 << 16)
            messages = self._inbox.feed(data)
        except BlockingIOError:
            return None
        except (OSError, ProtocolError):
            data, messages = b"", []
        for message in messages:
            if isinstance(message.get("exit"), int):
                return int(message["exit"])
        if not data:  # the fork server has gone; the pidfd alone decides from now on
            self._connection.close()
            self._connection = None
        return None

    def _has_ended(self, wait: float = 0) -> bool:
        # Not select.select, which fails from descriptor 1,024 on.
        waiting = select.poll()
        waiting.register(self._pidfd, select.POLLIN)
        return bool(waiting.poll(wait * 1000))

    def _unreported(self) -> int | None:
        """Return the code of a process that has ended, unless its report is on its way."""
        if self._connection is not None:
            now = time.monotonic()
            self._ended = self._ended or now
            if now - self._ended < _REPORT:
                return None
        # An orphan is ours to reap where this server is the container's first process.
        with contextlib.suppress(ChildProcessError):
            found = os.waitid(os.P_PIDFD, self._pidfd, os.WEXITED | os.WNOHANG)
            if found is not None:
                ended = found.si_code == os.CLD_EXITED
                return found.si_status if ended else -found.si_status
        return UNKNOWN

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code.

        Raises:
            subprocess.TimeoutExpired: It lives on after `timeout` seconds.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(f"kernel {self.pid}", timeout or 0)
            if self._has_ended(wait=0.1):
                time.sleep(0.002)  # its report is a moment behind
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel's process, if it lives."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, number)

    def send_group_signal(self, number: int) -> None:
        """Send a signal to the kernel and the processes it has started, if it lives."""
        if self.poll() is None and not self._has_ended():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)  # it leads its group since setsid

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def started(pid: int) -> int | None:
    """Return when a process started, in clock ticks since boot; None if it is gone.

    With it a process id, which the system uses again, names one process for good.
    """
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return int(line.rpartition(")")[2].split()[19])  # field 22 of proc_pid_stat(5)
