"""The end of a learner's words, when they or an operator ask for it."""

from __future__ import annotations

from academy.assessment.config import AssessmentError
from academy.assessment.forget import Desk
from academy.people import People
from academy.store import Store, StoreError


def erase(store: Store, people: People, learner: str, exercise: str | None = None) -> str:
    """Take away what `learner` wrote; without an exercise, also that they were here.

    What they handed in goes from nbgrader's course too, with its marks. That is first:
    as long as it fails, everything is in the store, and it can be asked for again.

    Returns:
        Nothing, or what of it happens only later, in the store's words.

    Raises:
        StoreError: it could not be erased; the store is as it was.
    """
    late, desk = "", Desk(people.data)
    try:
        with desk.held():
            desk.forget(people.known.ids(learner), _assignments(store, learner, exercise))
            late = _erase_words(store, learner, exercise)
    except (AssessmentError, OSError) as error:
        raise StoreError("a tutor's copy of it could not be erased; try again") from error
    if exercise is None:
        try:
            people.known.forget(learner)
        except StoreError as error:
            late = str(error)
    return late


def erase_what_was_sent(store: Store, people: People, learner: str) -> None:
    """Take away from nbgrader's course what has been erased from the store.

    A reflection of which the store still has a version stays, with all of its versions.

    Raises:
        StoreError: it could not be erased, or the store did not answer.
    """
    desk = Desk(people.data)
    try:
        with desk.held():
            left = {
                one.body["assignment"]
                for one in store.read(learner=learner, what="handed_in")
            }
            ids = people.known.ids(learner)
            desk.forget(ids, desk.assignments_of(ids) - left)
    except (AssessmentError, OSError) as error:
        raise StoreError("a tutor's copy of it could not be erased; try again") from error


def _assignments(store: Store, learner: str, exercise: str | None) -> set[str] | None:
    """Return what of nbgrader's an exercise is; None for everything."""
    if exercise is None:
        return None
    sent = store.read(learner=learner, exercise=exercise, what="handed_in")
    return {str(one.body["assignment"]) for one in sent}


def _erase_words(store: Store, learner: str, exercise: str | None) -> str:
    try:
        store.erase(learner=learner, exercise=exercise)
    except StoreError as error:
        # The words may be gone, and only the log not emptied yet; that is made good
        # when the store is tidied.
        rest = store.read(learner=learner, exercise=exercise)
        if rest or store.drafts(learner=learner, exercise=exercise):
            raise
        return str(error)
    return ""
