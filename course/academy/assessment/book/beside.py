"""What stands beside the marks: phrases, worries, trial marks, how a cohort does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import sqlalchemy as sa

from academy.assessment.book import arranging, opening, phrases, worries
from academy.assessment.book.forms import Given, Marking, Options, Phrase, Worry


class Beside:
    """The part of `Book` that no mark rests on."""

    _engine: sa.Engine

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

    def worries(self, contact: str | None = None) -> list[Worry]:
        """Return the worries that wait for `contact`, or for anybody, oldest first."""
        with self._reading() as db:
            return worries.worries(db, contact)

    def pass_worry(self, worry_id: int, contact: str) -> None:
        """Let a worry that waits wait for somebody else."""
        with self._writing() as db:
            worries.pass_on(db, worry_id, contact)

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

    def _reading(self) -> AbstractContextManager[sa.Connection]:
        return opening.reading(self._engine)

    def _writing(self) -> AbstractContextManager[sa.Connection]:
        return opening.writing(self._engine)


def _now() -> datetime:
    return datetime.now(UTC)
