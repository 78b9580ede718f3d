"""The sounds of a module's scenes: files of our own, whole or in part, kept by browsers."""

from __future__ import annotations

from typing import Any

from tornado import web

A_DAY = 24 * 60 * 60  # seconds; after that a browser asks whether it has changed


class Sound(web.StaticFileHandler):
    """Sends a sound, or the part of it that a player asks for."""

    def set_extra_headers(self, path: str) -> None:
        """Guard it as pages are, and let it be kept: it is the same for everybody."""
        del path
        for header, value in self.settings["headers"].items():
            self.set_header(header, value)
        self.set_header("Cache-Control", f"public, max-age={A_DAY}")


def routes(modules: str) -> list[tuple[str, type[web.RequestHandler], dict[str, Any]]]:
    """Return where sounds are; `modules` is the folder of all modules."""
    named = r"/modules/(\d\d_[a-z0-9_]+/[a-z0-9_]+\.mp3)"
    return [(named, Sound, {"path": modules})]
