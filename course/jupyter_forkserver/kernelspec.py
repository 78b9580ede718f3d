"""Kernelspecs whose kernels are forked."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict

from jupyter_forkserver.config import PROVISIONER


def kernel_json(  # noqa: PLR0913, each is one line of the file
    name: str,
    *,
    display_name: str | None = None,
    imports: Sequence[str] = (),
    prepare: str | None = None,
    after_fork: str | None = None,
    options: Mapping[str, object] | None = None,
    watch: Sequence[str | Path] = (),
    env: Mapping[str, str] | None = None,
    python: str | None = None,
) -> dict[str, Any]:
    """Return the content of a `kernel.json`.

    Args:
        name: What the kernelspec's folder is called.
        display_name: What a person reads; `name` if not given.
        imports: Modules to import before the fork, in this order.
        prepare: Hook "module:function", called once as `function(shell, options)`
            before the fork. It returns JSON-able data, which clients can ask for.
        after_fork: Hook "module:function", called as `function(kernel, options)` in
            each kernel before it answers anything, with its own environment in place.
        options: JSON-able data that both hooks are given.
        watch: Files, and folders for the files directly in them, whose change replaces
            the fork server. The project files among the imports are watched anyway.
        env: The kernelspec's own environment variables.
        python: The interpreter; this process's own if not given.
    """
    config: dict[str, Any] = {"imports": list(imports)}
    if prepare is not None:
        config["prepare"] = prepare
    if after_fork is not None:
        config["after_fork"] = after_fork
    if options:
        config["options"] = dict(options)
    if watch:
        config["watch"] = [str(Path(path).absolute()) for path in watch]
    # ipykernel knows what its version can do (encryption, debugger); the argument is
    # its own kernelspec's: the debugger cannot look into frozen modules.
    content: dict[str, Any] = get_kernel_dict(python_arguments=["-Xfrozen_modules=off"])
    content["argv"][0] = python or sys.executable
    content["metadata"]["kernel_provisioner"] = {
        "provisioner_name": PROVISIONER,
        "config": config,
    }
    content.update(
        display_name=display_name or name, interrupt_mode="signal", env=dict(env or {})
    )
    return content


def install(  # noqa: PLR0913, as kernel_json
    folder: str | Path,
    name: str,
    *,
    display_name: str | None = None,
    imports: Sequence[str] = (),
    prepare: str | None = None,
    after_fork: str | None = None,
    options: Mapping[str, object] | None = None,
    watch: Sequence[str | Path] = (),
    env: Mapping[str, str] | None = None,
    python: str | None = None,
) -> Path:
    """Write a kernelspec into a folder of kernelspecs; return its own folder.

    `folder` is what `KernelSpecManager.kernel_dirs` lists, such as
    `<prefix>/share/jupyter/kernels`. The other arguments are those of `kernel_json`.

    Raises:
        OSError: The folder cannot be written.
    """
    content = kernel_json(
        name,
        display_name=display_name,
        imports=imports,
        prepare=prepare,
        after_fork=after_fork,
        options=options,
        watch=watch,
        env=env,
        python=python,
    )
    place = Path(folder) / name
    place.mkdir(parents=True, exist_ok=True)
    # Replaced in one step: a server that lists kernels never reads half a file.
    draft = place / "kernel.json.new"
    draft.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    draft.replace(place / "kernel.json")
    return place
