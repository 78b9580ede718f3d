"""A module's sources, all of them on one page."""

from __future__ import annotations

from typing import Any

from tornado import web

from academy import content, sources
from academy.server.pages import Page


class Sources(Page):
    """What each exercise of a module rests on, and what the module cites."""

    @web.authenticated
    def get(self, id: str) -> None:
        """Send it."""
        about = self.settings["course"].module(id)
        if about is None:
            raise web.HTTPError(404)
        self.show(
            "sources.html.j2",
            about=about,
            exercises=content.in_order(id),
            linked=sources.linked,
            listed=sources.listed(id),
        )


ROUTES: list[tuple[str, type[Page], dict[str, Any]]] = [
    (r"/modules/(\d\d_[a-z0-9_]+)/sources", Sources, {}),
]
