"""The end of a learner's words, when they or an operator ask for it."""

from __future__ import annotations

from academy.people import People
from academy.store import Store, StoreError


def erase(store: Store, people: People, learner: str, exercise: str | None = None) -> str:
    """Take away what `learner` wrote; without an exercise, also that they were here.

    Returns:
        Nothing, or what of it happens only later, in the store's words.

    Raises:
        StoreError: it could not be erased; nothing is changed.
    """
    late = ""
    try:
        store.erase(learner=learner, exercise=exercise)
    except StoreError as error:
        # The words may be gone, and only the log not emptied yet; that is made good
        # when the store is tidied.
        rest = store.read(learner=learner, exercise=exercise)
        if rest or store.drafts(learner=learner, exercise=exercise):
            raise
        late = str(error)
    if exercise is None:
        try:
            people.known.forget(learner)
        except StoreError as error:
            late = str(error)
    return late
