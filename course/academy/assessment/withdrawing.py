"""Let go of what learners have taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from academy.assessment import config
from academy.assessment.book import Book
from academy.assessment.exchange import remove
from academy.assessment.sendings import Say, Sendings
from academy.journey import Journey
from academy.people.known import Known


def take_back(  # noqa: PLR0913, PLR0917  what, of whom, from where
    book: Book,
    sendings: Sendings,
    known: Known,
    assignment: str,
    learners: Collection[str] | None,
    say: Say,
) -> int:
    """Take what was withdrawn out of the book and from nbgrader; return how many.

    A learner's words are still theirs, in the store. Whoever calls this holds the lock.

    Args:
        book: where the marks are.
        sendings: what was sent.
        known: who was known by another id: folders keep the name they were made by.
        assignment: of which assignment.
        learners: of these alone; None for everybody.
        say: takes one line of progress.
    """
    gone = 0
    for learner, journey in sendings.journeys(assignment, learners).items():
        newest = journey.newest
        if newest is None or journey.on_desk:
            continue
        book.withdraw(newest.id, learner=learner, assignment=assignment)
        there = [
            folder
            for folder in _folders(sendings, journey, known.ids(learner), assignment)
            if folder.is_symlink() or folder.exists()
        ]
        for folder in there:
            remove(folder)
        if there:
            gone += 1
            say(f"{learner}: withdrawn, and taken from the desk")
    return gone


def _folders(
    sendings: Sendings, journey: Journey, ids: Iterable[str], assignment: str
) -> Iterator[Path]:
    for id in ids:
        for step in ("submitted", "autograded"):
            yield config.course_root() / step / id / assignment
    for version in journey.versions:
        if done := sendings.deliveries.get(version.id):
            yield config.inbound() / str(done.body["submission"])
        if arrived := version.sent.body.get("submission"):
            yield config.inbound() / str(arrived)
            yield config.set_aside(str(arrived))
