"""One reflection as its tutor has it before them: answers, levels, marks, how it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from academy.assessment.rubric import Criterion, rubric
from academy.content import ContentError
from academy.server.marking_queue import about

if TYPE_CHECKING:
    from academy.assessment.book import Given, Marking, Work

SHORT_WORDS = 25
"""Whoever wrote fewer is met with the rubric's own words for it."""

UNANSWERED = "No response."
"""What the gradebook says by itself of an answer that is empty."""


class Choice(NamedTuple):
    """A level as a card.

    Attributes:
        key: which of the keys 1 to 5 chooses it; 0 for none.
    """

    key: int
    points: float
    says: str
    chosen: bool


class Step(NamedTuple):
    """What one earlier reflection got for a criterion like this one."""

    title: str
    score: float
    max: float


@dataclass(frozen=True)
class Trend:
    """What a learner got for one criterion, from reflection to reflection, oldest first."""

    steps: Sequence[Step]

    @property
    def in_words(self) -> str:
        """The picture, for whoever does not see it."""
        told = ", then ".join(f"{one.score:g} of {one.max:g}" for one in self.steps)
        if len(self.steps) == 1:
            return f"Before: {told}."
        first, last = (one.score / one.max for one in (self.steps[0], self.steps[-1]))
        way = "as high as at first" if first == last else "higher than at first"
        return f"Before: {told}; {way if last >= first else 'lower than at first'}."

    def dots(self, width: float, height: float) -> list[tuple[float, float]]:
        """Return where in a picture of that size each step's dot is."""
        apart = width / max(1, len(self.steps) - 1)
        return [
            (round(place * apart, 1), round(height * (1 - one.score / one.max), 1))
            for place, one in enumerate(self.steps)
        ]


@dataclass(frozen=True)
class Answer:
    """One answer, with how it is marked and was marked so far.

    Attributes:
        id: the answer cell's `grade_id`.
        number: 1 for the first.
        prompt: the question.
        text: what was written, as it was written.
        score: points given so far; None while there are none.
        comment: what the tutor says to it.
        changed: whether the text is another than the one last marked.
        before: the one last marked, if it is another and can be shown.
        empty: whether nothing was written, so that there is nothing to mark.
        choices: the levels.
        trend: what the learner got for it before, if there is something.
    """

    id: str
    number: int
    prompt: str
    text: str
    criterion: Criterion
    score: float | None
    comment: str
    changed: bool
    empty: bool
    choices: Sequence[Choice]
    trend: Trend | None
    before: str = ""

    @property
    def words(self) -> int:
        """How many words were written."""
        return len(self.text.split())

    @property
    def short(self) -> bool:
        """Whether it is so short that the rubric has something to say to it."""
        return self.words < SHORT_WORDS


def answers(
    work: Work,
    texts: Mapping[str, str],
    marking: Marking | None,
    earlier: Sequence[tuple[Work, Marking]] = (),
    before: Mapping[str, str] | None = None,
) -> list[Answer]:
    """Return what there is to mark in `work`, in the order in which it was asked.

    Raises:
        ContentError: the assignment has no rubric that can be read.
    """
    asked, criteria = about(work.assignment), rubric(work.assignment)
    order = [id for id in (*asked.questions, *criteria) if id in criteria]
    given = marking.given if marking else {}
    found = []
    for number, id in enumerate(dict.fromkeys(order), start=1):
        mine, text = given.get(id), texts.get(id, "")
        # A score that is out of bounds is none of the levels: it is given anew.
        score = None if mine is None or id in work.out_of_bounds else mine.score
        comment = mine.comment if mine else ""
        found.append(
            Answer(
                id=id,
                number=number,
                prompt=asked.questions.get(id, criteria[id].criterion),
                text=text,
                criterion=criteria[id],
                score=score,
                comment="" if comment == UNANSWERED else comment,
                changed=id in work.changed,
                empty=not text.strip(),
                choices=choices(criteria[id], score),
                trend=trend(id, earlier),
                before=(before or {}).get(id, ""),
            )
        )
    return found


def choices(criterion: Criterion, score: float | None) -> list[Choice]:
    """Return the levels as cards; a score that is none of them has one of its own."""
    cards = [
        Choice(key, level.points, level.says, level.points == score)
        for key, level in enumerate(criterion.levels, start=1)
    ]
    if score is not None and not any(one.chosen for one in cards):
        cards.append(Choice(0, score, "Given before, between these levels.", chosen=True))
    return cards


def trend(id: str, earlier: Sequence[tuple[Work, Marking]]) -> Trend | None:
    """Return what the same learner got for criteria like `id`, oldest first.

    Each module's reflection asks alike: what comes after the module's own word in a
    `grade_id` (`listening_what_happened`) names the criterion.
    """
    steps = []
    for work, marking in earlier:
        try:
            criteria = rubric(work.assignment)
        except ContentError:
            continue  # what it was marked by is gone, so there is nothing to compare
        for other, given in marking.given.items():
            if _alike(id, other) and given.score is not None and other in criteria:
                title = about(work.assignment).title
                steps.append(Step(title, given.score, criteria[other].points))
    return Trend(steps) if steps else None


def _alike(one: str, other: str) -> bool:
    return one == other or one.partition("_")[2] == other.partition("_")[2] != ""


class Change(NamedTuple):
    """One line of a reflection's history."""

    at: datetime
    who: str
    what: list[str]


_HOW = {"second": " as the second", "kept": ", kept for a newer version"}


def history(
    markings: Sequence[Marking], order: Sequence[str], names: Mapping[str, str]
) -> list[Change]:
    """Return who marked, when, and what changed by it, the newest first.

    Args:
        markings: oldest first.
        order: the `grade_id`s, the first being question 1.
        names: what tutors are called, by id.
    """
    lines, before = [], dict[str, "Given"]()
    for one in markings:
        old = {} if one.how == "second" else before
        who = names.get(one.tutor, "another tutor") + _HOW.get(one.how, "")
        lines.append(Change(one.at, who, _changes(old, one.given, order)))
        if one.how != "second":
            before = dict(one.given)
    return lines[::-1]


def _changes(
    before: Mapping[str, Given], now: Mapping[str, Given], order: Sequence[str]
) -> list[str]:
    said = []
    for number, id in enumerate(order, start=1):
        (was, wrote), (score, comment) = _told(before.get(id)), _told(now.get(id))
        if was != score:
            said.append(f"question {number}: {_points(score)}{_before(was)}")
        if wrote != comment:
            how = "changed" if wrote and comment else "written" if comment else "removed"
            said.append(f"question {number}: comment {how}")
    return said or ["nothing changed"]


def _told(given: Given | None) -> tuple[float | None, str]:
    """Return what somebody gave; what the gradebook says by itself was given by nobody."""
    if given is None or given.comment == UNANSWERED:
        return None, ""
    return given.score, given.comment


def _points(score: float | None) -> str:
    if score is None:
        return "no mark"
    return "1 point" if score == 1 else f"{score:g} points"


def _before(was: float | None) -> str:
    return "" if was is None else f" (before: {was:g})"
