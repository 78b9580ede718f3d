"""Read and write notebook files as they are."""

from pathlib import Path
from typing import Any

import nbformat


def read(file: Path) -> Any:  # noqa: ANN401  nbformat has no types
    """Return the notebook in `file`, in the format that it has.

    Raises:
        ValueError: it is not a notebook.
    """
    return nbformat.read(file, as_version=nbformat.NO_CONVERT)


def write(notebook: Any, file: Path) -> None:  # noqa: ANN401  nbformat has no types
    """Write `notebook` to `file`, in the format that it has."""
    nbformat.write(notebook, file)
