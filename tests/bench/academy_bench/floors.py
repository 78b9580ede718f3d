"""What a page costs at the least: two static ones, and no Python behind either."""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from academy_bench import floor
from academy_bench.contenders import HERE, Academy, Contender, Failed
from academy_bench.module import Module

PATIENCE = 60  # seconds for our own server to have its snapshot ready
LINKED = re.compile(r'(?:src|href)="(/assets/[^"]+)"')
BUILT = re.compile(r'id="snapshot"')


class Static(Contender):
    """Files that were written before anybody came, compressed once."""

    packages = ("tornado",)
    most = 0

    def command(self) -> list[str]:
        here = [str(self.port), str(self.site)]
        return [sys.executable, "-m", "academy_bench.floor", *here]

    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(HERE.parent)}

    def start(self, work: Path) -> None:
        self.site = work / "site"
        self.site.mkdir(parents=True)
        self.write(work)
        super().start(work)

    def write(self, work: Path) -> None:
        """Fill `self.site`."""
        raise NotImplementedError

    def keep(self, path: str, body: bytes, kind: str) -> None:
        """Have `body` sent whenever `path` is asked for."""
        index = self.site / "index.json"
        known = json.loads(index.read_text()) if index.exists() else {}
        name = f"{len(known)}.gz"
        (self.site / name).write_bytes(gzip.compress(body, 9, mtime=0))
        index.write_text(json.dumps(known | {path: [name, kind]}))


class StaticFile(Static):
    """The same prose and the first scene, in one file, with a script that answers."""

    name = "static file"
    note = "no widgets and no Python: its answers come from ten lines of script in the page"

    def write(self, work: Path) -> None:
        del work
        self.keep("/", floor.page(self.module).encode(), "text/html; charset=utf-8")


class StaticPage(Static):
    """Our own page with its front end, as files: the same bytes, parsed and drawn alike."""

    name = "static page"
    note = (
        "our page's own HTML, styles, script and widgets as files, so the floor of any "
        "page with these widgets; nobody answers"
    )
    answers = False

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self.path = f"/modules/{module.name}"

    def write(self, work: Path) -> None:
        ours = Academy(self.module)
        ours.start(work / "source")
        try:
            html = built_page(ours)
            self.keep(self.path, html.encode(), "text/html; charset=utf-8")
            for path in dict.fromkeys(LINKED.findall(html)):
                with urllib.request.urlopen(ours.base + path, timeout=PATIENCE) as answer:
                    self.keep(path, answer.read(), answer.headers["Content-Type"])
        finally:
            ours.stop()


def built_page(ours: Academy) -> str:
    """Return our page as a newcomer gets it from the snapshot, once there is one.

    Raises:
        Failed: there was none for a minute.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(ours.url, timeout=PATIENCE) as answer:
                html = answer.read().decode()
        except urllib.error.URLError as error:
            raise Failed(f"our own server did not send the page: {error}") from error
        if BUILT.search(html):
            return html
        time.sleep(1)
    raise Failed("our own server has no snapshot of the page")
