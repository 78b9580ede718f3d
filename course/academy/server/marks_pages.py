"""What is taken away as a file: a cohort's marks by a tutor, one's own portfolio."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from tornado import web

from academy.assessment.book import BookError
from academy.server.cohort_pages import TutorPage
from academy.server.desk import Desk, Open
from academy.server.pages import Page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _send(page: Page, content: bytes, kind: str, name: str) -> None:
    page.set_header("Content-Type", kind)
    page.set_header("Cache-Control", "no-store")
    page.set_header("Content-Disposition", f'attachment; filename="{name}"')
    page.finish(content)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


class Marks(TutorPage):
    """A cohort's marks and statuses, for the organisation."""

    def initialize(self, kind: str) -> None:
        """Know which kind of file this address gives."""
        self.kind = kind

    @web.authenticated
    async def get(self, id: str) -> None:
        """Send them; with names if `names=yes` asks for those."""
        self.cohort_of(id)
        names = self.get_query_argument("names", "") == "yes"
        desk: Desk = self.settings["desk"]
        try:
            content = await asyncio.to_thread(
                self._made, await desk.opened(), id, names=names
            )
        except BookError as error:
            self.sorry(503, f"The marks cannot be reached just now: {error}")
            return
        kind = "text/csv; charset=utf-8" if self.kind == "csv" else _XLSX
        called = "marks-with-names" if names else "marks"
        _send(self, content, kind, f"{called}-{_today()}.{self.kind}")

    def _made(self, open_: Open, id: str, *, names: bool) -> bytes:
        # They take a moment to import, and most who come are no tutors.
        from academy.assessment.exports import marks, sheets  # noqa: PLC0415  see above

        table = marks.table(
            self.store,
            self.people,
            open_.book,
            cohorts=[id],
            names=names,
            hidden=open_.marker.wants_second(self.learner),
        )
        return sheets.as_csv(table) if self.kind == "csv" else sheets.as_xlsx(table)


class Portfolio(Page):
    """One's own reflections, and what a tutor said to them, as a PDF."""

    @web.authenticated
    async def get(self) -> None:
        """Send it."""
        content = await asyncio.to_thread(self._made)
        _send(self, content, "application/pdf", f"my-reflections-{_today()}.pdf")

    def _made(self) -> bytes:
        # Letters for every page take a moment to load, and few ask for a portfolio.
        from academy.assessment.exports.portfolio import portfolio  # noqa: PLC0415  see above

        return portfolio(self.store, self.learner)


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    ("/me/portfolio", Portfolio, {}),
    ("/tutor/cohorts/(cohort-[0-9a-f]{8})/marks.csv", Marks, {"kind": "csv"}),
    ("/tutor/cohorts/(cohort-[0-9a-f]{8})/marks.xlsx", Marks, {"kind": "xlsx"}),
]
