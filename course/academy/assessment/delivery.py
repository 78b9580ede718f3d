"""Take what learners handed in to nbgrader and into the book, whatever happens meanwhile.

Learners' words are in the store. What is written here can be written again at any time,
so each step may be cut short: files first, then the book, then, in the store, that it is
delivered. Whatever lacks the last is done again from the first, with the same outcome.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from academy import locks
from academy.assessment import config, incoming
from academy.assessment.dates import Dates, kindly
from academy.assessment.exchange import Released
from academy.assessment.sendings import Say, Sendings, Sent
from academy.journey import Version
from academy.people import People
from academy.store import SqliteStore

if TYPE_CHECKING:
    from academy.assessment.book import Book, Entry

__all__ = ["Delivering", "Delivery", "Say", "deliver", "only_one"]

_BATCH = 50
"""How many go into the book at once; so many are done again after a crash."""


class Delivery(NamedTuple):
    """What one delivery did.

    Attributes:
        delivered: how many are ready to mark that were not before.
        waiting: how many wait until their assignment is released.
    """

    delivered: int
    waiting: int


@contextmanager
def only_one() -> Iterator[None]:
    """Wait until no other process works on nbgrader's folders, then hold them."""
    with (config.desk_folder() / "lock").open("w") as file:
        locks.hold(file.fileno())
        yield


def deliver(store: SqliteStore, say: Say = print) -> Delivery:
    """Deliver everything that waits and whose assignment is released.

    Safe to call at any time, from many processes at once, and after a crash.

    Raises:
        StoreError: the store cannot be read or written.
        AssessmentError: the files, or the book, cannot be written.
    """
    sendings = Sendings(store, say)
    waits = {one: sendings.undelivered(one) for one in sendings.assignments()}
    ready = [one for one, here in waits.items() if here and config.released(one)]
    waiting = sum(len(here) for one, here in waits.items() if one not in ready)
    if not ready:
        return Delivery(0, waiting)
    with only_one(), _open_book() as book:
        book.same(People(store).known.former())
        work = Delivering(store, book, Sendings(store, _silent), say)
        return Delivery(sum(work.make_ready(one) for one in ready), waiting)


class Delivering:
    """What sent reflections go through until a tutor can mark them.

    Whoever makes one holds the lock, and has read `sendings` since.

    Args:
        store: where it is kept what was delivered.
        book: where the marks are.
        sendings: what was sent.
        say: takes one line of progress.
    """

    def __init__(
        self, store: SqliteStore, book: Book, sendings: Sendings, say: Say
    ) -> None:
        self._store, self._book, self._sendings = store, book, sendings
        self._dates, self._say = Dates(People(store)), say

    def make_ready(self, assignment: str, learners: Collection[str] | None = None) -> int:
        """Make what was sent ready to mark, oldest first; return how many it was.

        Most of it is not delivered yet. Of some of it a file or a row of the book has
        gone, and that is made good.

        Args:
            assignment: a released assignment.
            learners: of these alone; None for everybody.

        Raises:
            StoreError: the store cannot be written.
            AssessmentError: the files, or the book, cannot be written.
        """
        versions, done = self._unready(assignment, learners), 0
        released = Released(assignment)
        for start in range(0, len(versions), _BATCH):
            batch = versions[start : start + _BATCH]
            entries = [self._entry(released, one) for one in batch]
            try:
                self._book.enter(assignment, entries)
            except ValueError as error:
                raise config.AssessmentError(
                    f"The gradebook has lost {assignment}: run "
                    f"`academy tutor release {assignment}` again; no words are lost."
                ) from error
            for one, entry in zip(batch, entries, strict=True):
                self._record(assignment, one)
                done += 1
                late = kindly(entry.sent_at, entry.due)
                said = f"{entry.learner}: ready to mark{late and ', '}{late}"
                self._say(f"[{done}/{len(versions)}] {said}")
        return done

    def _unready(self, assignment: str, learners: Collection[str] | None) -> list[Version]:
        here = self._sendings.on_desk(assignment, learners)
        there = {work.id for work in self._book.works(assignment=assignment)}
        return [
            one
            for one in here
            if one.id not in there
            or one.id not in self._sendings.deliveries
            or not self._sendings.places(assignment, one).ready()
        ]

    def _entry(self, released: Released, one: Version) -> Entry:
        """Write the files of `one`, and return what the book takes of it."""
        from academy.assessment.book import Entry  # noqa: PLC0415  mostly there is nothing to deliver

        assignment, learner = released.assignment, one.sent.learner
        for grade_id in sorted(one.answers.keys() - released.blanks.keys()):
            self._say(
                f"Record {one.id}: {assignment} has no answer cell {grade_id!r}; "
                "that text stays in the store."
            )
        arrived = Sent.model_validate(one.sent.body).submission
        secret = incoming.secret(arrived) if arrived else None
        places = self._sendings.places(assignment, one)
        try:
            places.write(released, one.answers, secret=secret, cached=not arrived)
        except OSError as error:
            raise config.AssessmentError(
                f"What {learner} handed in cannot be made ready "
                f"({error.strerror or error}); it waits, and nothing of it is lost."
            ) from error
        due = self._dates.due(learner, one.sent.exercise)
        answers = {id: one.answers.get(id, "") for id in released.blanks}
        return Entry(one.id, learner, one.sent.at, due, answers)

    def _record(self, assignment: str, one: Version) -> None:
        """Keep that `one` is delivered, unless it was before and only made good."""
        if one.id in self._sendings.deliveries:
            return
        name = self._sendings.places(assignment, one).name
        body = {"assignment": assignment, "handed_in": one.id, "submission": name}
        update = {"what": "delivered", "at": datetime.now(UTC), "audience": "tutor"}
        update |= {"body": body, "uid": None, "id": None}
        self._sendings.add(self._store.append(one.sent.model_copy(update=update)))


def _open_book() -> closing[Book]:
    from academy.assessment.book import Book  # noqa: PLC0415  mostly there is nothing to deliver

    return closing(Book())


def _silent(_: str) -> None:
    """Say nothing: it was said before."""
