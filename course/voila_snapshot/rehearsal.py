"""Run a notebook's cells once, before any fork, and keep what they showed."""

from __future__ import annotations

import itertools
import os
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output

from jupyter_forkserver import hooks

Json = dict[str, Any]


class RehearsalError(RuntimeError):
    """A cell of the notebook failed."""


def prepare(shell: InteractiveShell, options: Mapping[str, Any]) -> Json:
    """Run a notebook in `shell`; a `prepare` hook of jupyter_forkserver.

    Args:
        shell: the warm shell that kernels are forked from.
        options: `notebook`, the file's path; `env`, variables that are set while its
            cells run and gone afterwards; `warm_up`, a hook "module:function" to call
            without arguments when they have run.

    Returns:
        `notebook`, with outputs, and `states`, the widgets' states by model id.

    Raises:
        RehearsalError: a cell failed.
    """
    path = Path(options["notebook"])
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    with _surroundings(path.parent, options.get("env", {})), _steady_ids(path.name):
        for number, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type == "code":
                cell.outputs = _run(shell, cell.source, f"{path.name}, cell {number}")
        if options.get("warm_up"):
            hooks.find(options["warm_up"])()
    from ipywidgets import Widget  # noqa: PLC0415  only after a shell exists

    # With defaults: anywidget's script and style are no defaults, yet would be dropped.
    states = Widget.get_manager_state(drop_defaults=False)["state"]
    return {"notebook": notebook, "states": states}


@contextmanager
def _surroundings(folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    before, here, search = dict(os.environ), Path.cwd(), list(sys.path)
    os.environ.update(env)
    os.chdir(folder)
    sys.path.insert(0, "")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        os.chdir(here)
        sys.path[:] = search


@contextmanager
def _steady_ids(seed: str) -> Iterator[None]:
    """Give widgets the same ids at each rehearsal of the same notebook.

    A page that was opened before the server was restarted then still fits a kernel
    that is forked after it. comm and ipykernel both name comms by `uuid.uuid4`.
    """
    numbers = itertools.count()
    random = uuid.uuid4
    uuid.uuid4 = lambda: uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}#{next(numbers)}")
    try:
        yield
    finally:
        uuid.uuid4 = random


def _run(shell: InteractiveShell, source: str, where: str) -> list[Any]:
    with _Captured(shell, source) as outputs:
        result = shell.run_cell(source, store_history=False)
    if not result.success:
        error = result.error_before_exec or result.error_in_exec
        raise RehearsalError(f"{where}: {type(error).__name__}: {error}")
    return outputs


class _Captured:
    """Catches what a cell shows, as a notebook would keep it."""

    def __init__(self, shell: InteractiveShell, source: str) -> None:
        self._shell = shell
        self.quiet = DisplayHook.semicolon_at_end_of_expression(source)
        self.outputs: list[Any] = []

    def __enter__(self) -> list[Any]:
        shell = self._shell
        trap = shell.display_trap
        self._before = sys.stdout, sys.stderr, shell.display_pub, trap.hook
        sys.stdout, sys.stderr = _Stream("stdout", self), _Stream("stderr", self)
        shell.display_pub = _Publisher(self, parent=shell)
        trap.hook = _Hook(self, shell=shell)
        return self.outputs

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        shell = self._shell
        sys.stdout, sys.stderr, shell.display_pub, shell.display_trap.hook = self._before

    def wrote(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs else None
        if last and last.output_type == "stream" and last.name == name:
            last.text += text
        else:
            self.outputs.append(new_output("stream", name=name, text=text))

    def showed(self, data: Json, metadata: Json | None) -> None:
        self.outputs.append(new_output("display_data", data=data, metadata=metadata or {}))


class _Publisher(DisplayPublisher):
    def __init__(self, captured: _Captured, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._captured = captured

    def publish(
        self,
        data: Json,
        metadata: Json | None = None,
        *_: Any,  # noqa: ANN401  IPython's own
        **__: Any,  # noqa: ANN401
    ) -> None:
        self._captured.showed(data, metadata)

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  IPython's
        self._captured.outputs.clear()


class _Hook(DisplayHook):
    def __init__(self, captured: _Captured, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._captured = captured

    def __call__(self, result: Any = None) -> None:  # noqa: ANN401  whatever a cell returns
        if result is not None and not self._captured.quiet:
            data, metadata = self.compute_format_data(result)
            if data:
                self._captured.showed(data, metadata)


class _Stream:
    """A stdout or stderr whose words go to the outputs."""

    encoding = "utf-8"

    def __init__(self, name: str, captured: _Captured) -> None:
        self._name, self._captured = name, captured

    def write(self, text: str) -> int:
        if text:
            self._captured.wrote(self._name, text)
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False
