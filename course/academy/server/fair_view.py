"""What a tutor is shown of calibration and of agreement: numbers, and words for them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from academy.assessment import config
from academy.assessment.book import Book, BookError, Given, Marking, Options, Twice
from academy.assessment.fair import Agreement, agreement, compared
from academy.assessment.rubric import Criterion, Level, Reference, references
from academy.content import ContentError, Course
from academy.people import People
from academy.server import marking_queue as queue
from academy.server.desk import Desk, Open

SHARES: dict[float, str] = {
    0: "None",
    0.1: "One in ten",
    0.2: "One in five",
    0.25: "One in four",
    0.5: "Half of them",
    1: "All of them",
}
"""How much a second tutor marks too, and how a form says it."""


def choices(criterion: Criterion) -> tuple[Level, ...]:
    """Return the levels that a tutor chooses among."""
    if criterion.completion_only:
        return (Level(points=0, says="Nothing is written."), *criterion.levels)
    return criterion.levels


class Beside(NamedTuple):
    """One criterion of a reference: a tutor's mark beside ours.

    Attributes:
        mine: the points that the tutor gave.
        my_level: the level that those reach, in words.
        ours: the points of the reference.
        our_level: the same for those.
        why: our reason.
        compared: how far the two are apart, in words.
        steps: how many levels that is.
    """

    mine: float
    my_level: str
    ours: float
    our_level: str
    why: str
    compared: str
    steps: int


def beside(
    reference: Reference, rubric: Mapping[str, Criterion], given: Mapping[str, Given]
) -> dict[str, Beside]:
    """Return both marks of each criterion that the tutor has marked, by `grade_id`."""
    found = {}
    for id, criterion in rubric.items():
        mine = given[id].score if id in given else None
        ours = reference.marks.get(id)
        if mine is None or ours is None:
            continue
        levels = choices(criterion)
        points = [level.points for level in levels]
        at = [_at(points, one) for one in (mine, ours.points)]
        found[id] = Beside(
            mine=mine,
            my_level=levels[at[0]].says,
            ours=ours.points,
            our_level=levels[at[1]].says,
            why=ours.why,
            compared=compared(mine, ours.points, points),
            steps=abs(at[0] - at[1]),
        )
    return found


def _at(points: Sequence[float], given: float) -> int:
    return max((place for place, one in enumerate(points) if one <= given), default=0)


def in_sum(marks: Iterable[Beside]) -> str:
    """Return in one sentence how a tutor's marks lie beside ours."""
    found = list(marks)
    same = sum(one.mine == one.ours for one in found)
    far = sum(one.steps > 1 for one in found)
    near = len(found) - same - far
    if same == len(found):
        return f"All {same} of your marks are the same as ours."
    told = [f"{same} {_are(same)} the same as ours"] if same else []
    told += [f"{near} {_are(near)} one level away"] if near else []
    told += [f"{far} {_are(far)} further away"] if far else []
    *before, last = told
    all_told = f"{', '.join(before)} and {last}" if before else last
    return f"Of your {len(found)} marks, {all_told}."


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


class Nudge(NamedTuple):
    """An assignment whose references a tutor has not marked yet.

    Attributes:
        done: how many they have marked, of how many.
    """

    assignment: str
    title: str
    done: int
    of: int


def nudges(open_: Open | None, people: People, course: Course, tutor: str) -> list[Nudge]:
    """Return the assignments of a tutor's cohorts for which they have yet to calibrate.

    There are none while the gradebook is not open, or does not answer.
    """
    try:
        return _nudges(open_.book, people, course, tutor) if open_ else []
    except BookError:
        return []  # the page says it, in what it tells of marking


def _nudges(book: Book, people: People, course: Course, tutor: str) -> list[Nudge]:
    wanted = {
        assignment: title
        for mine in people.cohorts.memberships(tutor)
        if mine.role == "tutor"
        for assignment, title in reflections(people, course, mine.cohort).items()
    }
    found = []
    for assignment, title in wanted.items():
        try:
            keys = {one.key for one in references(assignment)}
        except ContentError:
            continue  # `academy check` tells it; a tutor's page goes on without
        done = len(keys & book.calibrations(tutor, assignment).keys())
        if done < len(keys):
            found.append(Nudge(assignment, title, done, len(keys)))
    return found


def reflections(people: People, course: Course, cohort: str) -> dict[str, str]:
    """Return the assignments that `cohort` has, and what each is called."""
    about = people.cohorts.get(cohort)
    modules = [course.module(id) for id in about.modules()] if about else []
    names = [one.reflection for one in modules if one and one.reflection]
    return {name: queue.about(name).title for name in names}


class Together(NamedTuple):
    """How a cohort does one assignment, for its tutors to see and change."""

    assignment: str
    title: str
    options: Options
    shares: dict[float, str]
    released: bool


def told(desk: Desk, people: People, course: Course, cohort: str) -> dict[str, Any]:
    """Return how `cohort` does its assignments, for its page.

    Returns:
        `together`: each of them; None while the gradebook is not open. `trouble`: why
            there is nothing.
    """
    desk.begin()
    if (open_ := desk.now) is None:
        return {"together": None, "trouble": ""}
    try:
        found = _together(open_.book, people, course, cohort)
    except BookError as error:
        return {"together": [], "trouble": str(error)}
    return {"together": found, "trouble": ""}


