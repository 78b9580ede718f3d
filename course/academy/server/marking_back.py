"""What of a cohort's reflections can go back to its learners, and what waits for what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from academy.assessment import refusals
from academy.assessment.refusals import Refusal
from academy.people import People
from academy.server.marking_queue import Known, about
from academy.store import Store

if TYPE_CHECKING:
    from academy.assessment.book import Work
    from academy.server.desk import Open

WAITS: dict[str, str] = {
    "bounds": "with a score that its question does not allow",
    "changed": "changed since the last mark",
    "begun": "marked in part",
    "new": "not marked yet",
}
"""Why a reflection cannot go back yet."""


class Back(NamedTuple):
    """How a cohort's reflections of one assignment stand.

    Attributes:
        title: the cohort's.
        ready: what is fully marked, and whose learners do not have these marks.
        before: how many have these very marks.
        waits: what cannot go back yet, by why.
        unsent: how many have handed nothing in.
    """

    cohort: str
    title: str
    assignment: str
    ready: list[Work]
    before: int
    waits: dict[str, list[Work]]
    unsent: int

    @property
    def left(self) -> int:
        """How many cannot go back yet."""
        return sum(map(len, self.waits.values()))

    @property
    def called(self) -> str:
        """What the assignment is called."""
        return about(self.assignment).title


def backs(store: Store, known: Known, works: Sequence[Work]) -> list[Back]:
    """Return how each cohort's reflections stand, of what somebody has sent.

    Args:
        store: where it is kept what came back, and when.
        known: whom the tutor knows.
        works: what they may mark.

    Raises:
        StoreError: the store did not answer.
    """
    came = {
        int(one.body["handed_in"]): one.at
        for one in store.read(what="returned")
        if "handed_in" in one.body
    }
    found = []
    for cohort, title in known.titles.items():
        here = known.learners(cohort)
        mine = [one for one in works if one.learner in here]
        for assignment in sorted({one.assignment for one in mine}):
            these = [one for one in mine if one.assignment == assignment]
            back = Back(cohort, title, assignment, [], 0, {}, len(here) - len(these))
            for work in these:
                at = came.get(work.id)
                if (why := _why(work)) is not None:
                    back.waits.setdefault(why, []).append(work)
                elif at is None or work.marked_at is None or at < work.marked_at:
                    back.ready.append(work)
                else:
                    back = back._replace(before=back.before + 1)
            found.append(back)
    return found


def _why(work: Work) -> str | None:
    if work.out_of_bounds:
        return "bounds"
    return None if work.state == "marked" else work.state


def exact(store: Store, open_: Open, back: Back) -> Back:
    """Return the same, each mark compared with what its learner has.

    A mark that was changed and changed again to what it was is none that is new.

    Raises:
        AssessmentError: the assignment or the gradebook cannot be read.
        StoreError: the store did not answer.
    """
    from academy.assessment.standing import standings  # noqa: PLC0415  imports nbgrader's own

    writers = {one.learner for one in back.ready}
    told = standings(store, open_.book, back.assignment, writers)
    ready = [
        one for one in back.ready if not (it := told.get(one.learner)) or not it.returned
    ]
    return back._replace(ready=ready, before=back.before + len(back.ready) - len(ready))


class NotTaken(NamedTuple):
    """What came from JupyterLab and was not taken in.

    Attributes:
        name: what its learner is called.
    """

    name: str
    why: str


def not_taken(people: People, known: Known) -> list[NotTaken]:
    """Return what was refused of whoever the tutor knows; of nobody else.

    Raises:
        StoreError: the store did not answer.
    """
    found = []
    for one in refusals.refused():
        learner = _whose(people, one)
        if learner and known.cohort(learner):
            found.append(NotTaken(known.name(learner), one.why))
    return found


def _whose(people: People, one: Refusal) -> str:
    return people.known.canonical(one.learner) if one.learner else ""
