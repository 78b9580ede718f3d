"""Serves files that were written and compressed ahead; and writes the least of them.

python -m academy_bench.floor PORT FOLDER
"""

from __future__ import annotations

import asyncio
import html
import json
import sys
from pathlib import Path

from markdown_it import MarkdownIt
from tornado import web

from academy_bench.module import Module

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Listening</title>
<link rel="icon" href="data:,">
<style>body {{ max-width: 40em; margin: auto; font: 1.1rem/1.6 sans-serif }}
label {{ display: block }}</style></head>
<body>{before}
<form><h3>{title}</h3><p>{scene}</p><blockquote>{says}</blockquote>{radios}
<button type="button">Say this</button><p role="status"></p>
<textarea aria-label="{invite}"></textarea></form>
{after}
<script>
const then = {then};
document.querySelector("button").addEventListener("click", () => {{
  const picked = document.querySelector("input:checked");
  if (picked) document.querySelector("[role=status]").textContent = then[picked.value];
}});
</script></body></html>
"""


def page(module: Module) -> str:
    """Return the module's prose with its first scene, as one file."""
    scene, parts = module.scene, module.page()["parts"]
    first = next(at for at, one in enumerate(parts) if "scene" in one)
    prose = MarkdownIt().render
    radios = (
        f'<label><input type="radio" name="pick" value="{at}">'
        f"{html.escape(one['text'])}</label>"
        for at, one in enumerate(scene["replies"])
    )
    return PAGE.format(
        before="".join(prose(one["prose"]) for one in parts[:first] if "prose" in one),
        after="".join(prose(one["prose"]) for one in parts[first:] if "prose" in one),
        radios="".join(radios),
        then=json.dumps([one["then"] for one in scene["replies"]]),
        **{name: html.escape(scene[name]) for name in ("title", "scene", "says", "invite")},
    )


class Kept(web.RequestHandler):
    def initialize(self, files: dict[str, tuple[bytes, str]]) -> None:
        self.files = files

    def get(self) -> None:
        if self.request.path not in self.files:
            raise web.HTTPError(404)
        body, kind = self.files[self.request.path]
        self.set_header("Content-Type", kind)
        self.set_header("Content-Encoding", "gzip")
        # A browser that comes from elsewhere starts a process for a page with this
        # guard, which costs some 50 ms; a floor without it is the floor of other pages.
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        if not kind.startswith("text/html"):
            self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.finish(body)


async def main(port: int, site: Path) -> None:
    index = json.loads((site / "index.json").read_text())
    files = {
        path: ((site / name).read_bytes(), kind) for path, (name, kind) in index.items()
    }
    web.Application([(".*", Kept, {"files": files})]).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
