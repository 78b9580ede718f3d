"""The end of a learner's kernels, when nothing more may be written for them."""

from __future__ import annotations

from typing import Any

from jupyter_core.utils import ensure_async

from academy.people import People


async def end_kernels(settings: dict[str, Any], learner: str) -> None:
    """End all kernels that were started for `learner`, by whatever name, at once."""
    people: People = settings["people"]
    kernels, owners = settings["kernel_manager"], settings["kernel_owners"]
    mine = [
        kernel
        for kernel, owner in list(owners.items())
        if people.known.canonical(owner) == learner
    ]
    for kernel in mine:
        if kernel in kernels:
            await ensure_async(kernels.shutdown_kernel(kernel, now=True))
        owners.pop(kernel, None)
