"""Plain Voila's page, with what is the same at each request done once.

Voila 0.5 makes an exporter, and with it a Jinja environment, for each request and so
compiles each template anew; looks through all JupyterLab extensions; reads, validates and
checks the notebook; and starts the kernel before it sends the first word. All of that is
in `get_generator` and in `NotebookRenderer.initialize`, which are replaced here.
"""

from __future__ import annotations

import asyncio
import copy
import os
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbformat import NotebookNode
from nbformat.v4 import new_output
from tornado import web
from traitlets.config import Config
from voila.exporter import VoilaExporter
from voila.notebook_renderer import NotebookRenderer
from voila.tornado.handler import TornadoVoilaHandler
from voila.utils import get_page_config

_PAGES = 256  # passages of prose that are kept rendered


class OneExporter(VoilaExporter):  # type: ignore[misc]  # Voila ships no types
    """Voila's exporter, made to be used for many requests, also at the same time."""

    default_preprocessors: list[Any] = []  # noqa: RUF012  a notebook is shown as it is

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  its base's
        super().__init__(**options)
        self._kept = lru_cache(_PAGES)(self._markdown)

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Return a cell's prose; what nothing else decides is rendered once."""
        if "![" in source or context["cell"].get("attachments"):
            html: str = super().markdown2html(context, source)
            return html
        return self._kept(source)

    def _markdown(self, source: str) -> str:
        nothing = self.environment.from_string("").new_context({"cell": {}})
        html: str = super().markdown2html(nothing, source)
        return html


def exporter(template_paths: list[str], config: Config) -> OneExporter:
    """Return an exporter with our template, for the snapshots' pages and plain ones."""
    return OneExporter(
        template_paths=template_paths,
        template_name="academy",
        config=config,
        contents_manager=None,
        theme="light",
        base_url="/",
        show_margins=False,
        mathjax_url="",
    )


class _Renderer(NotebookRenderer):  # type: ignore[misc]  # Voila ships no types
    """Voila's renderer without what its `initialize` makes for each request."""

    async def initialize(self, **_: Any) -> None:  # noqa: ANN401  Voila's
        self.notebook = await self.load_notebook(self.notebook_path)
        self.cwd = str(Path(self.notebook_path).parent)
        self.prelaunch_hook(self.request_handler, notebook=self.notebook, cwd=self.cwd)
        self.exporter = self.request_handler.settings["exporter"]
        self.resources = {"base_url": self.base_url, "page_config": self.page_config}

    async def load_notebook(self, path: str) -> NotebookNode:
        """Return a notebook, read and checked once for each change of its file."""
        about = await asyncio.to_thread(Path(self.contents_manager.root_dir, path).stat)
        stamp = about.st_mtime_ns, about.st_size
        kept = self.request_handler.settings["kept_notebooks"]
        if kept.get(path, (None,))[0] != stamp:
            kept[path] = stamp, await super().load_notebook(path)
        notebook: NotebookNode = copy.deepcopy(kept[path][1])
        return notebook

    async def _jinja_kernel_start(
        self,
        nb: NotebookNode,
        kernel_id: str | None,
        kernel_future: asyncio.Task[Any],
    ) -> str:
        """Wait for the kernel, which has been starting while prose was on its way."""
        try:
            manager = await kernel_future
            kernel_id = manager.kernel_id
            await super()._jinja_kernel_start(nb, kernel_id, manager)
        except Exception:  # whatever it was, the reader keeps the prose and is told
            self.log.exception("no kernel for %s", self.notebook_path)
            return ""
        return str(kernel_id)

    async def _jinja_cell_generator(
        self, nb: NotebookNode, kernel_id: str
    ) -> AsyncIterator[NotebookNode]:
        if kernel_id:
            async for cell in super()._jinja_cell_generator(nb, kernel_id):
                yield cell
            return
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [new_output("error", ename="", evalue="", traceback=[])]
            yield cell


class PlainHandler(TornadoVoilaHandler):  # type: ignore[misc]  # Voila ships no types
    """Voila's handler: the prose at once, and each exercise when the kernel has it."""

    async def get_generator(self, path: str) -> AsyncIterator[str]:
        """Yield a notebook's page, as much at once as is ready.

        Args:
            path: where the notebook is, below the root folder.
        """
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        renderer = _Renderer(
            request_handler=self,
            voila_configuration=self.voila_configuration,
            traitlet_config=self.traitlet_config,
            notebook_path=path,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=self._page_config(path),
        )
        try:
            await renderer.initialize()
        except FileNotFoundError:
            raise web.HTTPError(404) from None
        kernel = asyncio.create_task(self._kernel(renderer))
        pieces: asyncio.Queue[str | None] = asyncio.Queue()
        rendering = asyncio.create_task(_render(renderer, kernel, pieces))
        patience = self.voila_configuration.http_keep_alive_timeout
        more = True
        while more:
            try:
                ready = [await asyncio.wait_for(pieces.get(), patience)]
            except TimeoutError:
                yield "\n"  # so that no proxy takes the connection for dead
                continue
            while not pieces.empty():
                ready.append(pieces.get_nowait())
            more = ready[-1] is not None
            yield "".join(piece for piece in ready if piece)
        await rendering

    def _page_config(self, path: str) -> dict[str, Any]:
        """Return the front end's settings, which are the same until the server ends."""
        kept = self.settings["kept_page_config"]
        if not kept:
            about = {
                "base_url": self.base_url,
                "settings": self.settings,
                "log": self.log,
                "voila_configuration": self.voila_configuration,
            }
            kept.update(
                self.page_config_hook(get_page_config(**about), **about, notebook_path=path)
            )
        return dict(kept)  # the renderer makes its own deep copy

    async def _kernel(self, renderer: _Renderer) -> Any:  # noqa: ANN401  a KernelManager
        kernels = self.kernel_manager
        kernel = await kernels.start_kernel(
            kernel_name=renderer.notebook.metadata.kernelspec.name,
            path=renderer.cwd,
            env=dict(os.environ),
        )
        return kernels.get_kernel(kernel)


async def _render(
    renderer: _Renderer, kernel: asyncio.Task[Any], pieces: asyncio.Queue[str | None]
) -> None:
    try:
        generated = renderer.generate_content_generator(kernel_future=kernel)
        async for piece, _ in generated:
            pieces.put_nowait(piece)
    finally:
        pieces.put_nowait(None)
