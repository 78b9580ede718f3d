"""Read a folder that anybody may have made, following nothing and waiting for nothing.

Every name is opened relative to the folder that was opened before it, without following
links and without waiting for a pipe's other end. What was opened is then asked what it
is: between asking and opening by name, its owner could put something else there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

LARGEST = 5_000_000
"""Bytes that a notebook may have; a long reflection has less than a hundredth of it."""

_SAFE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER = _SAFE | getattr(os, "O_DIRECTORY", 0)


class Refused(Exception):  # noqa: N818  what was sent is refused, and no code is wrong
    """Something will not be read; the message says why, and continues a sentence."""


class Opened(NamedTuple):
    """An open folder.

    Attributes:
        fd: its descriptor, good while the folder is held open.
        uid: whose it is.
        at: when it was last changed, in UTC: the inode's own time (ctime), which the
            system sets to now at every change and which nobody can set.
    """

    fd: int
    uid: int
    at: datetime


@contextmanager
def folder(path: Path | str, within: int | None = None) -> Iterator[Opened]:
    """Open a folder to read from.

    Args:
        path: where it is; one name, if it is within another.
        within: the descriptor of the folder that it is in.

    Raises:
        Refused: it is a link, or no folder.
        FileNotFoundError: there is none.
    """
    try:
        fd = os.open(path, os.O_RDONLY | _FOLDER, dir_fd=within)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Refused("it is a link, or no folder") from error
    try:
        about = os.fstat(fd)
        yield Opened(fd, about.st_uid, _changed(about))
    finally:
        os.close(fd)


def names(within: Opened) -> list[str]:
    """Return what is in a folder, in order."""
    return sorted(os.listdir(within.fd))  # noqa: PTH208  a descriptor is no path


def read(within: Opened, name: str, largest: int = LARGEST) -> tuple[bytes, datetime]:
    """Return what a file holds, and when it was last changed, in UTC.

    Raises:
        Refused: it is no ordinary file of the folder's owner, or is too large.
        FileNotFoundError: there is none.
    """
    try:
        fd = os.open(name, os.O_RDONLY | _SAFE, dir_fd=within.fd)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Refused(f"{name} is a link, or cannot be read") from error
    try:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode):
            raise Refused(f"{name} is no ordinary file")
        if about.st_nlink != 1 or about.st_uid != within.uid:
            raise Refused(f"{name} may be somebody else's file under a second name")
        if about.st_size > largest:
            raise Refused(
                f"{name} has {about.st_size / 1e6:.0f} MB, and {largest / 1e6:.0f} MB "
                "is the most"
            )
        return _up_to(fd, largest, name), _changed(about)
    finally:
        os.close(fd)


def _up_to(fd: int, largest: int, name: str) -> bytes:
    found = bytearray()
    while block := os.read(fd, 1 << 16):
        found += block
        if len(found) > largest:
            raise Refused(f"{name} grew while it was read")
    return bytes(found)


def _changed(about: os.stat_result) -> datetime:
    return datetime.fromtimestamp(about.st_ctime, UTC)
