"""Static files: found once, compressed once, cached for ever under their own hash."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tornado import web

FOR_EVER = "public, max-age=31536000, immutable"
_TEXT = {".js", ".css", ".json", ".svg", ".html", ".map", ".txt", ".ttf"}
_SERVED = _TEXT | {".png", ".jpg", ".woff", ".woff2", ".eot", ".gif", ".mp3", ".ogg"}
_SMALL = 600  # bytes; below this gzip gains nothing


@dataclass(frozen=True)
class _File:
    raw: bytes
    type: str

    @cached_property
    def packed(self) -> bytes:
        return gzip.compress(self.raw, 9, mtime=0)


class Assets:
    """Folders whose files the browser may keep for ever.

    Args:
        prefix: the address under which they are served, such as "/assets/page".
        folders: where to look, in order; the first that has a file wins.
        stamp: what changes when the files do; part of every address.
        bundles: names under which several files are served as one, to save requests.
    """

    def __init__(
        self,
        prefix: str,
        folders: list[Path],
        stamp: str,
        bundles: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.url = f"{prefix}/{stamp}"
        self._folders = [folder.resolve() for folder in folders]
        self._bundles = bundles or {}
        self._files: dict[str, _File] = {}

    def find(self, name: str) -> _File | None:
        """Return the file of that name, or None; never one outside the folders."""
        odd = "\0" in name or ".." in name or name.startswith("/")
        if odd or Path(name).suffix not in _SERVED:
            return None
        if name not in self._files:
            paths = [self._path(part) for part in self._bundles.get(name, [name])]
            found = [path for path in paths if path is not None]
            if len(found) < len(paths):
                return None
            type_ = mimetypes.guess_type(name)[0] or "application/octet-stream"
            if name.endswith(".js"):
                type_ = "text/javascript"
            raw = b"\n".join(path.read_bytes() for path in found)
            self._files[name] = _File(raw, type_)
        return self._files[name]

    def _path(self, name: str) -> Path | None:
        for folder in self._folders:
            path = (folder / name).resolve()
            if path.is_relative_to(folder) and path.is_file():
                return path
        return None


def stamp_of(folder: Path) -> str:
    """Return a short hash of all files in `folder`, by content."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


class AssetHandler(web.RequestHandler):
    """Serves one `Assets`, compressed where the browser takes it."""

    def initialize(self, assets: Assets) -> None:
        """Take the folder to serve."""
        self.assets = assets

    def set_default_headers(self) -> None:
        """Guard files as pages are: an SVG opened by itself can have a script."""
        for header, value in self.settings["headers"].items():
            self.set_header(header, value)

    def get(self, name: str) -> None:
        """Send a file."""
        file = self.assets.find(name)
        if file is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", file.type)
        self.set_header("Cache-Control", FOR_EVER)
        self.set_header("Vary", "Accept-Encoding")
        body = file.raw
        wants = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if wants and Path(name).suffix in _TEXT and len(body) > _SMALL:
            self.set_header("Content-Encoding", "gzip")
            body = file.packed
        self.finish(body)

    def compute_etag(self) -> None:
        """Return nothing: the address itself changes with the content."""
