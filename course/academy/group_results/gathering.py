"""What a cohort found together: of those who had their answers counted in, from five on."""

from __future__ import annotations

import logging
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
from academy_widgets.found import Cell, Found
from academy_widgets.small_cells import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from academy.people import Member

WITHHELD = "withheld: too few people"
AS_BEFORE = "(as told before)"
SORRY = (
    "What your group found cannot be worked out just now; your own answer is safe. If it "
    "stays so, tell whoever runs this course."
)

Answers = frozenset[int]
"""Ids of answers that something is about."""

_log = logging.getLogger(__name__)


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
    they were, and are so compared with every telling before it: whoever compares two
    must not see one person's between them. The same goes for each entry of a table that
    is about some alone.

    Returns:
        "found" as `Found`, with what is about too few withheld, "people" and "at" (ISO, in
        UTC); or "waiting", true; or "sorry", a sentence, where it could not be worked out.

    Raises:
        StoreError: the store did not answer.
    """
    what = f"found:{exercise.id}"
    with _one_at_a_time(cohort):
        chosen = dict(sharing.counted(store, groups.members(cohort), exercise.id))
        if len(chosen) < FEWEST:
            return {"waiting": True}
        before = groups.release(cohort, what)
        earlier = _tellings(before)
        # Most visits end here: going through thirty answers takes half a second.
        if before and _close(frozenset(before["of"]), frozenset(chosen)):
            return _shown(before)
        counted = {id: one for id, one in chosen.items() if _taken(exercise, one)}
        if len(counted) < FEWEST:
            return {"waiting": True}
        if before and any(
            _close(frozenset(one["of"]), frozenset(counted)) for one in earlier
        ):
            return _shown(before)
        try:
            whole = exercise.together(list(counted.values()))
        except Exception:  # noqa: BLE001  one kind's mistake must not shut a page
            _log.exception("What %s found in %s could not be told.", cohort, exercise.id)
            return _shown(before) if before else {"sorry": SORRY}
        found, parts = _tellable(whole, list(counted), earlier, before)
        body = {
            "of": sorted(counted),
            "people": len(counted),
            "at": (now or datetime.now(UTC)).isoformat(),
            "found": found.model_dump(mode="json"),
            "tellings": [*earlier, {"of": sorted(counted), "parts": parts}],
        }
        groups.keep_release(cohort, what, body)
    return _shown(body)


def _tellings(before: Json | None) -> list[Json]:
    """Return whom each telling so far was about, and each part of it, the oldest first."""
    if before is None:
        return []
    found: list[Json] = before.get("tellings", [{"of": before["of"], "parts": {}}])
    return found


def _tellable(
    found: Found, ids: Sequence[int], earlier: Sequence[Json], before: Json | None
) -> tuple[Found, dict[str, list[list[int]]]]:
    """Return `found` without what gives somebody away, and whom its parts are about.

    An entry that too few people have changed stands as it was told before.
    """
    old = dict(_entries(before["found"])) if before else {}
    last = earlier[-1]["parts"] if earlier else {}
    parts: dict[str, list[list[int]]] = {}

    def entry(name: str, cell: Cell) -> Cell:
        about = [frozenset(ids[at] for at in group) for group in cell.of]
        if not about and cell.people == len(ids):
            about = [frozenset(ids)]
        if not cell.people or not about or min(cell.people, *map(len, about)) < FEWEST:
            return Cell(text=WITHHELD if cell.people else cell.text, people=0)
        if not any(_nearly(about, one["parts"].get(name, [])) for one in earlier):
            parts[name] = [sorted(group) for group in about]
            return cell
        if name not in last:
            return Cell(text=WITHHELD, people=0)
        parts[name] = last[name]
        was = Cell.model_validate(old[name])
        text = was.text.removesuffix(f" {AS_BEFORE}")
        return was.model_copy(update={"text": f"{text} {AS_BEFORE}"})

    tables = [
        table.model_copy(
            update={
                "rows": tuple(
                    row.model_copy(
                        update={
                            "cells": tuple(
                                entry(_name(row.name, column), cell)
                                for column, cell in zip(
                                    table.columns, row.cells, strict=True
                                )
                            )
                        }
                    )
                    for row in table.rows
                )
            }
        )
        for table in found.tables
    ]
    return found.model_copy(update={"tables": tuple(tables)}), parts


def _name(row: str, column: str) -> str:
    return f"{row} | {column}"


def _entries(found: Json) -> Iterator[tuple[str, Json]]:
    for table in found["tables"]:
        for row in table["rows"]:
            for column, cell in zip(table["columns"], row["cells"], strict=True):
                yield _name(row["name"], column), cell


def _nearly(now: Sequence[Answers], before: Sequence[Sequence[int]]) -> bool:
    """Say whether a group of one is nearly, and not quite, one of the other."""
    earlier = [frozenset(one) for one in before]
    return any(one != other and _close(one, other) for one in now for other in earlier)


def _close(one: Answers, other: Answers) -> bool:
    """Say whether too few answers differ to be told anew.

    One person has one answer in each, so these are at least so many people.
    """
    return max(len(one - other), len(other - one)) < FEWEST


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
