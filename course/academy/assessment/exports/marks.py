"""How far everybody's reflections have come and what they got, for the organisation.

Nobody's words are in it, no comments and no worries. What is not fully marked has no
points: nothing, and not 0.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from academy import sharing
from academy.assessment.book import Book, Marking, Work
from academy.assessment.sendings import Sendings
from academy.journey import Journey
from academy.people import Member, People
from academy.store import Store

Cell = str | float | datetime | None
Row = dict[str, Cell]
"""By column."""

_Log = dict[tuple[str, str], Journey]
"""By learner and assignment."""

FEW = 5
"""Fewer people than this are known to each other by their marks alone."""

_TO_MARK = {"new": "to mark", "begun": "begun", "changed": "changed, to mark"}
_SECOND = "second marking: "
_NOTES = (
    "One line for each learner, cohort and assignment.",
    "Of several versions that were sent, the newest counts.",
    "Where points are missing, it is not fully marked.",
    "0 is a mark, or an answer that was left out.",
    "A second marking is done blind, to see how far two tutors agree. It is no part of it.",
    "Late is shown and costs nothing.",
)
_NO_NAMES = (
    "The numbers of people are drawn anew for each file, and mean nothing outside this "
    "one. Marks can still tell who is who to somebody who knows them."
)
_TOO_FEW = f"There are fewer than {FEW} people in it: numbers hide nobody here."


class Table(NamedTuple):
    """A table to be written to a file.

    Attributes:
        columns: what stands in each column.
        rows: the cells; None where there is nothing to say.
        notes: sentences on how to read it.
        careful: sentences on what it may give away.
    """

    columns: list[str]
    rows: list[list[Cell]]
    notes: tuple[str, ...]
    careful: tuple[str, ...]


def table(  # noqa: PLR0913  where marks are, and of whom
    store: Store,
    people: People,
    book: Book,
    *,
    cohorts: Collection[str] | None = None,
    names: bool = False,
    hidden: Collection[int] = (),
    lot: random.Random | None = None,
) -> Table:
    """Return the marks and statuses of everybody in these cohorts.

    What somebody sent before they joined a cohort is for others, and not in it.

    Args:
        store: where the log is.
        people: who is in which cohort.
        book: where the marks are.
        cohorts: their ids; if not given, all that there are, and whoever is in none.
        names: whether people are called by their names and ids, with the times at which
            they sent. Without, each has a number, drawn anew each time: two files cannot
            be laid side by side by it.
        hidden: ids of works whose marks are not told, as the reader is still to mark
            them blind.
        lot: draws the numbers.

    Raises:
        StoreError: the store did not answer.
        BookError: the gradebook did not answer.
    """
    sendings, marks = Sendings(store, lambda _: None), _Marks(book, hidden)
    log = {
        (learner, assignment): journey
        for assignment in sendings.assignments()
        for learner, journey in sendings.journeys(assignment).items()
    }
    members = list(_members(people, log, cohorts))
    numbers = _numbers({member.learner for _, member, _ in members}, lot)
    rows: list[Row] = []
    for title, member, modules in members:
        learner = member.learner
        who: Row = {"person": numbers[learner]}
        if names:
            who = {"id": learner, "name": member.name}
        for assignment in _assignments(learner, modules, log):
            about = who | {"cohort": title, "assignment": assignment}
            journey = log.get((learner, assignment), Journey())
            rows.append(about | _row(journey, member, marks, times=names))
    columns = [*_columns(names=names), *marks.columns(rows)]
    lines = [[row.get(column) for column in columns] for row in rows]
    keys = [columns.index(one) for one in ("cohort", columns[1], columns[0], "assignment")]
    lines.sort(key=lambda line: [str(line[key] or "") for key in keys])
    few = (_TOO_FEW,) if len(numbers) < FEW else ()
    return Table(columns, lines, _NOTES, () if names else (_NO_NAMES, *few))


def _columns(*, names: bool) -> list[str]:
    who = ["id", "name"] if names else ["person"]
    times = ["sent (UTC)", "due (UTC)"] if names else []
    sent = ["cohort", "assignment", "status", "version", *times, "late"]
    return [*who, *sent, "points", "of"]


def _members(
    people: People, log: _Log, cohorts: Collection[str] | None
) -> Iterator[tuple[str, Member, list[str]]]:
    """Yield each learner with their cohort's title and its modules."""
    somewhere = set()
    for id, cohort in people.cohorts.all().items():
        if cohorts is not None and id not in cohorts:
            continue
        for member in people.cohorts.members(id):
            if member.role == "learner":
                somewhere.add(member.learner)
                yield cohort.title, member, cohort.modules()
    if cohorts is None:
        for learner in sorted({learner for learner, _ in log} - somewhere):
            nobodys = Member("", learner, "learner", "", datetime.now(UTC))
            yield "", nobodys, []


