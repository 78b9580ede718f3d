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
        folder = self._folder(returned.learner)
        exchange = _exchange()
        for id, asked in self._asked.items():
            made = self._page(id, asked, returned, version).encode()
            _place(folder / f"{id}.html", made)
            for one in deliveries:
                for key in _keys(one, self.assignment, id):
                    _place(exchange / f"{key}.html", made)
        # nbgrader's own release_feedback, by hand, wants these beside the page.
        about = Path("submitted", returned.learner, self.assignment)
        for name in (TIMESTAMP, SECRET):
            file = config.course_root() / about / name
            if file.is_file():
                _place(folder / name, file.read_bytes())

    def there(self, returned: Record, deliveries: list[Record]) -> bool:
        """Return whether everything is there that `write` would write."""
        folder, exchange = self._folder(returned.learner), _exchange()
        files = [folder / f"{id}.html" for id in self._asked]
        for id in self._asked:
            for one in deliveries:
                keys = _keys(one, self.assignment, id)
                files += [exchange / f"{key}.html" for key in keys]
        return all(file.is_file() for file in files)

    def _folder(self, learner: str) -> Path:
        return config.course_root() / "feedback" / learner / self.assignment

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


def _exchange() -> Path:
    return config.desk_folder() / "exchange" / config.COURSE / "feedback"


def _keys(delivered: Record, assignment: str, notebook: str) -> Iterator[str]:
    """Yield the names under which nbgrader looks for the feedback on a submission.

    It makes them of the submission's secret; of one without, of the notebook itself.
    """
    name = str(delivered.body["submission"])
    folder = config.inbound() / name  # which a delivery of ours made
    secret, words = folder / SECRET, folder / f"{notebook}.ipynb"
    if secret.is_file() and (known := secret.read_text(encoding="utf-8")):
        yield notebook_hash(secret=known, notebook_id=notebook)
    elif words.is_file():
        learner, _, moment, *_ = name.split("+")
        about = (config.COURSE, assignment, notebook, learner, moment)
        yield notebook_hash(str(words), make_unique_key(*about))


def _place(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    hidden = file.with_name(f".{file.name}-tmp")
    hidden.write_bytes(content)
    hidden.replace(file)
