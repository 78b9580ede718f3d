"""What a cohort found together: of those who had their answers counted in, from five on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from academy import paths, sharing
from academy.locks import hold
from academy.sharing import Ties
from academy.store import Json, Record, Store
from academy_widgets.exercise import Exercise, ResponseError
from academy_widgets.found import Found
from academy_widgets.small_cells import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from academy.people import Member

WITHHELD = "withheld: fewer than 5 people"


class Groups(Ties, Protocol):
    """What has to be known of groups: `people.Cohorts` knows it."""

    def memberships(self, learner: str) -> list[Member]:
        """Return what `learner` is in which cohorts, the newest first."""
        ...

    def members(self, cohort: str) -> list[Member]:
        """Return who is in `cohort`."""
        ...

    def title(self, cohort: str) -> str:
        """Return what `cohort` is called."""
        ...

    def release(self, cohort: str, what: str) -> Json | None:
        """Return what was last told about a group, if anything was."""
        ...

    def keep_release(self, cohort: str, what: str, body: Json) -> None:
        """Remember what was told about a group."""
        ...


def for_learner(
    store: Store,
    groups: Groups,
    learner: str,
    exercise: Exercise,
    records: Sequence[Record],
) -> Json | None:
    """Return what `learner` may know of what their cohorts found in `exercise`.

    Args:
        store: where words are.
        groups: who is in which cohort.
        learner: who asks.
        exercise: which.
        records: all that the learner did in it, oldest first.

    Returns:
        "in", whether they are counted themselves, and for each cohort that they learn in
        its title and what `told` returns; None where there is nothing to gather.

    Raises:
        StoreError: the store did not answer.
    """
    if not exercise.gathers:
        return None
    mine = [one.cohort for one in groups.memberships(learner) if one.role == "learner"]
    if not mine:
        return None
    found = [
        {"title": groups.title(one)} | told(store, groups, one, exercise) for one in mine
    ]
    return {"in": sharing.counts_in(records), "cohorts": found}


def told(
    store: Store,
    groups: Groups,
    cohort: str,
    exercise: Exercise,
    now: datetime | None = None,
) -> Json:
    """Return what readers may know of the answers in `cohort` that are counted in.

    Nothing below five people. What was told stands until five answers are others than
    they were: whoever compares two tellings must not see one person's between them.

    Returns:
        "found" as `Found`, with what is about too few withheld, "people" and "at" (ISO, in
        UTC); or "waiting", true.

    Raises:
        StoreError: the store did not answer.
    """
    what = f"found:{exercise.id}"
    with _one_at_a_time(cohort):
        counted = {
            id: answer
            for id, answer in sharing.counted(store, groups.members(cohort), exercise.id)
            if _taken(exercise, answer)
        }
        if len(counted) < FEWEST:
            return {"waiting": True}
        before = groups.release(cohort, what)
        if before and _alike(set(before["of"]), set(counted)):
            return _shown(before)
        found = withheld(exercise.together(list(counted.values())))
        body = {
            "of": sorted(counted),
            "people": len(counted),
            "at": (now or datetime.now(UTC)).isoformat(),
            "found": found.model_dump(mode="json"),
        }
        groups.keep_release(cohort, what, body)
    return _shown(body)


def withheld(found: Found) -> Found:
    """Return `found` without what is about one to four people."""
    tables = []
    for table in found.tables:
        rows = []
        for row in table.rows:
            cells = [
                cell.model_copy(update={"text": WITHHELD, "shade": None, "people": 0})
                if 0 < cell.people < FEWEST
                else cell
                for cell in row.cells
            ]
            rows.append(row.model_copy(update={"cells": tuple(cells)}))
        tables.append(table.model_copy(update={"rows": tuple(rows)}))
    return found.model_copy(update={"tables": tuple(tables)})


def _alike(before: set[int], now: set[int]) -> bool:
    """Say whether too few answers differ to be told anew.

    One person has one answer in each, so these are at least so many people.
    """
    return max(len(now - before), len(before - now)) < FEWEST


def _taken(exercise: Exercise, answer: Json) -> bool:
    """Say whether an answer still fits; the exercise may have changed since."""
    try:
        exercise.feedback(answer)
    except ResponseError:
        return False
    return True


def _shown(body: Json) -> Json:
    return {name: body[name] for name in ("people", "at", "found")}


@contextmanager
def _one_at_a_time(cohort: str) -> Iterator[None]:
    """Keep two processes from telling of two groups that differ by one."""
    path = paths.data() / f"{cohort}.lock"
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        hold(file)
        yield
    finally:
        os.close(file)
