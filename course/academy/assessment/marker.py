"""What a tutor may mark: the words from the store, the marks from the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from academy.assessment.book import Book, Given, Marking, Work
from academy.people import People
from academy.store import Store


class Withdrawn(Exception):  # noqa: N818  nothing went wrong
    """Its writer took it back before anybody marked it."""

    def __init__(self) -> None:
        super().__init__("Its writer took it back before you marked it.")


@dataclass(frozen=True)
class Opened:
    """One reflection in front of a tutor.

    Attributes:
        work: how it stands in the book. Its `id` is what to save under.
        answers: what was written, by `grade_id`; hostile until it is escaped.
        marking: how it is marked; the tutor's own second marks if `blind_second`.
        history: what was marked before, oldest first; empty if `blind_second`.
        earlier: other reflections of the same learner that this tutor may see and that
            somebody has marked, oldest first, each with its marks.
        blind_second: whether this tutor marks it as the second, without the first's.
    """

    work: Work
    answers: dict[str, str]
    marking: Marking | None
    history: list[Marking]
    earlier: list[tuple[Work, Marking]]
    blind_second: bool


class Marker:
    """The reflections that tutors mark.

    A tutor may mark what learners of their cohorts handed in since they joined, and
    nothing that was withdrawn in time. Who is what to whom is asked each time.

    Args:
        store: where learners' words are.
        people: who is a tutor of whom.
        book: where marks are.
    """

    def __init__(self, store: Store, people: People, book: Book) -> None:
        self._store, self._people, self._book = store, people, book

    def works(self, tutor: str) -> list[Work]:
        """Return what `tutor` may mark, oldest first.

        Raises:
            StoreError: the store did not answer.
            BookError: the gradebook did not answer.
        """
        raise NotImplementedError

    def open(self, tutor: str, id: int) -> Opened:
        """Return one reflection; of an older version's number, the newest version.

        Raises:
            KeyError: there is none that this tutor may mark.
        """
        raise NotImplementedError

    def save(
        self, tutor: str, id: int, given: Mapping[str, Given], *, seen: int
    ) -> Marking:
        """Keep what a tutor gives; from the first time on it cannot be withdrawn.

        What this tutor marks blind, as the second, is kept as such.

        Raises:
            KeyError: there is none that this tutor may mark.
            Withdrawn: its writer was quicker.
            Conflict: somebody else has marked since `seen`.
            Replaced: its writer has sent a newer version.
            ValueError: as `Book.save`.
        """
        raise NotImplementedError

    def wants_second(self, tutor: str) -> set[int]:
        """Return which reflections wait for `tutor` to mark them blind, as the second."""
        raise NotImplementedError

    def asked_to_look(self, tutor: str) -> set[int]:
        """Return the reflections whose writer asked for another look, and got none yet."""
        raise NotImplementedError