def _together(book: Book, people: People, course: Course, cohort: str) -> list[Together]:
    return [
        Together(
            name,
            title,
            options,
            shares(options.second_share),
            config.released(name),
        )
        for name, title in reflections(people, course, cohort).items()
        for options in [book.options(cohort, name)]
    ]


def shares(now: float) -> dict[float, str]:
    """Return the shares that a form offers: the usual ones, and what there is now."""
    return dict(sorted({now: f"{now:.0%} of them", **SHARES}.items()))


class Row(NamedTuple):
    """How far two tutors agree on one criterion."""

    number: int
    criterion: str
    found: Agreement

    @property
    def in_words(self) -> str:
        """Alpha and its interval, or why there is none."""
        one = self.found
        if one.alpha is None:
            return one.says
        if one.low is None or one.high is None:
            return f"{signed(one.alpha)}. {one.says}"
        return f"{signed(one.alpha)}, from {signed(one.low)} to {signed(one.high)}"


def rows(rubric: Mapping[str, Criterion], twice: Sequence[Twice]) -> list[Row]:
    """Return the agreement on each criterion, in the rubric's order."""
    return [
        Row(number, criterion.criterion, agreement(_marks(id, twice)))
        for number, (id, criterion) in enumerate(rubric.items(), 1)
    ]


def once_each(twice: Iterable[Twice], works: Collection[int]) -> list[Twice]:
    """Return those of `works` that were marked twice; of a third mark nothing."""
    found: dict[int, Twice] = {}
    for one in twice:
        if one.work.id in works:
            found.setdefault(one.work.id, one)
    return list(found.values())


def _marks(id: str, twice: Iterable[Twice]) -> list[tuple[float, float]]:
    pairs = [(_score(one.first, id), _score(one.second, id)) for one in twice]
    written = [id not in one.work.left_out for one in twice]
    return [
        (first, second)
        for (first, second), there in zip(pairs, written, strict=True)
        if there and first is not None and second is not None
    ]


def _score(marking: Marking, id: str) -> float | None:
    return marking.given[id].score if id in marking.given else None


def signed(value: float) -> str:
    """Return `value` with two decimals, and a minus that is one."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


@dataclass(frozen=True)
class Picture:
    """The alphas as dots with their intervals, on one scale.

    Attributes:
        rows: those that have a number.
        left: where the scale begins; 0, unless a number is below.
    """

    rows: list[Row]
    left: float

    WIDTH = 400.0
    EDGE = 30.0
    STEP = 34.0

    @property
    def height(self) -> float:
        """How high it is, axis included."""
        return self.STEP * len(self.rows) + 30

    def x(self, value: float) -> float:
        """Return where on the scale `value` is."""
        inside = self.WIDTH - 2 * self.EDGE
        return round(self.EDGE + inside * (value - self.left) / (1 - self.left), 1)

    def y(self, place: int) -> float:
        """Return how far down row `place` is, from 0."""
        return self.STEP * (place + 0.5)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The marks of the axis, and what stands there."""
        values = sorted({self.left, 0.0, 0.5, 1.0})
        return [(self.x(one), f"{one:g}".replace("-", "−")) for one in values]

    @property
    def in_words(self) -> str:
        """The same, for whoever does not see it."""
        told = [f"question {one.number}: {one.in_words}" for one in self.rows]
        return f"Alpha with its interval. {'; '.join(told)}"


def picture(rows: Sequence[Row]) -> Picture | None:
    """Return a picture of `rows`, or None where there is no number to show."""
    shown = [one for one in rows if one.found.alpha is not None]
    values = [one for row in shown for one in (row.found.alpha, row.found.low) if one]
    left = min(0.0, math.floor(2 * min(values, default=0)) / 2)
    return Picture(shown, left) if shown else None


class Apart(NamedTuple):
    """A criterion on which two marks of one reflection differ.

    Attributes:
        compared: how far the second is from the first, in words.
        now: the points that the learner gets; None while it is not marked.
    """

    number: int
    criterion: str
    first: float
    second: float
    compared: str
    now: float | None


class Both(NamedTuple):
    """A reflection that was marked twice, and where the two differ.

    Attributes:
        first: the id of who marked first.
        second: the id of who marked second.
    """

    work: int
    sent_at: datetime
    first: str
    second: str
    apart: list[Apart]


def both(
    twice: Iterable[Twice],
    rubric: Mapping[str, Criterion],
    now: Mapping[int, Marking | None],
) -> list[Both]:
    """Return what was marked twice, with the criteria on which the marks differ.

    Args:
        twice: the reflections.
        rubric: of their assignment.
        now: how each is marked now, by its number.
    """
    found = []
    for one in twice:
        apart = []
        current = now.get(one.work.id)
        for number, (id, criterion) in enumerate(rubric.items(), 1):
            marks = _marks(id, [one])
            if not marks or marks[0][0] == marks[0][1]:
                continue
            first, second = marks[0]
            points = [level.points for level in choices(criterion)]
            said = compared(second, first, points)
            standing = _score(current, id) if current else None
            apart.append(Apart(number, criterion.criterion, first, second, said, standing))
        who = one.first.tutor, one.second.tutor
        found.append(Both(one.work.id, one.work.sent_at, *who, apart))
    return found
