"""When people of a cohort are no longer what they were to each other.

Who shared an answer with their partner or their cohort chose these people. When others
take their place, the answer goes back to its writer, who can share it anew.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime

from academy import sharing
from academy.people import People
from academy.people.known import utc_now
from academy.store import Audience, Record, Store


def leave(
    store: Store, people: People, cohort: str, learner: str, now: datetime | None = None
) -> None:
    """Take `learner` out of `cohort`, and what they shared with it back to them.

    Raises:
        StoreError: it could not be kept.
    """
    others = [one for one in people.cohorts.memberships(learner) if one.cohort != cohort]
    if any(one.role == "learner" for one in others):
        # The same words may be shared with the other cohort, where they stay.
        take_back(store, learner, {"partner"}, now)
    else:
        take_back(store, learner, {"partner", "tutor", "cohort"}, now)
    people.cohorts.leave(cohort, learner, now)


def pair(
    store: Store, people: People, cohort: str, rng: random.Random | None = None
) -> None:
    """Give each learner of `cohort` a partner by lot, in place of any before.

    Raises:
        StoreError: it could not be kept.
    """
    # First of all back, so that nobody reads in between what was not for them.
    for one in people.cohorts.members(cohort):
        if one.role == "learner":
            take_back(store, one.learner, {"partner"})
    people.cohorts.pair(cohort, rng)


def take_back(
    store: Store,
    learner: str,
    audiences: Collection[Audience],
    now: datetime | None = None,
) -> int:
    """Make what `learner` shared with `audiences` theirs alone; return how many answers.

    Raises:
        StoreError: it could not be kept.
    """
    mine = sharing.answers(store.read(learner=learner))
    found = [one for one in mine if one.audience in audiences]
    newest = {one.exercise: one for one in found}
    for answer in newest.values():
        store.append(
            Record(
                what="shared",
                learner=answer.learner,
                exercise=answer.exercise,
                version=answer.version,
                at=now or utc_now(),
                audience="me",
                body={"of": answer.id},
            )
        )
    return len(found)
