"""A step of nbgrader's that makes a learner's words harmless to look at."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum

from academy.assessment.exchange import as_words


class PlainText(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Show everything that is not the course's own as plain text.

    It runs after OverwriteCells, which has put locked cells back and given every known
    cell the checksum of its release: a cell that fits its checksum is the course's.
    In anything else markdown would be live: HTML and scripts, pictures that call home,
    a missing attachment that stops the whole page.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:  # noqa: ANN401  nbformat has no types
        """Return `nb` with every cell that a learner may have written made plain."""
        nb.metadata = _only(nb.metadata, "kernelspec")
        for cell in nb.cells:
            cell.pop("attachments", None)
            cell.metadata = _only(cell.metadata, "nbgrader")
            if cell.cell_type != "code" and not _is_the_courses_own(cell):
                cell.cell_type = "markdown"  # a raw cell would be shown as raw HTML
                cell.source = as_words(cell.source)
        return nb, resources


def _only(metadata: Any, *keys: str) -> dict[str, Any]:  # noqa: ANN401  nbformat has no types
    # DeduplicateIds leaves an empty "nbgrader", over which CheckCellMetadata stumbles.
    return {key: metadata[key] for key in keys if metadata.get(key)}


def _is_the_courses_own(cell: Any) -> bool:  # noqa: ANN401  nbformat has no types
    about = cell.metadata.get("nbgrader", {})
    return "grade_id" in about and about.get("checksum") == compute_checksum(cell)
