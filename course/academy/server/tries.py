"""How often something may be tried: so many times in so many seconds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_MANY = 10_000  # keys; beyond it the idle ones go


class Tries:
    """Counts tries by whoever makes them, and all of them together.

    Args:
        each: how many one caller may make within `seconds`.
        together: how many all callers may make within `seconds`.
        seconds: for how long a try counts.
        now: a clock that never goes back, in seconds.
    """

    def __init__(
        self,
        *,
        each: int,
        together: int,
        seconds: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._each, self._together, self._seconds = each, together, seconds
        self._now = now
        self._by_key: dict[str, deque[float]] = {}
        self._all: deque[float] = deque()

    def allow(self, key: str) -> bool:
        """Count a try, unless there were too many; return whether there may be one."""
        now = self._now()
        mine = self._by_key.setdefault(key, deque())
        for made in (mine, self._all):
            while made and made[0] <= now - self._seconds:
                made.popleft()
        if len(mine) >= self._each or len(self._all) >= self._together:
            return False
        mine.append(now)
        self._all.append(now)
        if len(self._by_key) > _MANY:
            self._by_key = {k: made for k, made in self._by_key.items() if made}
        return True

    def forgive(self, key: str) -> None:
        """Take back the try that was counted last: it was right."""
        for made in (self._by_key.get(key), self._all):
            if made:
                made.pop()
