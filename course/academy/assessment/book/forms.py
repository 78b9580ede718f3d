"""What a book of marks tells, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from academy.assessment.config import AssessmentError
from academy_widgets.exercise import Data

State = Literal["new", "begun", "changed", "marked"]
How = Literal["mark", "second", "formgrader", "kept", "calibration"]
FORMGRADER = "formgrader"
"""Who marked, when it was done in nbgrader's own page, which says no more."""


class Entry(NamedTuple):
    """One version of a learner's reflection, to be marked.

    Attributes:
        handed_in: its number in the store, by which the book knows it.
        learner: the id by which its writer is known now.
        sent_at: when, with a time zone.
        due: when it was to be sent, if its cohort says so.
        answers: what was written, by `grade_id`. The book counts and compares the words
            and keeps none of them.
    """

    handed_in: int
    learner: str
    sent_at: datetime
    due: datetime | None
    answers: dict[str, str]


class Given(Data):
    """What a tutor gives for one criterion.

    Attributes:
        score: points, from 0 to the criterion's; None while it is not marked.
        comment: for the learner.
    """

    score: float | None = None
    comment: str = ""


@dataclass(frozen=True)
class Work:
    """A reflection that is in the book, as it stands there.

    Attributes:
        id: the number of its "handed_in".
        sent_at: when, in UTC.
        due: when it was to be sent, in UTC, if its cohort says so.
        late: how long after that it was sent; None if it was in time.
        words: how many were written.
        max: the most points that can be given.
        total: points given; None until it is fully marked.
        state: "new" (nobody has marked anything), "begun", "changed" (begun, and its
            writer has changed what was marked since) or "marked".
        to_mark: the criteria that need a tutor, in the notebook's order. A score that
            nbgrader's own page let pass and that is out of bounds needs one as well.
        changed: those among them whose text has changed since a tutor last marked.
        left_out: the criteria whose question was left empty: no points, nothing to do.
        out_of_bounds: the criteria whose score is below 0 or above the most.
        marked_by: the tutor who marked last, or "formgrader".
        marked_at: when, in UTC; None if nbgrader's own page has marked since.
    """

    id: int
    assignment: str
    learner: str
    sent_at: datetime
    due: datetime | None
    late: timedelta | None
    words: int
    max: float
    total: float | None
    state: State
    to_mark: tuple[str, ...]
    changed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    out_of_bounds: tuple[str, ...] = ()
    marked_by: str | None = None
    marked_at: datetime | None = None


@dataclass(frozen=True)
class Marking:
    """How a reflection stood, criterion by criterion, when somebody had marked.

    Attributes:
        id: its number; the greater, the later.
        tutor: who; "formgrader" for nbgrader's own page.
        at: when, in UTC.
        given: every criterion, in the notebook's order.
        how: "mark", "second" (blind, beside the first), "formgrader" (found there),
            "kept" (what a newer version kept of the marks of the one before) or
            "calibration" (of a reference reflection).
        handed_in: which version was marked; 0 for a reference reflection.
    """

    id: int
    tutor: str
    at: datetime
    given: dict[str, Given]
    how: How
    handed_in: int = 0


LEFT = "left"
"""Who marked, when that tutor has been erased since."""


class BookError(AssessmentError):
    """The gradebook did not answer; the message says why, in one sentence."""


class Conflict(Exception):  # noqa: N818  it is no error: two people work at once
    """Somebody else has marked since.

    Attributes:
        now: how it stands.
    """

    def __init__(self, now: Marking) -> None:
        super().__init__("Somebody else has marked this since you opened it.")
        self.now = now


class Replaced(ValueError):  # noqa: N818  as above
    """A newer version has taken the place of this one.

    Attributes:
        newer: the number of the newest version's "handed_in".
    """

    def __init__(self, newer: int) -> None:
        super().__init__("Its writer has sent a newer version; mark that one.")
        self.newer = newer


class Phrase(NamedTuple):
    """A comment to use again.

    Attributes:
        text: what it says; placeholders are the page's.
        shared: whether all tutors see it.
        owner: the tutor who wrote it.
        used: how often.
    """

    id: int
    text: str
    shared: bool
    owner: str
    used: int


class Worry(NamedTuple):
    """That a tutor is worried about a person. Not part of any marks.

    Attributes:
        handed_in: the reflection that made them worry.
        tutor: who raised it.
        contact: the one who sees it.
        at: when, in UTC.
        note: what the tutor wrote to the contact.
    """

    id: int
    handed_in: int
    assignment: str
    learner: str
    tutor: str
    contact: str
    at: datetime
    note: str


class Options(NamedTuple):
    """How a cohort does one assignment.

    Attributes:
        second_share: how much of it is marked by a second tutor too, from 0 to 1.
        peers: whether learners answer each other's reflections.
    """

    second_share: float = 0.0
    peers: bool = False


class Twice(NamedTuple):
    """A reflection that two tutors marked, neither knowing the other's marks.

    Attributes:
        first: the first tutor's, as it was before the second's could be seen.
        second: the second tutor's.
    """

    work: Work
    first: Marking
    second: Marking
