"""What happens when a kernel is forked from a module's snapshot, just before and after."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from academy import left, session, sharing, show
from academy.people import People
from academy.store import Record


def learner_is_here(kernel: Any, options: Mapping[str, Any]) -> None:  # noqa: ANN401  ipykernel's
    """Give the module's exercises their learner; an `after_fork` hook."""
    del kernel, options
    show.learner_is_here()


def warm_up() -> None:
    """Do once, before any fork, what a learner's first answer takes; a `warm_up` hook.

    What that imports and works out is then shared by all kernels. Nothing of it is kept,
    and no connection is left open: each kernel makes its own.
    """
    store = session.open_store()
    nobody = session.Session(
        session.NOBODY, version="", page="", store=store, ties=People(store).cohorts
    )
    exercises = sharing.exercises()
    left.all_as_left(exercises.values(), nobody)
    for exercise in exercises.values():
        rng = random.Random(exercise.id)  # noqa: S311  chance, and no secret
        exercise.feedback(exercise.simulate(rng))
    store.read(learner=session.NOBODY, exercise="", what="response")
    store.drafts(learner=session.NOBODY, exercise="")
    store.rehearse(
        Record(
            learner=session.NOBODY,
            exercise="",
            version="",
            at=datetime.now(UTC),
            body={},
            uid="1",
        )
    )
    store.close()
