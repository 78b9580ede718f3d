"""What the store and nbgrader's folders know of one assignment's reflections."""

from __future__ import annotations

from typing import Any

from academy.assessment import config
from academy.store import Record, Store


class Ledger:
    """What was handed in, delivered and returned of an assignment, read once.

    Attributes:
        handed_in: each learner's newest, by learner.
        deliveries: every delivery, by its submission's folder name.
        delivered: the ids of what was delivered.
        returned: each learner's newest marks, by learner.

    Raises:
        StoreError: the store cannot be read.
    """

    def __init__(self, store: Store, assignment: str) -> None:
        def ours(records: list[Record]) -> list[Record]:
            return [one for one in records if one.body.get("assignment") == assignment]

        handed_in = ours(store.read(what="handed_in"))
        self.handed_in = {one.learner: one for one in handed_in}
        deliveries = ours(store.read(what="delivered"))
        self.deliveries = {one.body["submission"]: one for one in deliveries}
        self.delivered = {one.body["handed_in"] for one in deliveries}
        self.returned: dict[str, dict[str, Any]] = {
            one.learner: one.body for one in ours(store.read(what="returned"))
        }


def collected(assignment: str) -> list[str]:
    """Return the learners of whom something was collected."""
    found = (config.course_root() / "submitted").glob(f"*/{assignment}")
    return sorted(folder.parent.name for folder in found)


def ready(assignment: str, learner: str) -> bool:
    """Return whether what was collected last is what a tutor would mark.

    Making the files read-only is nbgrader's last step, so one that it can still write
    to was left half-made by a crash.
    """
    folder = config.course_root() / "autograded" / learner / assignment
    files = list(folder.glob("*.ipynb"))
    whole = bool(files) and not any(file.stat().st_mode & 0o222 for file in files)
    newest = moment("submitted", assignment, learner)
    return whole and newest == moment("autograded", assignment, learner)


def moment(step: str, assignment: str, learner: str) -> str | None:
    """Return when the submission was sent that stands at a step of nbgrader's."""
    file = config.course_root() / step / learner / assignment / "timestamp.txt"
    return file.read_text().strip() if file.is_file() else None


def on_the_desk(assignment: str, learner: str) -> str:
    """Return the folder name of the submission that a tutor would mark."""
    return f"{learner}+{assignment}+{moment('autograded', assignment, learner)}"
