"""What a page costs at the least: one file, gzipped once, and a script of ten lines.

python -m academy_bench.floor PORT
"""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import sys

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
    content, scene = module.page(), module.scene
    prose = MarkdownIt().render
    radios = (
        f'<label><input type="radio" name="pick" value="{at}">'
        f"{html.escape(one['text'])}</label>"
        for at, one in enumerate(scene["replies"])
    )
    return PAGE.format(
        before="".join(map(prose, content["before"])),
        after="".join(map(prose, content["after"])),
        radios="".join(radios),
        then=json.dumps([one["then"] for one in scene["replies"]]),
        **{name: html.escape(scene[name]) for name in ("title", "scene", "says", "invite")},
    )


class Page(web.RequestHandler):
    def initialize(self, packed: bytes) -> None:
        self.packed = packed

    def get(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Encoding", "gzip")
        self.finish(self.packed)


async def main(port: int) -> None:
    packed = gzip.compress(page(Module()).encode(), 9, mtime=0)
    web.Application([("/", Page, {"packed": packed})]).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
