"""The fork server: one warm process without threads, forked once for each kernel.

`python -m jupyter_forkserver.server --listen N --life N --owner N` is started by
`forkserver.ForkServer`, which passes three descriptors: the listening socket, one end of
a socket pair that says when the Jupyter server has lost interest, and a pidfd of that
server's process.
"""

import argparse
import os
import resource
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from jupyter_forkserver import child, freezing, hooks, protocol, stamps, warm

REQUEST_TIMEOUT = 2.0  # seconds for a client to say, whole, what it wants


class Server:
    """One fork server, either fresh or forked from another.

    Args:
        setup: The configuration, as `config.Config.setup` gives it, and more.
        listen: Where requests come in.
        life: To the Jupyter server, for the first word ("hello") and for its end.
        owner: A pidfd of the Jupyter server.
    """

    def __init__(
        self,
        setup: protocol.Message,
        listen: socket.socket,
        life: socket.socket,
        owner: int,
    ) -> None:
        self.setup, self._listen, self._life, self._owner = setup, listen, life, owner
        self._path = listen.getsockname()
        self._kids: dict[int, tuple[int, socket.socket]] = {}  # by pidfd
        self._selector = selectors.DefaultSelector()
        self._retiring = False
        self._made: warm.Shell | warm.Cold | None = None
        self._prepared: object = None

    # ------------------------------------------------------------------ warming up

    def start(self, made: warm.Shell | warm.Cold | None = None) -> protocol.Message:
        """Get warm, from nothing or from what another server `made`; return the hello.

        Raises:
            freezing.Refused: A thread has been left running, which a fork would lose.
            Exception: Whatever the prepare hook raised.
        """
        # Before anything is read, so that a change during the start is not missed.
        watched = stamps.take(self.setup["watch"])
        warnings: list[str] = []
        if made is None:
            made, warnings = self._warm()
        if made.shell is None:
            warnings.append(str(warm.tested()))
        elif self.setup["prepare"]:
            hook = hooks.find(self.setup["prepare"])
            self._prepared = hook(made.shell, self.setup["options"])
            protocol.pack({"prepared": self._prepared})  # fails here if it is not JSON
            freezing.close_loops()
            os.chdir("/")
        if self.setup["after_fork"]:
            hooks.find(self.setup["after_fork"])
        self._made = made
        if isinstance(made, warm.Shell):
            made.list_files()
        freezing.alone()
        freezing.freeze()
        # What a base has read counts as it was then.
        read = stamps.take(stamps.imported_files())
        self.setup["read"] = {**read, **self.setup.get("read", {})}
        return {
            "pid": os.getpid(),
            "warm": made.shell is not None,
            "warnings": warnings,
            "stamps": {**self.setup["read"], **watched},
        }

    def _warm(self) -> tuple[warm.Shell | warm.Cold, list[str]]:
        before = dict(os.environ)
        arguments: Sequence[str] = self.setup["arguments"]
        made = warm.Cold(arguments) if warm.tested() else warm.Shell(arguments)
        # ipywidgets registers its comm targets, and others their formatters, as they
        # are imported, and only where there is a shell: so the shell comes first.
        warnings = [f"not imported: {line}" for line in warm.load(self.setup["imports"])]
        if isinstance(made, warm.Shell):
            made.settle()
        self.setup["added"] = {
            name: value for name, value in os.environ.items() if before.get(name) != value
        }
        child.reseed()  # loads OpenSSL's generator, 2.4 MB, once for all
        return made, warnings

    # --------------------------------------------------------------------- serving

    def serve(self) -> NoReturn:
        """Answer requests and report ended kernels, until nobody needs that any more."""
        self._watch(self._listen, self._accept)
        self._watch(self._life, self._retire)
        self._watch(self._owner, self._retire)
        while not (self._retiring and not self._kids):
            for key, _ in self._selector.select():
                # One event may have closed what the next one is about.
                if key.fd in self._selector.get_map():
                    key.data()
        self._leave()

    def _watch(self, source: Any, answer: Callable[[], None]) -> None:  # noqa: ANN401
        self._selector.register(source, selectors.EVENT_READ, answer)

    def _leave(self, code: int = 0) -> NoReturn:
        path = Path(self._path)
        try:
            path.unlink(missing_ok=True)
            path.parent.rmdir()
        except OSError:  # the Jupyter server has removed it, or is about to
            pass
        os._exit(code)

    def _retire(self) -> None:
        """Take no more requests; stay for the kernels that are left, to reap them."""
        self._retiring = True
        for source in (self._listen, self._life, self._owner):
            self._selector.unregister(source)
        self._listen.close()
        self._life.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listen.accept()
        except OSError:  # it left before its turn
            return
        # The folder keeps others out; root gets through a folder's mode, and so does
        # whoever was handed a descriptor.
        if protocol.peer_uid(connection) not in {os.getuid(), 0}:
            connection.close()
            return
        connection.settimeout(REQUEST_TIMEOUT)
        try:
            request, descriptors = protocol.receive(connection)
        except (OSError, EOFError, protocol.ProtocolError):
            connection.close()
            return
        try:
            self._answer(connection, request, descriptors)
        except OSError as error:  # no descriptor, no memory, no process left
            _tell(connection, {"error": str(error)})
            connection.close()
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _answer(
        self, connection: socket.socket, request: protocol.Message, descriptors: list[int]
    ) -> None:
        kinds: dict[object, tuple[int, Callable[..., NoReturn]]] = {
            "kernel": (2, self._be_kernel),
            "branch": (2, self._be_branch),
        }
        kind = request.get("do")
        if kind == "describe":
            _tell(connection, {"prepared": self._prepared, "pid": os.getpid()})
            connection.close()
        elif kind in kinds and len(descriptors) == kinds[kind][0]:
            self._fork(connection, lambda: kinds[kind][1](connection, request, descriptors))
        else:
            _tell(connection, {"error": f"{kind!r} is not done here"})
            connection.close()

    def _fork(self, connection: socket.socket, become: Callable[[], NoReturn]) -> None:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                self._let_go()
                become()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
            except BaseException as error:  # noqa: BLE001, nothing may get back to the loop
                traceback.print_exc(file=sys.__stderr__)
                _tell(connection, {"error": f"{type(error).__name__}: {error}"})
            finally:
                child.finish(code)
        pidfd = os.pidfd_open(pid)
        self._kids[pidfd] = (pid, connection)
        self._watch(pidfd, lambda: self._reap(pidfd))
        _tell(connection, {"pid": pid})

    def _reap(self, pidfd: int) -> None:
        self._selector.unregister(pidfd)
        pid, connection = self._kids.pop(pidfd)
        os.close(pidfd)
        _, status = os.waitpid(pid, 0)
        _tell(connection, {"exit": os.waitstatus_to_exitcode(status)})
        connection.close()

    # -------------------------------------------------------------- in a new process

    def _let_go(self) -> None:
        """Close what belongs to the fork server alone."""
        self._selector.close()
        self._listen.close()
        self._life.close()
        for pidfd, (_, connection) in self._kids.items():
            os.close(pidfd)
            connection.close()
        self._kids.clear()

    def _be_kernel(
        self, connection: socket.socket, request: protocol.Message, descriptors: list[int]
    ) -> NoReturn:
        def bound() -> None:
            protocol.send(connection, {"bound": True})
            connection.close()

        assert self._made is not None  # noqa: S101, `start` comes before `serve`
        code = child.run(request, descriptors, self._made, self.setup, self._owner, bound)
        raise SystemExit(code)

    def _be_branch(
        self, connection: socket.socket, request: protocol.Message, descriptors: list[int]
    ) -> NoReturn:
        connection.close()
        os.setsid()
        setup = {**self.setup, **request["setup"]}
        listen, life = (socket.socket(fileno=os.dup(fd)) for fd in descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        run(Server(setup, listen, life, self._owner), self._made)


def run(server: Server, made: warm.Shell | warm.Cold | None = None) -> NoReturn:
    """Start a server, say hello, and serve to the end of this process."""
    try:
        hello = server.start(made)
    except Exception as error:  # noqa: BLE001, told to the Jupyter server, which falls back
        traceback.print_exc()
        files = stamps.take([*stamps.imported_files(), *server.setup["watch"]])
        hello = {"error": f"{type(error).__name__}: {error}", "stamps": files}
    life = server._life  # noqa: SLF001, this module's own
    _tell(life, hello)
    if "error" in hello:
        server._leave(1)  # noqa: SLF001
    server.serve()


def _tell(connection: socket.socket, message: protocol.Message) -> None:
    try:
        protocol.send(connection, message)
    except OSError:  # it no longer wants to know
        return


def main() -> NoReturn:
    """Run the process that `forkserver.ForkServer` has started."""
    parser = argparse.ArgumentParser()
    for name in ("--listen", "--life", "--owner"):
        parser.add_argument(name, type=int, required=True)
    given = parser.parse_args()
    # `python -m` put the working directory first, where it is "/" and nothing of ours.
    del sys.path[0]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a kernel's interrupt is its own
    os.set_inheritable(given.owner, False)  # noqa: FBT003
    listen, life = (socket.socket(fileno=fd) for fd in (given.listen, given.life))
    for sock in (listen, life):
        sock.set_inheritable(False)
    setup, _ = protocol.receive(life)
    # Two descriptors a kernel: the usual soft limit of 1,024 would end at 500.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    setup["soft_limit"] = soft
    run(Server(setup, listen, life, given.owner))


if __name__ == "__main__":
    # Under its own name: a hook that imports this module must find the running one.
    from jupyter_forkserver.server import main as entry

    entry()
