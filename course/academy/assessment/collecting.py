"""Take in what learners handed in, and make it ready to mark."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from academy.assessment import incoming
from academy.assessment.book import Book
from academy.assessment.config import AssessmentError
from academy.assessment.delivery import Delivering, Say, only_one
from academy.assessment.sendings import Sendings
from academy.assessment.steps import must_be_released
from academy.assessment.withdrawing import take_back
from academy.people import People
from academy.store import SqliteStore


class Collected(NamedTuple):
    """What one `collect` did, and what is there now.

    Attributes:
        new: how many became ready to mark.
        to_mark: how many wait for a tutor now, these among them.
        withdrawn: how many were taken away, as their learners took them back.
    """

    new: int
    to_mark: int
    withdrawn: int


def collect(
    store: SqliteStore, book: Book, assignment: str, say: Say, cohort: str | None = None
) -> Collected:
    """Take in what was handed in and make it ready to mark.

    What JupyterLab brought is taken in first, of all assignments. Safe to repeat, and
    after a crash.

    Args:
        store: where learners' words are.
        book: where the marks are.
        assignment: of which assignment.
        say: takes one line of progress.
        cohort: only of the learners of this one.

    Raises:
        AssessmentError: it cannot be done; one sentence says why.
        StoreError: the store does not answer.
    """
    must_be_released(assignment)
    learners = learners_of(store, cohort)
    people = People(store)
    with only_one():
        incoming.take_in(store, say)
        book.same(people.known.former())
        sendings = Sendings(store, say)
        if not sendings.journeys(assignment, learners):
            who = "Nobody" if cohort is None else f"Nobody of {cohort}"
            raise AssessmentError(f"{who} has handed in {assignment} yet.")
        gone = take_back(book, sendings, people.known, assignment, learners, say)
        new = Delivering(store, book, sendings, say).make_ready(assignment, learners)
        works = book.works(assignment=assignment, learners=learners)
    return Collected(new, sum(bool(one.to_mark) for one in works), gone)


def learners_of(store: SqliteStore, cohort: str | None) -> Collection[str] | None:
    """Return the learners of `cohort`; None, for everybody, if it is None.

    Raises:
        AssessmentError: there is no such cohort.
        StoreError: the store does not answer.
    """
    if cohort is None:
        return None
    cohorts = People(store).cohorts
    if cohorts.get(cohort) is None:
        known = ", ".join(cohorts.all()) or "none yet"
        raise AssessmentError(f"There is no cohort {cohort!r}; there is: {known}.")
    here = cohorts.members(cohort)
    return {one.learner for one in here if one.role == "learner"}
