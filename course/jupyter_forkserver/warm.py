"""An ipykernel built as far as it can be before the fork, and finished after it."""

import asyncio
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import zmq
from ipykernel import _version
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp

# `Shell.finish` repeats what IPKernelApp.initialize does, in its order: read the new
# version's before widening the range, and run tests/jupyter_forkserver with it.
TESTED = ((7, 0), (7, 5))

# A forked kernel has no history of its own: a hundred of them would write, each from a
# thread, to one SQLite file.
ARGUMENTS = (
    "--HistoryManager.enabled=False",
    "--HistoryManager.hist_file=:memory:",
    "--IPKernelApp.log_level=ERROR",
)

# What a kernel's start and first cell import late, found by comparing sys.modules.
_LATE = (
    "asyncio.selector_events",
    "comm",
    "concurrent.futures.thread",
    "encodings.idna",
    "faulthandler",
    "ipykernel.debugger",
    "ipykernel.eventloops",
    "ipykernel.subshell_manager",
    "IPython.core.completer",
    "IPython.core.history",
    "IPython.core.magics",
    "jupyter_client.localinterfaces",
    "psutil",
    "tornado.platform.asyncio",
    "zmq.asyncio",
    "zmq.eventloop.zmqstream",
)


def tested() -> str | None:
    """Return why this ipykernel's start cannot be split in two, or None if it can."""
    low, high = TESTED
    if low <= _version.version_info[:2] < high:
        return None
    return (
        f"ipykernel {_version.__version__} is untested (not in {low[0]}.{low[1]} to "
        f"{high[0]}.{high[1]}): its modules are imported before the fork, no more"
    )


def load(names: Sequence[str]) -> list[str]:
    """Import modules; return a line for each that cannot be."""
    failed = []
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001, a kernel without it can still start
            failed.append(f"{name}: {type(error).__name__}: {error}")
    return failed


class Cold:
    """ipykernel only imported; each kernel goes through its whole normal start."""

    shell = None

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = list(arguments)
        load(_LATE)

    def finish(self, connection_file: str) -> Any:  # noqa: ANN401, an IPKernelApp
        """Start the kernel in a forked process, up to its event loop."""
        app = IPKernelApp.instance()
        app.initialize(["-f", connection_file, *ARGUMENTS, *self._arguments])
        widgets = sys.modules.get("ipywidgets")
        if widgets is not None:  # imported when there was no shell to register with
            widgets.register_comm_target()
        return app


class Shell:
    """An application and its shell, without sockets, threads or event loops."""

    def __init__(self, arguments: Sequence[str]) -> None:
        from IPython.core.application import BaseIPythonApplication  # noqa: PLC0415

        self.app = app = IPKernelApp.instance()
        app.parent_handle = 0  # the child watches its server itself
        # The part of IPKernelApp.initialize before the first thing that a fork cannot
        # share: command line, configuration, profile.
        BaseIPythonApplication.initialize(app, [*ARGUMENTS, *arguments])
        kernel_class = app.kernel_class
        if kernel_class is not IPythonKernel:
            raise TypeError(f"the kernel's class is {kernel_class}, not ipykernel's own")
        self.shell = app.shell = kernel_class.shell_class.default_value.instance(
            parent=app,
            profile_dir=app.profile_dir,
            user_module=None,
            user_ns={},
            kernel=None,
            compiler_class=kernel_class.compiler_class.default_value,
        )
        app.init_pdb()
        # traitlets lets all lines through to a handler that then drops them: to make a
        # first one, in each kernel, writes to 0.5 MB of what they share.
        app.log.setLevel(app.log_level)
        load(_LATE)
        _settle_classes()

    def settle(self) -> None:
        """Do, once for all kernels, what a kernel's start does with its shell."""
        app, shell = self.app, self.shell
        app.init_path()
        app.init_gui_pylab()
        app.init_extensions()
        app.init_code()
        # One cell warms what every first cell goes through: parser, transformers, hooks.
        shell.run_cell("None;", store_history=False, silent=True)

    def finish(self, connection_file: str) -> Any:  # noqa: ANN401, an IPKernelApp
        """Make a kernel of it in a forked process, up to its event loop."""
        app, shell = self.app, self.shell
        asyncio.set_event_loop(asyncio.new_event_loop())
        app.connection_dir = str(Path(connection_file).parent)  # or it is looked for
        app.connection_file = connection_file
        app.init_blackhole()
        app.init_connection_file()
        app.init_sockets()
        app.init_heartbeat()
        app.write_connection_file()
        app._ports = {  # noqa: SLF001, log_connection_info sets it, and prints
            name: getattr(app, f"{name}_port")
            for name in ("shell", "iopub", "stdin", "hb", "control")
        }
        app.init_io()
        app.init_signal()
        app.user_ns = shell.user_ns
        _init_kernel(app, self.files)
        kernel = app.kernel
        # `shell_class.instance` gave the kernel the shell that was there before it.
        shell.kernel = kernel
        shell.parent = kernel
        # Comms opened before the fork belong to no kernel, and ipywidgets keeps the
        # updates of such comms to itself.
        for comm in kernel.comm_manager.comms.values():
            comm.kernel = kernel
        app.init_shell()
        sys.stdout.flush()
        sys.stderr.flush()
        return app

    def list_files(self) -> None:
        """Note the loaded modules' files, which each kernel's debugger wants to know."""
        files = (getattr(module, "__file__", None) for module in sys.modules.values())
        self.files = [path for path in files if path]


def _settle_classes() -> None:
    """Give zmq's classes the annotations that setting a socket's option looks for.

    pyzmq reads `__annotations__` of a socket's class and of all its bases. Up to Python
    3.13 that makes them where there are none, which changes the class and so marks all
    that derive from it; `typing.Generic` is a base, and 1 MB of classes derive from it.
    """
    for kind in (*zmq.Socket.__mro__, *zmq.Context.__mro__):
        getattr(kind, "__annotations__", None)


def _init_kernel(app: Any, files: list[str]) -> None:  # noqa: ANN401, an IPKernelApp
    """Run `app.init_kernel` without the walk over all modules in IPythonKernel.__init__.

    That walk reads `__file__` of every module for the debugger, and so writes a
    reference count into each, which unshares 4 MB in every forked kernel (ipykernel
    7.0 to 7.4; there is no switch). The list is made before the fork instead.
    """
    from ipykernel import ipkernel  # noqa: PLC0415

    namespace = vars(ipkernel)
    namespace["sys"] = SimpleNamespace(modules={}, version=sys.version)
    try:
        app.init_kernel()
    finally:
        namespace["sys"] = sys
    app.kernel._kernel_modules = files  # noqa: SLF001
    debugger = getattr(app.kernel, "debugger", None)
    if debugger is not None:
        debugger.kernel_modules = files


def leave(app: Any) -> None:  # noqa: ANN401, an IPKernelApp
    """Stop a kernel's control thread, which its own exit otherwise waits for.

    `IPKernelApp.close` ends the iopub thread first and then joins the control thread,
    which may be in a flush that only the iopub thread can end: 2.6 s to leave.
    """
    thread = app.control_thread
    if thread is not None and thread.is_alive():
        thread.stop()
        thread.join(2)
