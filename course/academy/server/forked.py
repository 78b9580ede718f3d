"""What happens when a kernel is forked from a module's snapshot, just before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy import left, session, sharing, show
from academy.people import People


def learner_is_here(kernel: Any, options: Mapping[str, Any]) -> None:  # noqa: ANN401  ipykernel's
    """Give the module's exercises their learner; an `after_fork` hook."""
    del kernel, options
    show.learner_is_here()


def warm_up() -> None:
    """Use the store once before any fork; a `warm_up` hook.

    What that imports and works out is then shared by all kernels. No connection is
    left open: each kernel makes its own.
    """
    store = session.open_store()
    nobody = session.Session(
        session.NOBODY, version="", page="", store=store, ties=People(store).cohorts
    )
    left.all_as_left(sharing.exercises().values(), nobody)
    store.read(learner=session.NOBODY, exercise="", what="response")
    store.close()
