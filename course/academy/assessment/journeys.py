"""Where every learner's reflections are: the log, read once for all of them."""

from __future__ import annotations

from academy.journey import Journey, journey
from academy.store import Record, Store, What

_STEPS: tuple[What, ...] = ("handed_in", "withdrawn", "marking", "returned", "answered")

Journeys = dict[tuple[str, str], Journey]
"""By learner and assignment."""


def journeys(store: Store, assignment: str | None = None) -> Journeys:
    """Return where each learner's reflection of each assignment is.

    Args:
        store: where the log is.
        assignment: this one alone.

    Raises:
        StoreError: the store did not answer.
    """
    found: dict[tuple[str, str], list[Record]] = {}
    for what in _STEPS:
        for record in store.read(what=what):
            of = record.body.get("assignment", "")
            if of and assignment in (None, of):
                found.setdefault((record.learner, of), []).append(record)
    return {
        key: journey(sorted(records, key=lambda one: one.id or 0))
        for key, records in found.items()
    }
