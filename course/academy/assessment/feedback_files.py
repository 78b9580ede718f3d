"""Feedback where nbgrader looks for it: the tutor's folder, and the exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.utils import make_unique_key, notebook_hash

from academy.assessment import config
from academy.assessment.exchange import SECRET, TIMESTAMP, Released, answer_cells
from academy.assessment.feedback import page, parts
from academy.journey import Version
from academy.store import Json, Record


class Pages:
    """The pages of one assignment's feedback.

    Args:
        assignment: a released assignment.
    """

    def __init__(self, assignment: str) -> None:
        self.assignment = assignment
        self._root, self._inbound = config.course_root(), config.inbound()
        self._exchange = self._inbound.parent / "feedback"
        notebooks = Released(assignment).notebooks
        self._asked = {Path(file).stem: _asked(one) for file, one in notebooks.items()}
        self._titles = {
            Path(file).stem: _title(one) or assignment for file, one in notebooks.items()
        }

    def write(self, returned: Record, version: Version, deliveries: list[Record]) -> None:
        """Write a learner's feedback to all places where it is looked for.

        Safe to repeat; each file is whole or not there.

        Args:
            returned: the record that tells the learner; kept or about to be.
            version: the version that it is about.
            deliveries: by whose folders in the exchange it is to be found.

        Raises:
            OSError: it cannot be written.
        """
        folder = self._folder("feedback", returned.learner)
        for id, asked in self._asked.items():
            made = self._page(id, asked, returned, version).encode()
            for file in self._files(folder, id, deliveries):
                _place(file, made)
        # nbgrader's own release_feedback, by hand, wants these beside the page.
        for name in (TIMESTAMP, SECRET):
            file = self._folder("submitted", returned.learner) / name
            if file.is_file():
                _place(folder / name, file.read_bytes())

    def there(self, returned: Record, deliveries: list[Record]) -> bool:
        """Return whether everything is there that `write` would write."""
        folder = self._folder("feedback", returned.learner)
        files = [self._files(folder, id, deliveries) for id in self._asked]
        return all(file.is_file() for these in files for file in these)

    def _folder(self, step: str, learner: str) -> Path:
        return self._root / step / learner / self.assignment

    def _files(
        self, folder: Path, notebook: str, deliveries: list[Record]
    ) -> Iterator[Path]:
        """Yield where the feedback on one notebook is to be found."""
        yield folder / f"{notebook}.html"
        for one in deliveries:
            name = str(one.body["submission"])
            if key := _key(self._inbound / name, self.assignment, notebook):
                yield self._exchange / f"{key}.html"

    def _page(
        self, id: str, asked: dict[str, str], returned: Record, version: Version
    ) -> str:
        body: Json = returned.body
        questions = [one for one in body["questions"] if one["id"] in asked]
        answers = {one: version.answers.get(one, "") for one in asked}
        return page(
            title=self._titles[id],
            sent_at=version.sent.at,
            returned_at=returned.at,
            questions=parts(asked, answers, {"questions": questions}),
            score=body["score"],
            max=body["max"],
        )


def _asked(notebook: dict[str, Any]) -> dict[str, str]:
    """Return what stands before each answer cell, by `grade_id`."""
    answers, before, found = list(answer_cells(notebook)), "", {}
    for cell in notebook["cells"]:
        if cell in answers:
            found[str(cell["metadata"]["nbgrader"]["grade_id"])] = before
            before = ""
        elif cell["cell_type"] == "markdown":
            before = cell["source"]
    return found


def _title(notebook: dict[str, Any]) -> str:
    lines = (line for cell in notebook["cells"] for line in cell["source"].splitlines())
    return next((line[2:].strip() for line in lines if line.startswith("# ")), "")


def _key(folder: Path, assignment: str, notebook: str) -> str | None:
    """Return the name under which nbgrader looks for the feedback on a submission.

    It makes it of the submission's secret; of one without, of the notebook itself. What
    is not in the exchange any more has none, and nobody looks for it.

    Args:
        folder: the submission's, in the exchange, where a delivery of ours has made it.
        assignment: of which assignment.
        notebook: the notebook's name, without its suffix.
    """
    secret, words = folder / SECRET, folder / f"{notebook}.ipynb"
    if secret.is_file() and (known := secret.read_text(encoding="utf-8")):
        return str(notebook_hash(secret=known, notebook_id=notebook))
    if words.is_file():
        learner, _, moment, *_ = folder.name.split("+")
        about = (config.COURSE, assignment, notebook, learner, moment)
        return str(notebook_hash(str(words), make_unique_key(*about)))
    return None


def _place(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    hidden = file.with_name(f".{file.name}-tmp")
    hidden.write_bytes(content)
    hidden.replace(file)
