"""An exercise as its learner left it, also when they left it in two places at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from academy import handing_in, sharing
from academy.group_results import gathering
from academy.session import Session
from academy.store import Draft, Json, Record, by_exercise
from academy_widgets.exercise import Exercise, ResponseError

MOST_OTHERS = 5


Left = dict[str, Json]
"""The traits in which an exercise's view differs for one learner."""


def as_left(exercise: Exercise, session: Session) -> Left:
    """Return an exercise's traits as this learner left them.

    Raises:
        StoreError: the store did not answer.
    """
    store, learner = session.store, session.learner
    records = store.read(learner=learner, exercise=exercise.id)
    drafts = store.drafts(learner=learner, exercise=exercise.id)
    return _left(exercise, session, records, drafts)


def all_as_left(exercises: Iterable[Exercise], session: Session) -> dict[str, Left]:
    """Return the same for many exercises, by id, with a few questions to the store.

    Raises:
        StoreError: the store did not answer.
    """
    done = by_exercise(session.store, session.learner)
    return {one.id: _left(one, session, *done.get(one.id, ([], []))) for one in exercises}


def _left(
    exercise: Exercise, session: Session, records: list[Record], drafts: list[Draft]
) -> Left:
    answers = sharing.answers(records)
    newest = answers[-1] if answers else None
    head = _head(answers, drafts)
    given: Left = {
        "saved": {
            "n": 0,
            "learner": session.learner,
            "steps": sharing.steps(session.audiences, exercise),
            "stays": exercise.stays_with_me,
            **shared(answers),
        }
    }
    if said := feedback(exercise, records, session):
        given["feedback"] = said
    if group := gathering.for_learner(
        session.store, session.ties, session.learner, exercise, records
    ):
        given["group"] = group
    if head:
        given["draft"] = {"n": 0, "page": head.page, "form": _form(head)}
        given["saved"]["at"] = head.at.isoformat()
        everything: list[Draft | Record] = [*drafts, *answers]
        given["saved"]["seen"] = max(map(_id, everything))
        given["others"] = offered(answers, drafts)
    if isinstance(head, Draft) and not (newest and _form(newest) == _form(head)):
        given["saved"]["changed"] = True
    if given.get("feedback", {}).get("with_tutor"):
        given["saved"]["sent"] = True
    return given


def shared(answers: Sequence[Record]) -> Json:
    """Return who may read what was answered: the newest answer, and any before it."""
    said: Json = {
        "answered": bool(answers),
        "audience": answers[-1].audience if answers else "me",
    }
    reached = max((one.audience for one in answers), key=sharing.LADDER.index, default="me")
    if reached != said["audience"]:
        said["earlier"] = reached
    return said


def offered(answers: Sequence[Record], drafts: Sequence[Draft]) -> Json:
    """Return the trait `others`: what stands beside what is shown.

    Args:
        answers: what the learner answered here, oldest first.
        drafts: what they wrote here, newest first.
    """
    head = _head(answers, drafts)
    beside = others(head, [*drafts, *answers]) if head else []
    return {
        "versions": beside[:MOST_OTHERS],
        # What is not shown yet must not be lost to what is done with what is.
        "more": [one["id"] for one in beside[MOST_OTHERS:]],
    }


def _head(answers: Sequence[Record], drafts: Sequence[Draft]) -> Draft | Record | None:
    """Return what is shown: what was written last."""
    last: list[Draft | Record] = [*answers[-1:], *drafts[:1]]
    return max(last, key=_id, default=None)


def others(head: Draft | Record, everything: Sequence[Draft | Record]) -> list[Json]:
    """Return what else was written here and is not part of `head`, newest first.

    Somebody with two tabs, or two devices, wrote the same answer twice: what came last
    is shown, and the other is not lost. It stays beside until its writer has put it in
    or put it away.
    """
    form = _form(head)
    found = [
        one
        for one in everything
        if one.page != head.page
        and (_id(one) > head.seen or _id(one) in head.beside)
        and _form(one) != form
    ]
    found.sort(key=_id, reverse=True)
    return [
        {
            "id": _id(one),
            "page": one.page,
            "at": one.at.isoformat(),
            "form": _form(one),
        }
        for one in found
    ]


def feedback(exercise: Exercise, records: Sequence[Record], session: Session) -> Json:
    """Return what to show of the newest answer, and what became of what was sent.

    Args:
        exercise: which.
        records: all that its learner did in it, oldest first.
        session: theirs.
    """
    said: Json = {}
    answered = [one for one in records if one.what == "response"]
    if answered:
        # The exercise may have changed since; the words are still in the form.
        with suppress(ResponseError):
            said = exercise.feedback(answered[-1].body["answer"])
    module = exercise.id.split("/")[0]
    return said | handing_in.news(
        records, lambda: session.ties.due(session.learner, module)
    )


def _form(one: Draft | Record) -> Json:
    form: Json = one.body if isinstance(one, Draft) else one.body["form"]
    return form


def _id(one: Draft | Record) -> int:
    if one.id is None:
        raise ValueError("only what is in the store has a place in its order")
    return one.id
