"""Whom a worry about a learner goes to, and what that one sees of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from academy.assessment.book import Book
from academy.assessment.worried import pass_on
from academy.people import People


class Contact(NamedTuple):
    """The named contact of a cohort.

    Attributes:
        learner: their id.
        name: what the cohort calls them.
    """

    learner: str
    name: str


def contact(people: People, cohort: str) -> Contact | None:
    """Return who hears of worries about the learners of `cohort`.

    It is the tutor whom the cohort's file names, by `worries_to`, or its first. While
    that one has not come in yet it is the tutor who has been here longest.

    Raises:
        StoreError: the store did not answer.
    """
    about = people.cohorts.get(cohort)
    here = [one for one in people.cohorts.members(cohort) if one.role == "tutor"]
    if about is None or not here:
        return None
    named = about.worries_to or about.tutors[0]
    here.sort(key=lambda one: (one.name != named, one.joined_at))
    return Contact(here[0].learner, here[0].name)


class Told(NamedTuple):
    """A worry, as its contact sees it.

    Attributes:
        by: what the tutor who is worried is called.
        about: what the learner is called.
        work: the number of the reflection, for its address.
    """

    id: int
    at: datetime
    by: str
    about: str
    note: str
    work: int


def told(book: Book, people: People, contact: str) -> list[Told]:
    """Return the worries that wait for `contact`, oldest first.

    Raises:
        BookError: the gradebook did not answer.
        StoreError: the store did not answer.
    """
    pass_on(book, people)
    mine = people.cohorts.memberships(contact)
    everybody = [one for my in mine for one in people.cohorts.members(my.cohort)]
    tutors = {one.learner: one.name for one in everybody if one.role == "tutor"}
    learners = {one.learner: one.name for one in everybody if one.role == "learner"}
    return [
        Told(
            one.id,
            one.at,
            tutors.get(one.tutor, "another tutor"),
            learners.get(one.learner, "somebody who has left"),
            one.note,
            one.handed_in,
        )
        for one in book.worries(contact)
    ]
