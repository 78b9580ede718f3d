"""The snapshots of a server's notebooks: made ahead, and made anew when files change."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpecManager

from jupyter_forkserver import kernelspec, servers
from jupyter_forkserver.forkserver import NotForked

STATIC = Path(__file__).parent / "static"
PATIENCE = 10.0  # seconds a first visitor may wait for a fork server that is starting


@dataclass(frozen=True)
class Snapshot:
    """What a notebook showed when it was rehearsed.

    Attributes:
        key: the same for the same content, also after a restart of the server.
        notebook: the notebook with its outputs.
        states: the states of its widgets by model id, as ipywidgets' manager has them.
    """

    key: str
    notebook: nbformat.NotebookNode
    states: Mapping[str, Any]


class Snapshots:
    """Notebooks whose pages are sent from a snapshot, by the name of their kernelspec.

    Args:
        specs: where kernels are found; forked ones are added to it.
        folder: where their kernelspecs are written.
        log: where it is told, once for each reason, why a notebook has no snapshot.
    """

    def __init__(self, specs: KernelSpecManager, folder: Path, log: logging.Logger) -> None:
        self._specs, self._folder, self._log = specs, folder, log
        self._known: dict[str, tuple[str, Snapshot | None]] = {}
        self._told: set[tuple[str, str]] = set()
        specs.kernel_dirs = [str(folder), *specs.kernel_dirs]

    def add(  # noqa: PLR0913  each is one thing to say of a notebook
        self,
        name: str,
        notebook: Path,
        *,
        after_fork: str | None = None,
        warm_up: str | None = None,
        imports: tuple[str, ...] = (),
        env: Mapping[str, str] | None = None,
        watch: tuple[Path, ...] = (),
    ) -> None:
        """Have a snapshot of `notebook` made, ahead of its first visitor.

        Args:
            name: what its kernelspec is to be called.
            notebook: the file.
            after_fork: hook "module:function", called as `function(kernel, options)`.
            warm_up: hook "module:function", called as `function()` once, before any fork
                and after the cells, to do ahead what each kernel would do by itself.
            imports: modules to import before the fork, besides what the cells import.
            env: variables that are set while its cells are rehearsed.
            watch: files and folders beside it whose change asks for a new snapshot.
        """
        kernelspec.install(
            self._folder,
            name,
            display_name=f"Snapshot of {notebook.parent.name}",
            imports=("ipywidgets", "anywidget", *imports),
            prepare="voila_snapshot.rehearsal:prepare",
            after_fork=after_fork,
            options={
                "notebook": str(notebook),
                "env": dict(env or {}),
                "warm_up": warm_up,
            },
            watch=(notebook, *watch),
        )
        try:
            servers.start(self._specs.get_kernel_spec(name))
        except NotForked as reason:
            self._tell(name, str(reason))

    async def get(self, name: str) -> Snapshot | None:
        """Return the snapshot as it is now, or None: then a plain page has to do."""
        try:
            server = servers.start(self._specs.get_kernel_spec(name))
            if not await server.ready(PATIENCE):
                self._tell(name, server.error or "the fork server is still starting")
                return None
            known = self._known.get(name)
            if known is None or known[0] != server.identity:
                told = await server.describe()
                known = server.identity, self._checked(name, told)
                self._known[name] = known
        except NotForked as reason:
            self._tell(name, str(reason))
            return None
        return known[1]

    def _checked(self, name: str, told: Any) -> Snapshot | None:  # noqa: ANN401  JSON
        if not told:
            self._tell(name, "the fork server could not rehearse it")
            return None
        strangers = unknown(told["states"])
        if strangers:
            self._tell(name, f"the slim page does not know {', '.join(strangers)}")
            return None
        # Not the outputs: a plain text of an object has its place in memory in it.
        sources = [cell["source"] for cell in told["notebook"]["cells"]]
        text = json.dumps([sources, told["states"]], sort_keys=True)
        return Snapshot(
            key=hashlib.sha256(text.encode()).hexdigest()[:16],
            notebook=nbformat.from_dict(told["notebook"]),
            states=told["states"],
        )

    def _tell(self, name: str, reason: str) -> None:
        if (name, reason) not in self._told:
            self._told.add((name, reason))
            self._log.warning("%s is served as a plain page: %s", name, reason)


def unknown(states: Mapping[str, Any]) -> list[str]:
    """Return the widget classes in `states` that the slim page cannot show."""
    strangers = set()
    for saved in states.values():
        state = saved["state"]
        view = state.get("_view_module"), state.get("_view_name")
        model = saved["model_module"], saved["model_name"]
        for (module, name), part in ((model, "models"), (view, "views")):
            if name and name not in _known_classes().get(module, {}).get(part, ()):
                strangers.add(f"{module}.{name}")
    return sorted(strangers)


@cache
def _known_classes() -> dict[str, dict[str, list[str]]]:
    known: dict[str, dict[str, list[str]]]
    known = json.loads((STATIC / "known.json").read_text(encoding="utf-8"))
    return known
