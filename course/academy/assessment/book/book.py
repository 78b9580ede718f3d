"""The one way to the gradebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import sqlalchemy as sa

from academy.assessment import config
from academy.assessment.book import (
    arranging,
    entering,
    history,
    leaving,
    opening,
    phrases,
    saving,
    works,
    worries,
)
from academy.assessment.book.cells import cells
from academy.assessment.book.forms import (
    Entry,
    Given,
    Marking,
    Options,
    Phrase,
    Twice,
    Work,
    Worry,
)


def _now() -> datetime:
    return datetime.now(UTC)


class Book:
    """The marks of one course. Many processes, and formgrader, may use it at once.

    Every method may raise BookError, with one sentence, when the file does not answer.

    Args:
        url: the gradebook's, as nbgrader writes it; this course's, if not given. It is
            made if it is not there.

    Raises:
        BookError: it cannot be opened, or a newer Academy has written in it.
    """

    def __init__(self, url: str | None = None) -> None:
        if url is None:
            url = f"sqlite:///{config.course_root() / 'gradebook.db'}"
        self._engine = opening.opened(url)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def assignment(self, name: str) -> dict[str, float]:
        """Return the most that each criterion of an assignment gives, in its order.

        Empty if nbgrader has no such assignment: it is made by releasing it.
        """
        with self._reading() as db:
            return {cell.name: cell.max for cell in cells(db, name)}

    def enter(self, assignment: str, entries: Sequence[Entry]) -> None:
        """Put reflections into the book, all of them or none. Safe to repeat.

        A newer version takes the place of the same learner's older one: criteria whose
        text is the same keep their marks, the others need a mark again. What they had
        is in the history. A question left empty gets 0, "No response.", and nothing is
        to mark. What was withdrawn, or is older than what is there, stays out.

        Raises:
            ValueError: nbgrader has no such assignment.
        """
        with self._writing() as db:
            entering.enter(db, assignment, entries)

    def withdraw(
        self, handed_in: int, *, learner: str | None = None, assignment: str | None = None
    ) -> None:
        """Take a reflection back whole: this version and all before it.

        The newest version may be withdrawn before it was ever entered, while an older
        one is there: that goes too, and for that the book must be told whose it is.
        History and worries stay; nbgrader's rows of it go, and the learner's own, if
        nobody has written anything else there.

        Args:
            handed_in: the number of the version that was withdrawn.
            learner: whose; needed if that version may not be in the book.
            assignment: of which assignment; the same.
        """
        with self._writing() as db:
            leaving.withdraw(db, handed_in, learner, assignment)

    def works(
        self,
        *,
        assignment: str | None = None,
        learners: Collection[str] | None = None,
    ) -> list[Work]:
        """Return the reflections that stand in the book, oldest first.

        Of each learner it is the newest version of each assignment.
        """
        with self._reading() as db:
            return works.works(db, assignment=assignment, learners=learners)

    def work(self, id: int) -> Work | None:
        """Return the reflection of that number, unless it is withdrawn or replaced."""
        with self._reading() as db:
            return next(iter(works.works(db, id=id)), None)

    def newest(self, id: int) -> int | None:
        """Return the version that stands in place of version `id`, if one does."""
        with self._reading() as db:
            return saving.standing_now(db, id)

    def marking(self, id: int) -> Marking | None:
        """Return how a reflection is marked now, or None if nobody has begun.

        What formgrader has changed since is written into the history first.
        """
        self._pick_up(id)
        with self._reading() as db:
            return history.newest(db, id)

    def history(self, id: int) -> list[Marking]:
        """Return all that was marked in a reflection, oldest first, seconds too.

        Marks of its earlier versions are part of it.
        """
        self._pick_up(id)
        with self._reading() as db:
            return history.history(db, id)

    def save(
        self,
        id: int,
        tutor: str,
        given: Mapping[str, Given],
        *,
        seen: int,
        now: datetime | None = None,
    ) -> Marking:
        """Keep what a tutor gives and return how it is marked now.

        Criteria that `given` does not name stay as they are. When the same tutor writes
        on at the same comments, history has it once for each ten minutes.

        Args:
            id: the reflection's number.
            tutor: who marks.
            given: by `grade_id`.
            seen: the id of the newest marking that the tutor had before them; 0 if
                there was none.
            now: the time, in UTC.

        Raises:
            Conflict: somebody, or formgrader, has marked since.
            Replaced: its writer has sent a newer version.
            ValueError: one sentence: there is no such reflection or criterion, or a
                score is not between 0 and the most.
        """
        with self._writing() as db:
            return saving.save(db, id, tutor, given, seen=seen, now=now or _now())

    def save_second(
        self,
        id: int,
        tutor: str,
        given: Mapping[str, Given],
        *,
        now: datetime | None = None,
    ) -> Marking:
        """Keep a second tutor's own marks, beside the first's and never in nbgrader.

        Raises:
            ValueError: as `save`, or this tutor has given the first marks.
        """
        with self._writing() as db:
            return saving.save_second(db, id, tutor, given, now or _now())

    def second(self, id: int, tutor: str) -> Marking | None:
        """Return the marks that `tutor` gave as a second, if they did."""
        with self._reading() as db:
            return saving.second(db, id, tutor)

    def seconds(self, assignment: str) -> list[Twice]:
        """Return what was fully marked by two tutors, as they did it blind."""
        with self._reading() as db:
            return saving.twice(db, assignment)

    def phrases(self, tutor: str) -> list[Phrase]:
        """Return the comments that a tutor can use again, the most used first."""
        with self._reading() as db:
            return phrases.phrases(db, tutor)

    def add_phrase(self, tutor: str, text: str, *, shared: bool = False) -> Phrase:
        """Keep a comment to use again.

        Raises:
            ValueError: it is empty or very long.
        """
        with self._writing() as db:
            return phrases.add(db, tutor, text, shared=shared)

    def change_phrase(self, id: int, tutor: str, text: str, *, shared: bool) -> Phrase:
        """Change a phrase of one's own.

        Raises:
            ValueError: it is empty or very long, or this tutor has no such phrase.
        """
        with self._writing() as db:
            return phrases.change(db, id, tutor, text, shared=shared)

    def remove_phrase(self, id: int, tutor: str) -> None:
        """Take a phrase of one's own away; nothing happens if there is none."""
        with self._writing() as db:
            phrases.remove(db, id, tutor)

    def use_phrase(self, id: int) -> None:
        """Count that a phrase was used."""
        with self._writing() as db:
            phrases.use(db, id)

    def raise_worry(
        self, id: int, tutor: str, contact: str, note: str, *, now: datetime | None = None
    ) -> Worry:
        """Tell `contact` that `tutor` is worried about who wrote reflection `id`.

        Raises:
            ValueError: there is no such reflection, or the note is very long.
        """
        with self._writing() as db:
            return worries.raise_worry(
                db, id, tutor, contact=contact, note=note, now=now or _now()
            )

    def worries(self, contact: str) -> list[Worry]:
        """Return the worries that wait for `contact`, oldest first."""
        with self._reading() as db:
            return worries.worries(db, contact)

    def settle_worry(
        self, worry_id: int, contact: str, *, now: datetime | None = None
    ) -> None:
        """Say that a worry was seen to.

        Raises:
            ValueError: no such worry waits for `contact`.
        """
        with self._writing() as db:
            worries.settle(db, worry_id, contact, now or _now())

    def calibrations(self, tutor: str, assignment: str) -> dict[str, Marking]:
        """Return how `tutor` marked reference reflections first, by their keys."""
        with self._reading() as db:
            return arranging.calibrations(db, tutor, assignment)

    def calibrate(
        self,
        tutor: str,
        assignment: str,
        key: str,
        given: Mapping[str, Given],
        *,
        now: datetime | None = None,
    ) -> Marking:
        """Keep how a tutor marks a reference reflection, in place of an earlier try.

        Raises:
            ValueError: as `save`.
        """
        with self._writing() as db:
            return arranging.calibrate(db, tutor, assignment, key, given, now=now or _now())

    def options(self, cohort: str, assignment: str) -> Options:
        """Return how a cohort does an assignment."""
        with self._reading() as db:
            return arranging.options(db, cohort, assignment)

    def set_options(self, cohort: str, assignment: str, options: Options) -> None:
        """Keep how a cohort does an assignment.

        Raises:
            ValueError: the share is not between 0 and 1.
        """
        with self._writing() as db:
            arranging.set_options(db, cohort, assignment, options)

    def pairs(self, cohort: str, assignment: str) -> dict[str, tuple[str, ...]]:
        """Return whose reflections each peer reads: authors by reader."""
        with self._reading() as db:
            return arranging.pairs(db, cohort, assignment)

    def set_pairs(
        self, cohort: str, assignment: str, pairs: Mapping[str, Sequence[str]]
    ) -> None:
        """Keep whose reflections each peer reads, in place of what was kept.

        Raises:
            ValueError: somebody would read their own.
        """
        with self._writing() as db:
            arranging.set_pairs(db, cohort, assignment, pairs)

    def same(self, old: str, learner: str) -> None:
        """Let everything of `old` be `learner`'s, who turned out to be one person."""
        with self._writing() as db:
            leaving.same(db, old, learner)

    def erase(self, *ids: str, assignment: str | None = None) -> None:
        """Take everything of a person away, out of the file as well.

        Marks, comments, history and worries about what they wrote; without an
        assignment, also that they were here, and phrases and trial marks if they were a
        tutor. Marks that they gave others stay, and nobody's name is on them.

        Args:
            ids: every id that the person was ever known by.
            assignment: of this assignment alone.
        """
        with self._writing() as db:
            leaving.erase(db, ids, assignment)
        opening.forget(self._engine)

    def _pick_up(self, id: int) -> None:
        with self._reading() as db:
            touched = history.touched(db, id)
        if touched:
            with self._writing() as db:
                history.pick_up(db, id, _now())

    def _reading(self) -> AbstractContextManager[sa.Connection]:
        return opening.reading(self._engine)

    def _writing(self) -> AbstractContextManager[sa.Connection]:
        return opening.writing(self._engine)
