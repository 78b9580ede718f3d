"""The last things before the first fork."""

import gc
import sys
from ctypes import CDLL
from pathlib import Path


class Refused(Exception):  # noqa: N818, reads as what it is
    """The server cannot start in a way that is safe to fork from."""


def alone() -> None:
    """Make sure that there is one thread.

    Raises:
        Refused: There are more: a fork would copy the locks they hold, but not them.
    """
    tasks = list(Path("/proc/self/task").iterdir())
    if len(tasks) > 1:
        names = sorted((task / "comm").read_text().strip() for task in tasks)
        raise Refused(f"threads before the fork: {', '.join(names)}")


def close_loops() -> None:
    """Close the event loop that top-level awaits have left: its epoll would be shared."""
    from IPython.core.async_helpers import get_asyncio_loop  # noqa: PLC0415

    get_asyncio_loop().close()


def freeze() -> None:
    """Settle memory, so that forks share as much of it for as long as they can."""
    sys.stdout.flush()
    sys.stderr.flush()
    gc.collect()
    trim = getattr(CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
    if trim is not None:
        trim(0)
    gc.disable()
    gc.freeze()
