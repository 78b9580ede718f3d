"""Audit: guess what a count says about unequal treatment, see it, then count your own."""

import random
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from academy_widgets.audit import figures, on_paper
from academy_widgets.audit.berkeley import Berkeley
from academy_widgets.audit.own_table import OwnTable
from academy_widgets.audit.resume import Resume, known
from academy_widgets.audit.scores import Scores
from academy_widgets.exercise import Exercise, Json, ResponseError, Said
from academy_widgets.paper import Paper

AnyStudy = Annotated[Resume | Berkeley | Scores | OwnTable, Field(discriminator="of")]


class AuditExercise(Exercise):
    """A count to guess first.

    Attributes:
        study: what was counted: one of three studies, or a table of the learner's own.
    """

    kind: Literal["audit"]
    study: AnyStudy

    def shown(self) -> Json:
        """Return what is asked, and nothing of what was found."""
        return self.study.shown()

    def prepare(self) -> None:
        """Import statsmodels, and work out what is the same for everybody."""
        figures.load()
        known()

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield what a table of the learner's own comes to; nothing of it is kept.

        Raises:
            ResponseError: it cannot be read; the message says at which line, and why.
        """
        return self.study.work(asked)

    def feedback(self, response: Json) -> Json:
        """Return the result as blocks in their order, the guess beside it."""
        return self.study.feedback(response)

    def in_words(self, response: Json) -> list[Said]:
        """Return what was asked, with what the learner guessed, chose and wrote."""
        try:
            return self.study.in_words(response)
        except ResponseError:
            return super().in_words(response)

    def on_paper(self) -> Paper:
        """Return a sheet to guess on, with what was counted as its key."""
        study = self.study
        if isinstance(study, OwnTable):
            return study.on_paper()
        return on_paper.guessed(
            study.invite, study.asks.values(), study.found(), study.after
        )

    def simulate(self, rng: random.Random) -> Json:
        """Return plausible guesses, or counts."""
        return self.study.simulate(rng)
