"""Return marked reflections to their learners."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from academy.assessment.book import Book, Given, Work
from academy.assessment.book.rows import UNANSWERED
from academy.assessment.collecting import learners_of
from academy.assessment.config import AssessmentError
from academy.assessment.delivery import Say, only_one
from academy.assessment.feedback_files import Pages
from academy.assessment.rubric import Criterion, rubric
from academy.assessment.sendings import Sendings
from academy.assessment.steps import must_be_released
from academy.content import ContentError
from academy.journey import Version
from academy.people import People
from academy.store import Json, Record, SqliteStore


class Returned(NamedTuple):
    """What one `give_back` did, by learner.

    Attributes:
        now: got their marks, or changed marks.
        before: had got these very marks already.
        unmarked: still need marking.
        out_of_bounds: sentences about scores that their question does not allow.
    """

    now: list[str]
    before: list[str]
    unmarked: list[str]
    out_of_bounds: list[str]


def give_back(  # noqa: PLR0913  what is returned is chosen by several
    store: SqliteStore,
    book: Book,
    assignment: str,
    say: Say,
    cohort: str | None = None,
    *,
    ids: Collection[int] | None = None,
) -> Returned:
    """Return every fully marked reflection, each marking once.

    Safe to repeat, and after a crash: the files come first, then the record that tells
    the learner, and whatever lacks that is done again.

    Args:
        store: where learners' words are, and where marks go back to.
        book: where the marks are.
        assignment: of which assignment.
        say: takes one line of progress.
        cohort: only to the learners of this one.
        ids: these reflections alone.

    Raises:
        AssessmentError: it cannot be done; one sentence says why.
        StoreError: the store does not answer.
    """
    must_be_released(assignment)
    learners = learners_of(store, cohort)
    with only_one():
        book.same(People(store).known.former())
        returning = _Returning(store, book, assignment)
        works = [
            work for work in returning.works(learners) if ids is None or work.id in ids
        ]
        if not works:
            whose = "" if cohort is None else f" of {cohort}"
            raise AssessmentError(
                f"Nothing of {assignment}{whose} has been collected yet: "
                f"run `academy tutor collect {assignment}` first."
            )
        for place, work in enumerate(works, 1):
            so = returning.give_back(work)
            say(f"[{place}/{len(works)}] {work.learner}: {so}")
    return returning.result


class _Returning:
    """One assignment's marks, on their way back. Whoever makes one holds the lock."""

    def __init__(self, store: SqliteStore, book: Book, assignment: str) -> None:
        self._store, self._book, self._assignment = store, book, assignment
        self._sendings = Sendings(store, lambda _: None)
        self._journeys = self._sendings.journeys(assignment)
        self._pages = Pages(assignment)
        self._most = book.assignment(assignment)
        try:
            self._rubric = rubric(assignment)
        except ContentError as error:
            raise AssessmentError(f"The rubric cannot be read: {error}.") from error
        self.result = Returned([], [], [], [])

    def works(self, learners: Collection[str] | None) -> list[Work]:
        """Return what is collected and was not taken back, oldest first."""
        found = self._book.works(assignment=self._assignment, learners=learners)
        return [work for work in found if self._version(work)]

    def give_back(self, work: Work) -> str:
        """Return one reflection, if it can be; say in words what was done."""
        version, learner = self._version(work), work.learner
        marking = self._book.marking(work.id)
        given = marking.given if marking else {}
        unmarked = [id for id in work.to_mark if id not in work.out_of_bounds]
        if unmarked or version is None:
            self.result.unmarked.append(learner)
            return f"not returned, still to mark: {', '.join(unmarked)}"
        if work.out_of_bounds:
            self.result.out_of_bounds.extend(
                f"{learner}, {id}: {given[id].score:g} of {self._most[id]:g}"
                for id in work.out_of_bounds
            )
            return "not returned, a score is out of bounds"
        body = self._told(work, given)
        if version.returned and _given(version.returned.body) == _given(body):
            self.result.before.append(learner)
            return self._again(version, version.returned)
        returned = version.sent.model_copy(
            update={
                "what": "returned",
                "at": datetime.now(UTC),
                "audience": "me",
                "body": body,
                "uid": None,
                "id": None,
            }
        )
        self._pages.write(returned, version, self._deliveries(version))
        self._store.append(returned)
        self.result.now.append(learner)
        return f"returned, {body['score']:g} of {body['max']:g}"

    def _again(self, version: Version, returned: Record) -> str:
        deliveries = self._deliveries(version)
        if not self._pages.there(returned, deliveries):
            self._pages.write(returned, version, deliveries)
        if version.answered and version.answered.body.get("look"):
            return (
                "returned before, and asks for another look: change a mark, or say in a "
                "comment why it stays"
            )
        return "returned before, nothing has changed"

    def _version(self, work: Work) -> Version | None:
        """Return the version that `work` is, unless its learner took it back."""
        journey = self._journeys.get(work.learner)
        if journey is None or journey.on_desk is None:
            return None
        there = (one for one in journey.versions if one.id == work.id)
        return next((one for one in there if one.state != "withdrawn"), None)

    def _deliveries(self, version: Version) -> list[Record]:
        """Return the deliveries under which this version's feedback is to be found.

        A version that never came back by itself is answered by what came back later.
        """
        journey = self._journeys[version.sent.learner]
        answered = [
            one.id
            for one in journey.versions
            if one == version or not (one.returned or one.state == "withdrawn")
        ]
        there = self._sendings.deliveries
        return [there[id] for id in answered if id in there]

    def _told(self, work: Work, given: Mapping[str, Given]) -> Json:
        """Return what the learner is told: the body of a "returned"."""
        questions = [
            _question(id, most, one, left_out)
            | _in_words(self._rubric.get(id), one, left_out)
            for id, most in self._most.items()
            for one, left_out in [(given.get(id, Given()), id in work.left_out)]
        ]
        return {
            "assignment": self._assignment,
            "handed_in": work.id,
            "score": work.total,
            "max": work.max,
            "questions": questions,
        }


def _question(id: str, most: float, given: Given, left_out: bool) -> Json:  # noqa: FBT001  told apart by the book
    return {
        "id": id,
        "score": given.score or 0,
        "max": most,
        "comment": "" if given.comment == UNANSWERED else given.comment,
        "left_out": left_out,
    }


def _in_words(criterion: Criterion | None, given: Given, left_out: bool) -> Json:  # noqa: FBT001  as above
    """Return what was looked for, and the level that was reached.

    A score between two levels, which nbgrader's own page allows, has reached the lower.
    """
    if criterion is None:
        return {"criterion": "", "level": ""}
    reached = [one.says for one in criterion.levels if one.points <= (given.score or 0)]
    level = reached[-1] if reached and given.score is not None and not left_out else ""
    return {"criterion": criterion.criterion, "level": level}


def _given(body: Json) -> list[Any]:
    """Return what a tutor gave, without the rubric's words: those may be mended."""
    keys = ("id", "score", "max", "comment", "left_out")
    return [[one[key] for key in keys] for one in body["questions"]]
