"""Worries whose contact is gone: they go to the cohort's next tutor, or are told."""

from __future__ import annotations

from academy.assessment.book import Book, Worry
from academy.people import Member, People


def pass_on(book: Book, people: People) -> list[Worry]:
    """Hand each open worry whose contact has left to the tutor who is there longest.

    Safe to call before anything is shown: mostly there is nothing to hand on.

    Returns:
        Those that reach nobody, as their cohort has no tutor any more.

    Raises:
        BookError: the gradebook did not answer.
        StoreError: the store did not answer.
    """
    left = []
    for one in book.worries():
        cohorts = _cohorts(people, one)
        if any(people.cohorts.tutors(one.contact, cohort) for cohort in cohorts):
            continue
        if (next_ := _longest_there(people, cohorts)) is None:
            left.append(one)
        else:
            book.pass_worry(one.id, next_.learner)
    return left


def _cohorts(people: People, one: Worry) -> list[str]:
    """Return by which cohorts the one who was worried knew the learner, newest first.

    Whoever was worried may be erased: then it is every cohort of the learner's.
    """
    mine = [it.cohort for it in people.cohorts.ever(one.learner) if it.role == "learner"]
    theirs = {it.cohort for it in people.cohorts.ever(one.tutor) if it.role == "tutor"}
    return [it for it in mine if it in theirs] or mine


def _longest_there(people: People, cohorts: list[str]) -> Member | None:
    for cohort in cohorts:
        here = [one for one in people.cohorts.members(cohort) if one.role == "tutor"]
        if here:
            return min(here, key=lambda one: one.joined_at)
    return None
