"""How far a learner is: derived from what they did, never ticked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from academy import content, paths
from academy.store import Store


@dataclass(frozen=True)
class Progress:
    """What a learner did in one module.

    Attributes:
        done: how many of its exercises they answered at least once.
        of: how many it has.
        last: when they answered last, in UTC, or None.
    """

    done: int
    of: int
    last: datetime | None

    @property
    def percent(self) -> int:
        """The share done, in whole percent."""
        return round(100 * self.done / self.of) if self.of else 0


@cache
def exercise_ids(module: Path) -> frozenset[str]:
    """Return the ids of a module's exercises."""
    return frozenset(one.id for one in content.exercises(module))


def module_progress(store: Store, learner: str, module: content.Module) -> Progress:
    """Return how far `learner` is in `module`.

    Raises:
        StoreError: the store did not answer.
    """
    ids = exercise_ids(paths.content() / "modules" / module.id)
    answered = [
        record
        for record in store.read(learner=learner, what="response")
        if record.exercise in ids
    ]
    return Progress(
        done=len({record.exercise for record in answered}),
        of=len(ids),
        last=answered[-1].at if answered else None,
    )
