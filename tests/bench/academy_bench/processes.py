"""What processes use: memory by /proc, processor time, and whether they are at rest."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

MB = 1024  # kB


def pss(pid: int) -> float:
    """Return a process's proportional share of memory, in MB; 0 if it has gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / MB for line in lines if line.startswith("Pss:")), 0)


def below(pid: int) -> list[int]:
    """Return the processes that `pid` has started, and those that they have."""
    try:
        return [one.pid for one in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def kernels(pid: int) -> int:
    """Return how many processes below `pid` were started as kernels, not forked."""
    count = 0
    for one in below(pid):
        with contextlib.suppress(psutil.Error):
            count += any("ipykernel" in word for word in psutil.Process(one).cmdline())
    return count


def seconds(pid: int) -> float:
    """Return the processor time that a process has used."""
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return times.user + times.system


def all_seconds(roots: Iterable[int]) -> float:
    return sum(seconds(pid) for root in roots for pid in (root, *below(root)))


async def at_rest(roots: Iterable[int], *, share: float = 0.06, most: float = 20) -> None:
    """Wait until the trees use less than `share` of one core, or `most` seconds."""
    roots = list(roots)
    until = time.perf_counter() + most
    while time.perf_counter() < until:
        before, since = all_seconds(roots), time.perf_counter()
        await asyncio.sleep(0.4)
        used = all_seconds(roots) - before
        if used < share * (time.perf_counter() - since):
            return
