"""The tutors' desk: the gradebook, opened once, when the first tutor comes."""

from __future__ import annotations

import asyncio
import time
from typing import Any, NamedTuple

from academy.assessment.book import Book, BookError
from academy.assessment.marker import Marker
from academy.people import People
from academy.server import marking_queue as queue
from academy.server import worries
from academy.server.marking_errands import Errands
from academy.store import Store

ORDER_SECONDS = 60
_MOST_ORDERS = 200


class Open(NamedTuple):
    """An open gradebook, and what marks in it."""

    marker: Marker
    book: Book


class Desk:
    """What tutors mark on.

    nbgrader takes seconds to import, and most who come are no tutors: so the gradebook
    is opened in a thread, while the tutor is told that it is on its way.

    Args:
        store: where words are.
        people: who may read whose.

    Attributes:
        errands: what takes long and is done beside the pages.
    """

    def __init__(self, store: Store, people: People) -> None:
        self._store, self._people = store, people
        self._opening: asyncio.Task[Open] | None = None
        self.errands = Errands()
        self._orders: dict[tuple[str, queue.Chosen], tuple[float, list[int]]] = {}

    @property
    def now(self) -> Open | None:
        """The gradebook, once it is open."""
        task = self._opening
        if task and task.done() and not task.cancelled() and not task.exception():
            return task.result()
        return None

    def begin(self) -> asyncio.Task[Open]:
        """Open the gradebook, unless that is done or under way."""
        task = self._opening
        if task is None or (task.done() and self.now is None):
            task = asyncio.ensure_future(asyncio.to_thread(self._open))
            self._opening = task
        return task

    async def opened(self) -> Open:
        """Return the gradebook, as soon as it is open.

        Raises:
            BookError: it cannot be opened; asking again tries again.
        """
        return await asyncio.shield(self.begin())

    def keep_order(self, tutor: str, chosen: queue.Chosen, order: list[int]) -> None:
        """Remember in which order `tutor` takes what waits, for a minute."""
        if len(self._orders) > _MOST_ORDERS:
            self._orders.clear()
        self._orders[tutor, chosen] = (time.monotonic(), order)

    def order(self, tutor: str, chosen: queue.Chosen) -> list[int] | None:
        """Return the order that was kept: to reckon it for each page takes too long."""
        at, order = self._orders.get((tutor, chosen), (-ORDER_SECONDS, None))
        return order if time.monotonic() - at < ORDER_SECONDS else None

    async def told(self, tutor: str) -> dict[str, Any]:
        """Return what of marking stands on a tutor's first page.

        Returns:
            `waiting`: how much waits for them; None while the gradebook is on its way.
            `worries`: those that came to them. `trouble`: why there is neither.
        """
        self.begin()
        if (open_ := self.now) is None:
            return {"waiting": None, "worries": [], "trouble": ""}
        try:
            return await asyncio.to_thread(self._told, open_, tutor)
        except BookError as error:
            return {"waiting": 0, "worries": [], "trouble": str(error)}

    def _told(self, open_: Open, tutor: str) -> dict[str, Any]:
        waiting = queue.waiting(open_.marker, self._people, tutor, queue.Chosen())
        told = worries.told(open_.book, self._people, tutor)
        return {"waiting": len(waiting.order), "worries": told, "trouble": ""}

    def _open(self) -> Open:
        book = Book()
        return Open(Marker(self._store, self._people, book), book)
