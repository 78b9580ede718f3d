"""Take what learners handed in to nbgrader, once each, whatever happens meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pydantic import ValidationError

from academy import locks
from academy.assessment import config
from academy.store import Record, Store
from academy_widgets.exercise import HandedIn

Say = Callable[[str], object]

_LEARNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""Ids that are safe as a folder's name; nbgrader builds paths and patterns of them."""


class Waiting(NamedTuple):
    """Something handed in that nbgrader does not have yet."""

    record: Record
    handed_in: HandedIn


class Delivery(NamedTuple):
    """What one delivery did.

    Attributes:
        delivered: how many went to nbgrader.
        waiting: how many wait until their assignment is released.
    """

    delivered: int
    waiting: int


@contextmanager
def only_one() -> Iterator[None]:
    """Wait until no other process works on nbgrader's folders, then hold them."""
    with (config.desk_folder() / "lock").open("w") as file:
        locks.hold(file.fileno())
        yield


def waiting(store: Store, say: Say = print) -> list[Waiting]:
    """Return what was handed in and not delivered, oldest first.

    Raises:
        StoreError: the store cannot be read.
    """
    done = {one.body.get("handed_in") for one in store.read(what="delivered")}
    found = []
    for record in store.read(what="handed_in"):
        if record.id in done:
            continue
        if record.audience in ("me", "partner"):
            say(f"Record {record.id} is not delivered: it is not shared with a tutor.")
            continue
        try:
            handed_in = HandedIn.model_validate(record.body)
        except ValidationError as error:
            wrong = error.errors()[0]
            where = ".".join(str(step) for step in wrong["loc"])
            say(f"Record {record.id} cannot be delivered: {where}: {wrong['msg']}.")
            continue
        if not _LEARNER.fullmatch(record.learner):
            say(f"Record {record.id} cannot be delivered: nbgrader takes no such id.")
            continue
        found.append(Waiting(record, handed_in))
    return found


def deliver(store: Store, say: Say = print) -> Delivery:
    """Submit everything that waits and whose assignment is released.

    Safe to call at any time, from many processes at once, and after a crash.

    Raises:
        StoreError: the store cannot be read or written.
        AssessmentError: nbgrader did not take a submission.
    """
    everything = waiting(store, say)
    ready = [one for one in everything if config.released(one.handed_in.assignment)]
    if not ready:
        return Delivery(0, len(everything))
    with only_one():
        taken = {one.body.get("submission") for one in store.read(what="delivered")}
        still = {one.record.id for one in waiting(store, _silent)}
        mine = [one for one in ready if one.record.id in still]
        for one in mine:
            taken.add(_deliver_one(store, one, taken, say))
    return Delivery(len(mine), len(everything) - len(ready))


def _deliver_one(store: Store, one: Waiting, taken: set[str | None], say: Say) -> str:
    # nbgrader takes seconds to import, and mostly there is nothing to deliver.
    from academy.assessment import exchange  # noqa: PLC0415  see above

    record = one.record
    assignment, answers = one.handed_in.assignment, one.handed_in.answers
    at = record.at
    while exchange.name(record.learner, assignment, at) in taken:
        at += timedelta(microseconds=1)  # sent twice in one instant: keep both
    name, unknown = exchange.submit(record.learner, assignment, at, answers)
    for grade_id in unknown:
        say(
            f"Record {record.id}: {assignment} has no answer cell {grade_id!r}; "
            "that text stays in the store."
        )
    body = {"assignment": assignment, "handed_in": record.id, "submission": name}
    update = {"what": "delivered", "at": datetime.now(UTC), "audience": "tutor"}
    store.append(record.model_copy(update=update | {"body": body, "id": None}))
    return name


def _silent(_: str) -> None:
    """Say nothing: it was said before."""
