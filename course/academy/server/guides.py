"""A tutor's guide to a module, and the module on paper."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from tornado import web

from academy import printing
from academy.content import Module
from academy.server.cohort_pages import TutorPage
from academy.server.pages import Page


class GuidePage(TutorPage):
    """A page about one module, for tutors."""

    def module(self, id: str) -> Module:
        """Return the module of that id.

        Raises:
            HTTPError: 404, the course does not have it.
        """
        found: Module | None = self.settings["course"].module(id)
        if found is None:
            raise web.HTTPError(404)
        return found


class Guide(GuidePage):
    """How to run a module in a room."""

    @web.authenticated
    def get(self, id: str) -> None:
        """Send it; where a module has none, its sheets alone."""
        about, guide = self.module(id), printing.guide(id)
        self.show("guide.html.j2", about=about, guide=guide and _scrolling(guide))


def _scrolling(html: str) -> str:
    """Let a table that is wider than a phone be moved under it."""
    number = count(1)

    def framed(table: re.Match[str]) -> str:
        label = f'role="region" aria-label="Table {next(number)}" tabindex="0"'
        return f'<div class="wide" {label}>{table[0]}</div>'

    return re.sub(r"<table>.*?</table>", framed, html, flags=re.DOTALL)


class Sheets(GuidePage):
    """What is handed out."""

    @web.authenticated
    def get(self, id: str) -> None:
        """Send it, ready for the printer."""
        self.finish(printing.sheets(self.module(id).id))


class Key(GuidePage):
    """The tutor's part."""

    @web.authenticated
    def get(self, id: str) -> None:
        """Send it, ready for the printer."""
        self.finish(printing.tutors_part(self.module(id).id))


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    (r"/tutor/guide/(\d\d_[a-z0-9_]+)", Guide, {}),
    (r"/tutor/guide/(\d\d_[a-z0-9_]+)/sheets", Sheets, {}),
    (r"/tutor/guide/(\d\d_[a-z0-9_]+)/key", Key, {}),
]
