"""What learners have sent to their tutors, as the log tells it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Literal

from pydantic import ValidationError

from academy.assessment.exchange import Places, name
from academy.journey import Journey, Version, journey
from academy.store import Record, Store, StoreError, What
from academy_widgets.exercise import HandedIn

Say = Callable[[str], object]

LEARNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""Ids that are safe as a folder's name; nbgrader builds paths and patterns of them."""

_STEPS: tuple[What, ...] = ("handed_in", "withdrawn", "marking", "returned", "answered")


class Sent(HandedIn):
    """The body of a "handed_in".

    Attributes:
        via: by the module's page, or by nbgrader's list of assignments in JupyterLab.
        submission: from JupyterLab, the name that its folder in the exchange had.
        notes: what its learner should hear of how it was taken in, as sentences.
    """

    via: Literal["page", "jupyterlab"] = "page"
    submission: str = ""
    notes: tuple[str, ...] = ()


class Sendings:
    """Everybody's reflections of all assignments, read from the store once.

    Attributes:
        deliveries: each delivery, by the number of the "handed_in" that it delivered.
        arrived: the folder names of what came from JupyterLab and was taken in.

    Raises:
        StoreError: the store cannot be read.
    """

    def __init__(self, store: Store, say: Say = print) -> None:
        self._journeys: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self.arrived: set[str] = set()
        for record in (one for what in _STEPS for one in store.read(what=what)):
            if record.what != "handed_in" or self._can_go(record, say):
                of = record.learner, str(record.body.get("assignment"))
                self._journeys[of].append(record)
        self.deliveries: dict[int, Record] = {}
        self._names: dict[str, int] = {}
        for record in store.read(what="delivered"):
            self.add(record)

    def add(self, delivered: Record) -> None:
        """Know of one more delivery."""
        id = int(delivered.body["handed_in"])
        self.deliveries[id] = delivered
        self._names[str(delivered.body["submission"])] = id

    def assignments(self) -> list[str]:
        """Return the names of the assignments that somebody has sent."""
        return sorted({assignment for _, assignment in self._journeys})

    def journeys(
        self, assignment: str, learners: Collection[str] | None = None
    ) -> dict[str, Journey]:
        """Return where everybody's reflection is, by learner.

        Args:
            assignment: of which assignment.
            learners: these alone.
        """
        return {
            learner: journey(sorted(records, key=_id))
            for (learner, of), records in sorted(self._journeys.items())
            if of == assignment and (learners is None or learner in learners)
        }

    def on_desk(
        self, assignment: str, learners: Collection[str] | None = None
    ) -> list[Version]:
        """Return the versions that a tutor may mark, oldest first."""
        found = self.journeys(assignment, learners).values()
        return sorted((one.on_desk for one in found if one.on_desk), key=lambda v: v.id)

    def undelivered(self, assignment: str) -> list[Version]:
        """Return the versions on the desk that nbgrader does not have, oldest first."""
        desk = self.on_desk(assignment)
        return [one for one in desk if one.id not in self.deliveries]

    def places(self, assignment: str, one: Version) -> Places:
        """Return where the files of a version are, or are to be."""
        learner, at = one.sent.learner, one.sent.at
        while self._taken(name(learner, assignment, at), one.id):
            at += timedelta(microseconds=1)  # sent twice in one instant
        return Places(learner, assignment, at)

    def folders(self) -> set[str]:
        """Return the names of all folders in the exchange that deliveries make."""
        made = set(self._names)
        for (learner, assignment), records in self._journeys.items():
            for one in journey(sorted(records, key=_id)).versions:
                made.add(name(learner, assignment, one.sent.at))
                made.add(self.places(assignment, one).name)
        return made

    def _taken(self, name: str, id: int) -> bool:
        """Return whether a submission's folder has `name` and is not of version `id`."""
        return self._names.get(name, id) != id or name in self.arrived

    def _can_go(self, record: Record, say: Say) -> bool:
        """Return whether `record` can go to a tutor; say so if not."""
        try:
            sent = Sent.model_validate(record.body)
        except ValidationError as error:
            wrong = error.errors()[0]
            where = ".".join(str(step) for step in wrong["loc"])
            say(f"Record {record.id} cannot be delivered: {where}: {wrong['msg']}.")
            return False
        if sent.submission:
            self.arrived.add(sent.submission)
        if record.audience in ("me", "partner"):
            say(f"Record {record.id} is not delivered: it is not shared with a tutor.")
            return False
        if not LEARNER.fullmatch(record.learner):
            say(f"Record {record.id} cannot be delivered: nbgrader takes no such id.")
            return False
        return True


def _id(record: Record) -> int:
    if record.id is None:
        raise StoreError("what is not in the store has not been sent")
    return record.id
