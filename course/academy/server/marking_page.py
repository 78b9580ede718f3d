"""What each page that needs the gradebook does alike."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from academy.assessment.book import BookError
from academy.content import ContentError
from academy.server import marking_queue as queue
from academy.server.cohort_pages import TutorPage
from academy.server.desk import Desk, Open

P = ParamSpec("P")
T = TypeVar("T")

_WHY = {
    403: "this page is too old; load it again",
    404: "There is no such reflection for you to mark; it may have been taken back.",
}
_ROW = re.compile(r"[0-9]{1,12}")
_OTHER = "That did not work, and nothing was changed."


class MarkingPage(TutorPage):
    """A page that needs the gradebook."""

    @property
    def desk(self) -> Desk:
        """Where the gradebook is opened."""
        desk: Desk = self.settings["desk"]
        return desk

    def number(self, name: str, otherwise: str = "") -> int:
        """Return the number of a row that the page sent.

        Raises:
            ValueError: it is none, in a sentence for the tutor.
        """
        given: str = self.get_body_argument(name, otherwise)
        if not _ROW.fullmatch(given):
            raise ValueError(f"This page said something odd ({name}); please reload it.")
        return int(given)

    async def at_desk(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what asks the gradebook, which may have to wait, beside the other pages."""
        return await asyncio.to_thread(work, *args, **kwargs)

    @property
    def chosen(self) -> queue.Chosen:
        """What to see of the queue."""
        ask = self.get_query_argument
        return queue.Chosen(ask("cohort", ""), ask("assignment", ""))

    def tell(self, status: int, **what: Any) -> None:  # noqa: ANN401  as JSON
        """Answer a script."""
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(what)

    def write_error(self, status_code: int, **about: Any) -> None:  # noqa: ANN401  as Tornado has it
        """Say what the gradebook says, if it did not answer; to a script, as JSON."""
        error = about.get("exc_info", (None, None))[1]
        why = str(error) if isinstance(error, BookError | ContentError) else ""
        if self.asked_by_script:
            self.tell(503 if why else status_code, why=why or _WHY.get(status_code, _OTHER))
        elif why:
            self.sorry(503, why)
        else:
            super().write_error(status_code, **about)

    @property
    def asked_by_script(self) -> bool:
        """Whether a script of ours asks, and wants no page."""
        wanted: str = self.request.headers.get("Accept", "")
        return wanted.startswith("application/json")

    async def waiting(self, open_: Open) -> queue.Waiting:
        """Return what this tutor may mark, and what of it waits as they chose."""
        ask = (open_.marker, self.people, self.learner, self.chosen)
        found = await self.at_desk(queue.waiting, *ask)
        self.desk.keep_order(self.learner, self.chosen, found.order)
        return found

    async def order(self, open_: Open) -> list[int]:
        """Return what waits, in the order of a moment ago."""
        kept = self.desk.order(self.learner, self.chosen)
        return (await self.waiting(open_)).order if kept is None else kept

    def refuse(self, status: int, why: str) -> None:
        """Say in one sentence what cannot be done, to a script or on a page."""
        if self.asked_by_script:
            self.tell(status, why=why)
        else:
            self.sorry(status, why)
