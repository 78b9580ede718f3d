"""Take in all that some learners have sent, whichever assignment it is of."""

from __future__ import annotations

from collections.abc import Collection

from academy.assessment import config, incoming
from academy.assessment.book import Book
from academy.assessment.delivery import Delivering, Say, only_one
from academy.assessment.sendings import Sendings
from academy.assessment.withdrawing import take_back
from academy.people import People
from academy.store import SqliteStore


def catch_up(store: SqliteStore, book: Book, learners: Collection[str], say: Say) -> int:
    """Make ready to mark whatever `learners` have sent; return how many it was.

    Of every assignment that is released, the store being read once. What JupyterLab
    brought is taken in first. Safe to repeat, and after a crash.

    Args:
        store: where learners' words are.
        book: where the marks are.
        learners: of these alone.
        say: takes one line of progress.

    Raises:
        AssessmentError: it cannot be done; one sentence says why.
        StoreError: the store does not answer.
    """
    people = People(store)
    with only_one():
        incoming.take_in(store, say)
        book.same(people.known.former())
        sendings = Sendings(store, say)
        delivering, new = Delivering(store, book, sendings, say), 0
        for assignment in sendings.assignments():
            if config.released(assignment):
                take_back(book, sendings, people.known, assignment, learners, say)
                new += delivering.make_ready(assignment, learners)
    return new
