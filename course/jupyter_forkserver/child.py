"""What a forked process does to become a process of its own, and then a kernel."""

import atexit
import gc
import importlib.util
import os
import random
import resource
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jupyter_forkserver import hooks, warm
from jupyter_forkserver.config import LAUNCHER
from jupyter_forkserver.protocol import Message

ORPHANED = 1  # exit code of a kernel whose server has gone; ipykernel's own, too


def run(  # noqa: PLR0913, PLR0917, all that a kernel is made of
    request: Message,
    descriptors: Sequence[int],
    made: warm.Shell | warm.Cold,
    setup: Message,
    owner: int,
    bound: Callable[[], None],
) -> int:
    """Be a kernel until it is shut down; return its exit code.

    Args:
        request: What the provisioner asked for: "connection_file", "env", "cwd",
            "independent".
        descriptors: Two, to be standard output and error.
        made: The warm kernel.
        setup: The fork server's configuration.
        owner: A pidfd of the Jupyter server's process.
        bound: To be called when clients may connect.
    """
    separate(request, descriptors, setup)
    if made.shell is not None:
        made.shell.init_environment()  # TERM, PAGER…: a shell sets them where it is made
    if request["independent"]:
        os.close(owner)
    else:
        _end_with(owner)
    launcher = importlib.util.find_spec(LAUNCHER)
    name = (launcher and launcher.origin) or LAUNCHER
    sys.argv = [name, "-f", request["connection_file"]]
    app = made.finish(request["connection_file"])
    if setup["after_fork"]:
        hooks.find(setup["after_fork"])(app.kernel, setup["options"])
    bound()
    try:
        app.start()
    finally:
        warm.leave(app)
    return 0


def separate(request: Message, descriptors: Sequence[int], setup: Message) -> None:
    """Give up what a forked process shares with its parent and its siblings."""
    os.setsid()
    default_signals()
    # SIGINT stays ignored: ipykernel takes it while a cell runs, and only then.
    _stdio(descriptors)
    write_environment(request["env"], setup["added"])
    time.tzset()
    os.chdir(request["cwd"])
    _soft_limit(setup["soft_limit"])
    _expendable(setup["oom_score_adj"])
    reseed()
    # What was there before the fork stays frozen: looking at it would unshare it.
    gc.enable()


def default_signals() -> None:
    """Undo the fork server's signal handling, except that SIGINT stays ignored."""
    for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _stdio(descriptors: Sequence[int]) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for number, descriptor in enumerate(descriptors, start=1):
        os.dup2(descriptor, number)
        os.close(descriptor)


def write_environment(asked: dict[str, str], added: dict[str, str]) -> None:
    """Replace this process's environment by what a kernel was asked to have.

    Args:
        asked: All of it, exactly.
        added: What importing the modules has set, kept where nothing else was asked.
    """
    wanted = {**added, **asked}
    here = os.environ.copy()  # read once: each look at os.environ decodes anew
    for name in here.keys() - wanted.keys():
        del os.environ[name]
    for name, value in wanted.items():
        if here.get(name) != value:
            os.environ[name] = value


def _soft_limit(soft: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _expendable(score: int) -> None:
    """Let the system, when memory ends, take this kernel before the server."""
    try:
        Path("/proc/self/oom_score_adj").write_text(str(score), encoding="ascii")
    except OSError:  # a system without it, or a score below our parent's
        return


def reseed() -> None:
    """Give each kernel its own chance.

    `secrets`, `uuid4` and `random.SystemRandom` ask the system each time, `random`
    reseeds itself after a fork, and OpenSSL notices one; they are told all the same,
    where that costs nothing. A numpy Generator made before the fork cannot be found.
    """
    random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(None)  # the legacy global state
    ssl = sys.modules.get("ssl")
    if ssl is not None:
        ssl.RAND_add(os.urandom(32), 32.0)
    uuid = sys.modules.get("uuid")
    if uuid is not None:
        # libuuid keeps a clock sequence per process, which a fork copies; Python's own
        # way draws one for each uuid1.
        vars(uuid)["_generate_time_safe"] = None
        vars(uuid)["_last_timestamp"] = None
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        vars(tempfile)["_name_sequence"] = None
        vars(tempfile)["tempdir"] = None  # TMPDIR may be another here


def _end_with(owner: int) -> None:
    """End this process when the Jupyter server's ends, however that came about."""

    def watch() -> None:
        waiting = select.poll()
        waiting.register(owner, select.POLLIN)
        waiting.poll()
        os._exit(ORPHANED)

    thread = threading.Thread(target=watch, name="Jupyter server's end", daemon=True)
    # As ipykernel marks its threads: a debugger that stops all others leaves it going.
    vars(thread).update(pydev_do_not_trace=True, is_pydev_daemon_thread=True)
    thread.start()


def finish(code: int) -> None:
    """Leave without taking the interpreter down, which would unshare all its memory."""
    try:
        _private(threading, "_shutdown")()  # joins threads that are not daemons
        _private(atexit, "_run_exitfuncs")()
    except BaseException:  # noqa: BLE001, whatever a cell registered, this is the end
        traceback.print_exc(file=sys.__stderr__)
    for stream in (sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # the reader has gone, or a cell closed it
            continue
    os._exit(code)


def _private(module: Any, name: str) -> Callable[[], None]:  # noqa: ANN401, a module
    """Return what multiprocessing also takes from these modules for its children."""
    found: Callable[[], None] = getattr(module, name, lambda: None)
    return found
