"""The one way to the gradebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from academy.assessment import config
from academy.assessment.book import (
    entering,
    history,
    lateness,
    leaving,
    opening,
    saving,
    works,
)
from academy.assessment.book.beside import Beside
from academy.assessment.book.cells import cells
from academy.assessment.book.forms import (
    Conflict,
    Entry,
    Given,
    Marking,
    Twice,
    Work,
)


def _now() -> datetime:
    return datetime.now(UTC)


class Book(Beside):
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
            lateness.tell_nbgrader(db, assignment, entries)

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

    def has_marked(self, id: int, tutor: str) -> bool:
        """Return whether `tutor` has given this version's first marks, or some of them."""
        with self._reading() as db:
            return saving.has_marked(db, id, tutor)

    def must_fit(self, id: int, given: Mapping[str, Given]) -> None:
        """Raise what `save` would raise for what is given, and keep nothing.

        Raises:
            Replaced: as `save`.
            ValueError: as `save`.
        """
        with self._reading() as db:
            saving.must_fit(db, id, given)

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
            made = saving.save(db, id, tutor, given, seen=seen, now=now or _now())
        if isinstance(made, Conflict):
            raise made
        return made

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

    def seconds(self, assignment: str, *, id: int | None = None) -> list[Twice]:
        """Return what was fully marked by two tutors, as they did it blind.

        Args:
            assignment: of which assignment.
            id: of this reflection alone.
        """
        with self._reading() as db:
            return saving.twice(db, assignment, id)

    def same(self, former: Mapping[str, str]) -> None:
        """Let everything of a former id be whose it is now, as `Known.former` tells.

        Safe to call before anything else: mostly it asks one question, and that is all.

        Args:
            former: who each former id is now.
        """
        with self._reading() as db:
            found = leaving.there(db).intersection(former)
        if found:
            with self._writing() as db:
                for old in sorted(found):
                    leaving.same(db, old, former[old])

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
