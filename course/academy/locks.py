"""Locks between processes; each ends with its process, however that ends."""

from __future__ import annotations

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def hold(file: int, *, shared: bool = False, wait: bool = True) -> None:
    """Lock the open file `file` until it is closed.

    Windows has no such locks: there, nobody is kept waiting. It does not let a file be
    replaced that somebody has open, and nbgrader's folders have one tutor at a time.

    Args:
        file: a descriptor.
        shared: whether others may hold it too, if they share it as well.
        wait: whether to wait for whoever holds it.

    Raises:
        BlockingIOError: somebody holds it, and waiting was not asked for.
    """
    if fcntl is None:
        return
    how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    fcntl.flock(file, how if wait else how | fcntl.LOCK_NB)
