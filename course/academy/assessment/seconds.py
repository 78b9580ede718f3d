"""Which reflections a tutor is to mark a second time, in all of their cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from academy.assessment.fair import due_second
from academy.people import People

if TYPE_CHECKING:
    from academy.assessment.book import Book, Work


def due(tutor: str, works: list[Work], people: People, book: Book) -> list[Work]:
    """Return those of `works` that `tutor` may give a second mark now, oldest first.

    Args:
        tutor: the tutor's learner id.
        works: all that `tutor` may mark, of any cohort and assignment.
        people: who is in which cohort.
        book: where marks and each cohort's share are.
    """
    found: dict[int, Work] = {}
    assignments = sorted({one.assignment for one in works})
    for cohort in people.cohorts.memberships(tutor):
        if cohort.role != "tutor":
            continue
        for name in assignments:
            share = book.options(cohort.cohort, name).second_share
            if share:
                here = of_cohort(people, cohort.cohort, works, name)
                done = {work.id for work, *_ in book.seconds(name)}
                found |= {one.id: one for one in due_second(tutor, here, share, done)}
    return sorted(found.values(), key=lambda one: (one.sent_at, one.id))


def of_cohort(
    people: People, cohort: str, works: list[Work], assignment: str
) -> list[Work]:
    """Return those of `works` that a learner of `cohort` sent for `assignment`."""
    learners = {
        one.learner for one in people.cohorts.members(cohort) if one.role == "learner"
    }
    return [
        one for one in works if one.assignment == assignment and one.learner in learners
    ]
