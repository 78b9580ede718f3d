"""The course's notebooks ask for `python3`: here is the one that is forked."""

from __future__ import annotations

from pathlib import Path

from academy import paths
from jupyter_forkserver import kernelspec

# The same as in every module's snapshot, so that all fork from one warm process.
IMPORTS = ("academy.server.forked",)


def install() -> Path:
    """Write the kernelspec into the data folder; return the folder for JUPYTER_PATH.

    Where this system cannot fork, its kernels are launched like any other's.
    """
    folder = paths.data() / "jupyter"
    kernelspec.install(
        folder / "kernels",
        "python3",
        display_name="Python 3 (ipykernel)",
        imports=("ipywidgets", "anywidget", *IMPORTS),
    )
    return folder
