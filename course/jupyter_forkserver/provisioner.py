"""The kernel provisioner: kernels from a fork server, or launched as ever."""

import contextlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Self

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Dict, Float, Int, List, Unicode

from jupyter_forkserver import process, servers
from jupyter_forkserver.forkserver import NotForked
from jupyter_forkserver.process import ForkedProcess

# Of Popen's many arguments a forked process can do these.
_UNDERSTOOD = {
    "cwd",
    "env",
    "extra_arguments",
    "independent",
    "kernel_id",
    "stderr",
    "stdin",
    "stdout",
}


class ForkServerProvisioner(LocalProvisioner):
    """Forks kernels from a warm process where it can; otherwise a LocalProvisioner.

    Attributes:
        forked: Whether the last launch was a fork.
        fallback: Why it was not, if it was not.
    """

    enabled = Bool(default_value=True, help="Fork kernels; otherwise launch them.").tag(
        config=True
    )
    start_timeout = Float(
        30.0, help="Seconds to wait for a fork server that is starting."
    ).tag(config=True)
    fork_timeout = Float(
        20.0, help="Seconds to wait for a forked kernel to open its sockets."
    ).tag(config=True)

    # The kernelspec's words, which the factory hands over; `config.Config.of` reads them.
    imports = List(Unicode(), help="Modules to import before the fork.")
    prepare = Unicode(None, allow_none=True, help="Hook to call once before the fork.")
    after_fork = Unicode(None, allow_none=True, help="Hook to call in each kernel.")
    options = Dict(help="What both hooks are given.")
    watch = List(Unicode(), help="Files and folders whose change replaces the server.")
    oom_score_adj = Int(300, help="How readily the system kills a kernel, 0-1000.")

    forked: bool = False
    fallback: str | None = None
    process: Any = None

    _said: set[tuple[str, str]] = set()  # noqa: RUF012, of all kernels: each reason once

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401, Popen's
        """Fork a kernel, or launch it if that cannot be."""
        try:
            forked = await self._fork(cmd, kwargs)
        except NotForked as reason:
            self.forked, self.fallback = False, str(reason)
            self._warn(f"forking no kernel: {reason}; launching it in the ordinary way")
            info: KernelConnectionInfo = await super().launch_kernel(cmd, **kwargs)
            return info
        self.forked, self.fallback = True, None
        self.process = forked
        self.pid = self.pgid = forked.pid  # it has called setsid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    def _warn(self, message: str) -> None:
        """Say it aloud the first time, and softly when it comes again."""
        key = (self.kernel_spec.display_name, message)
        (self.log.debug if key in self._said else self.log.warning)("%s: %s", *key)
        self._said.add(key)

    async def _fork(self, cmd: list[str], wanted: Mapping[str, Any]) -> ForkedProcess:
        if not self.enabled:
            raise NotForked("ForkServerProvisioner.enabled is False")
        self._check(cmd, wanted)
        server = servers.start(self.kernel_spec)
        environment = dict(wanted["env"])
        if not server.config.takes(environment):
            raise NotForked("its environment differs in what counts at a process's start")
        if not await server.ready(self.start_timeout):
            raise NotForked(server.error or "the fork server needs too long to start")
        for warning in server.warnings:
            self._warn(warning)
        independent = bool(wanted.get("independent"))
        if not independent:  # as jupyter_client.launcher has it
            environment["JPY_PARENT_PID"] = str(os.getpid())
        request = {
            "connection_file": cmd[self.kernel_spec.argv.index("-f") + 1],
            # Relative to ours, not to the fork server's.
            "cwd": os.path.abspath(str(wanted.get("cwd") or ".")),  # noqa: ASYNC240, PTH100
            "env": environment,
            "independent": independent,
        }
        with _Streams(wanted.get("stdout"), wanted.get("stderr")) as streams:
            forked = await server.fork(request, streams.theirs, self.fork_timeout)
            forked.stdout, forked.stderr = streams.keep()
        return forked

    def _check(self, cmd: list[str], wanted: Mapping[str, Any]) -> None:
        unknown = wanted.keys() - _UNDERSTOOD
        if unknown:
            raise NotForked(f"no fork takes {', '.join(sorted(unknown))}")
        if len(cmd) != len(self.kernel_spec.argv):
            raise NotForked("it is to have arguments of its own")
        if wanted.get("stdin") not in {None, subprocess.DEVNULL, subprocess.PIPE}:
            raise NotForked("it is to read from a standard input")

    # ------------------------------------------------------------ when it has started

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and to the processes that it has started."""
        if isinstance(self.process, ForkedProcess):
            # The fork server may have reaped it, and its number be another's by now.
            self.process.send_group_signal(signum)
        else:
            await super().send_signal(signum)

    async def get_provisioner_info(self) -> dict[str, Any]:
        """Return what another server would need to take the kernel over."""
        info: dict[str, Any] = await super().get_provisioner_info()
        if self.forked and self.pid is not None:
            info.update(forked=True, started=process.started(self.pid))
        return info

    async def load_provisioner_info(self, provisioner_info: dict[str, Any]) -> None:
        """Take a kernel over that another server has started, if it still lives.

        Only an `independent` kernel outlives its server. Its exit code stays unknown.
        """
        await super().load_provisioner_info(provisioner_info)
        pid = provisioner_info.get("pid")
        if provisioner_info.get("forked") and isinstance(pid, int):
            self.forked, self.process = True, None
            with contextlib.suppress(ProcessLookupError):
                found = ForkedProcess(pid)
                # Looked at after the pidfd has it, the number is that process's own.
                if process.started(pid) == provisioner_info.get("started"):
                    self.process = found


class _Streams:
    """The descriptors that become a kernel's standard output and error."""

    def __init__(self, stdout: Any, stderr: Any) -> None:  # noqa: ANN401, as Popen's
        self._opened: list[int] = []
        self._pipes: list[IO[bytes] | None] = []
        out = self._theirs(stdout, 1)
        if stderr == subprocess.STDOUT:
            self._pipes.append(None)
            self.theirs = [out, out]
        else:
            self.theirs = [out, self._theirs(stderr, 2)]

    def _theirs(self, wanted: Any, inherited: int) -> int:  # noqa: ANN401, as Popen's
        pipe = None
        if wanted == subprocess.PIPE:
            reading, number = os.pipe()
            self._opened.append(number)
            pipe = os.fdopen(reading, "rb")
        elif wanted == subprocess.DEVNULL or (wanted is None and not _is_open(inherited)):
            number = os.open(os.devnull, os.O_RDWR)
            self._opened.append(number)
        elif wanted is None:
            number = inherited
        else:
            number = wanted if isinstance(wanted, int) else wanted.fileno()
        self._pipes.append(pipe)
        return number

    def keep(self) -> tuple[IO[bytes] | None, IO[bytes] | None]:
        """Hand over the reading ends, which otherwise are closed."""
        out, err = self._pipes
        self._pipes = []
        return out, err

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in self._opened:
            os.close(number)
        for pipe in self._pipes:
            if pipe is not None:
                pipe.close()


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
