"""Whether the files that a fork server read have changed since."""

import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

Stamps = dict[str, list[int] | None]


def take(paths: Iterable[str]) -> Stamps:
    """Return each file's time and size; a folder stands for the files directly in it."""
    stamps: Stamps = {}
    for path in paths:
        stamps[path] = _stamp(path)
        if os.path.isdir(path):  # noqa: PTH112, os.scandir below is the quick way
            try:
                with os.scandir(path) as entries:
                    names = [entry.path for entry in entries if entry.is_file()]
            except OSError:
                continue
            stamps.update({name: _stamp(name) for name in names})
    return stamps


def _stamp(path: str) -> list[int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116, called for a hundred files at a time
    except OSError:
        return None
    # A folder's own time changes when a file comes, goes or is renamed within it; that
    # includes an editor's swap files, so only what it holds counts, not its time.
    if os.path.isdir(path):  # noqa: PTH112
        return [0, 0]
    return [found.st_mtime_ns, found.st_size]


def imported_files() -> list[str]:
    """Return the source files of all loaded modules which somebody may be editing.

    Those of Python itself and of installed packages are left out: they change with an
    upgrade, after which a server is started anew anyway.
    """
    settled = {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
    settled |= {sys.base_prefix + "/lib", str(Path(__file__).parent)}
    found = set()
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if (
            isinstance(path, str)
            and os.path.isabs(path)  # noqa: PTH117
            and not any(path.startswith(folder + os.sep) for folder in settled)
        ):
            found.add(path)
    return sorted(found)
