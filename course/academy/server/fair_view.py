"""What a tutor is shown of calibration, and the ways to it and to second marking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from academy.assessment import config
from academy.assessment.book import Book, BookError, Given, Options
from academy.assessment.fair import compared
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