def _assignments(learner: str, modules: list[str], log: _Log) -> list[str]:
    """Return what a learner has to do, and what else they have sent."""
    asked = {
        asks.assignment
        for id, exercise in sharing.exercises().items()
        if (asks := exercise.asks()) and id.split("/")[0] in modules
    }
    return sorted(asked | {of for (who, of), one in log.items() if who == learner})


def _numbers(learners: set[str], lot: random.Random | None) -> dict[str, str]:
    drawn = sorted(learners)
    (lot or random.SystemRandom()).shuffle(drawn)
    wide = len(str(len(drawn)))
    return {learner: f"Person {n:0{wide}}" for n, learner in enumerate(drawn, 1)}


def _row(journey: Journey, member: Member, marks: _Marks, *, times: bool) -> Row:
    newest = journey.newest
    if not newest or (member.cohort and newest.sent.at < member.joined_at):
        return {"status": "not sent"}
    work = marks.works.get(newest.id) if newest.state != "withdrawn" else None
    row: Row = {"status": status(journey, work), "version": newest.number}
    if times:
        row["sent (UTC)"] = newest.sent.at
    if work:
        row |= {"late": "late" if work.late else "in time", "of": work.max}
        if work.id in marks.hidden:
            row["status"] = "to be marked a second time"
        else:
            row["points"] = work.total
            row |= marks.first(work) | marks.second(work)
        if times:
            row["due (UTC)"] = work.due
    return row


def status(journey: Journey, work: Work | None) -> str:
    """Return in words how far a reflection has come that was sent.

    Args:
        journey: where it is.
        work: its newest version in the book, if it is there.
    """
    if journey.state == "withdrawn":
        return "taken back"
    if journey.asks_to_look:
        return "returned, another look asked for"
    if work is None:
        return "sent, not collected"
    if work.state != "marked":
        return _TO_MARK[work.state]
    return "returned" if journey.state == "returned" else "marked"


class _Marks:
    """What the book says of every reflection, read once."""

    def __init__(self, book: Book, hidden: Collection[int]) -> None:
        self._book, self.hidden = book, hidden
        self.works = {one.id: one for one in book.works()}
        names = sorted({one.assignment for one in self.works.values()})
        self._criteria = [id for name in names for id in book.assignment(name)]
        self._seconds = {
            one.work.id: one.second for name in names for one in book.seconds(name)
        }

    def columns(self, rows: list[Row]) -> list[str]:
        """Return a column for each criterion of which there is a mark."""
        second = [f"{_SECOND}{one}" for one in ("points", *self._criteria)]
        return [
            column
            for column in [*self._criteria, *second]
            if any(row.get(column) is not None for row in rows)
        ]

    def first(self, work: Work) -> Row:
        """Return the marks that count, by criterion."""
        given = _scores(self._book.marking(work.id)) | dict.fromkeys(work.left_out, 0.0)
        return {id: score for id, score in given.items() if id not in work.to_mark}

    def second(self, work: Work) -> Row:
        """Return what a second tutor gave."""
        given = _scores(self._seconds.get(work.id))
        if not given:
            return {}
        of_each: Row = {f"{_SECOND}{id}": score for id, score in given.items()}
        return of_each | {f"{_SECOND}points": sum(given.values())}


def _scores(marking: Marking | None) -> dict[str, float]:
    given = marking.given if marking else {}
    return {id: one.score for id, one in given.items() if one.score is not None}
