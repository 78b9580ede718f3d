"""A module's page from a snapshot: the quick way, where this system allows it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from academy import content, kernelspec, paths, session
from academy.left import all_as_left
from academy.server.plain import OneExporter
from academy.session import Session
from academy.store import Json
from academy_widgets.exercise import Exercise
from voila_snapshot.page import Page, as_script, sent_once
from voila_snapshot.snapshots import Snapshot, Snapshots

_END = "<!-- the learner's own words -->"


def kernel_name(notebook: str) -> str:
    """Return what the kernelspec of a notebook's snapshot is called."""
    folder, _, name = notebook.removesuffix(".ipynb").replace("_", "-").partition("/")
    return f"academy-{folder}" if name == "module" else f"academy-{folder}-{name}"


@dataclass
class QuickPage:
    """A module's page, ready but for its learner.

    Attributes:
        snapshot: what the module showed when it was rehearsed.
        page: what everybody gets.
        exercises: which exercise each widget of the page is.
    """

    snapshot: Snapshot
    page: Page
    end: str
    exercises: dict[str, Exercise]

    def own(self, here: Session) -> str:
        """Return the page's end, with what this learner has done.

        Raises:
            StoreError: the store did not answer.
        """
        left = all_as_left(self.exercises.values(), here)
        words: dict[str, Json] = {
            model: left[exercise.id] for model, exercise in self.exercises.items()
        }
        return as_script("snapshot-own", words) + self.end


class QuickPages:
    """The course's modules and tools as snapshots, by their notebooks."""

    def __init__(self, snapshots: Snapshots, exporter: OneExporter) -> None:
        self._snapshots, self._exporter = snapshots, exporter
        self._pages: dict[str, QuickPage] = {}

    def add(self, notebook: str) -> None:
        """Have a notebook's snapshot made, ahead of its first visitor.

        Args:
            notebook: its path below `modules/`.
        """
        file = paths.content() / "modules" / notebook
        folder = file.parent
        self._snapshots.add(
            kernel_name(notebook),
            file,
            after_fork="academy.server.forked:learner_is_here",
            warm_up="academy.server.forked:warm_up",
            imports=kernelspec.IMPORTS,
            env={session.LEARNER: session.NOBODY},
            watch=(folder,),
        )

    async def get(self, notebook: str, surroundings: dict[str, Any]) -> QuickPage | None:
        """Return a notebook's page as it is now, or None: then a plain page has to do.

        Args:
            notebook: its path below `modules/`.
            surroundings: what the template shows around it.
        """
        snapshot = await self._snapshots.get(kernel_name(notebook))
        if snapshot is None:
            return None
        page = self._pages.get(notebook)
        if page is None or page.snapshot.key != snapshot.key:
            made = await self._make(notebook, snapshot, surroundings)
            page = self._pages[notebook] = made
        return page

    async def _make(
        self, path: str, snapshot: Snapshot, surroundings: dict[str, Any]
    ) -> QuickPage:
        home = surroundings["home"]
        config = {
            **sent_once(snapshot.states),
            "baseUrl": home,
            "startUrl": f"{home}{surroundings['at']}/kernel?snapshot={snapshot.key}",
            "closeUrl": f"{home}voila/api/shutdown/{{id}}",
            "eager": "touch",
        }
        notebook = snapshot.notebook.copy()
        notebook.metadata["academy"] = surroundings
        html = await self._render(notebook, as_script("snapshot", config))
        same, _, end = html.partition(_END)
        folder = (paths.content() / "modules" / path).parent
        by_id = {one.id: one for one in content.exercises(folder)}
        shown = {
            model: by_id[saved["state"]["content"]["id"]]
            for model, saved in snapshot.states.items()
            if saved["state"].get("content", {}).get("id") in by_id
        }
        return QuickPage(snapshot, Page(same), end, shown)

    async def _render(self, notebook: NotebookNode, states: str) -> str:
        parts = [
            part
            async for part, _ in self._exporter.generate_from_notebook_node(
                notebook,
                resources={},
                extra_context={"snapshot": states, "own_words": _END},
                page_config={},
            )
        ]
        return "".join(parts)


def make(
    specs: Any,  # noqa: ANN401  Voila's own
    exporter: OneExporter,
    log: logging.Logger,
) -> QuickPages:
    """Return the course's quick pages, with every module's snapshot on its way."""
    # A module that has no snapshot is served as a plain page, by a forked kernel still.
    specs.kernel_dirs = [str(kernelspec.install() / "kernels"), *specs.kernel_dirs]
    folder = paths.data() / "kernels"
    snapshots = Snapshots(specs, Path(folder), log)
    pages = QuickPages(snapshots, exporter)
    course = content.load_course()
    for module in course.modules:
        pages.add(f"{module.id}/module.ipynb")
    for tool in course.tools:
        pages.add(f"{tool.module}/{tool.id}.ipynb")
    return pages
