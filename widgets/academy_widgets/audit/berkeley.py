"""Berkeley's admissions: one table that says one thing, and six that say another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from academy_widgets.audit import blocks, compared, figures
from academy_widgets.audit.counts import admissions
from academy_widgets.audit.study import Asking, Study
from academy_widgets.exercise import Json, Text

WOMEN, MEN = 0, 1
"""Places in `admissions().groups`."""


class Berkeley(Study):
    """Who was admitted, in all and department by department.

    Attributes:
        confounder: what a confounder is, in plain words.
    """

    of: Literal["admissions"]
    confounder: tuple[Text, ...] = Field(min_length=1)

    def needs(self) -> Mapping[str, Asking]:
        """Return in how many departments women fare worse, and who does when alike."""
        return {
            "behind": Asking("number"),
            "alike": Asking("choose", ("men", "same", "women")),
        }

    def found(self) -> list[Json]:
        """Return crude beside adjusted, department by department."""
        return [_headline(), *self._tables()]

    def result(self, answers: Mapping[str, Any]) -> list[Json]:
        """Return the same with the guess beside it."""
        behind = _behind()
        women, men = _alike()
        guesses = blocks.table(
            "Your guess, beside what was counted",
            ("What was asked", "You", "Counted"),
            [
                (
                    self.asks["behind"].ask,
                    self.asks["behind"].words(answers["behind"]),
                    f"{len(behind)}: {blocks.listed(behind)}",
                ),
                (
                    self.asks["alike"].ask,
                    self.asks["alike"].words(answers["alike"]),
                    f"women, by {women - men:.2f} of 100",
                ),
            ],
        )
        return [_headline(), guesses, *self._tables()]

    def _tables(self) -> list[Json]:
        counts = admissions()
        return [
            *compared.crude(counts),
            *compared.layers(counts),
            blocks.heading("Why the two tables disagree"),
            blocks.says(_where()),
            *map(blocks.says, self.confounder),
            blocks.heading("The same as odds"),
            *compared.ratios(counts),
            blocks.says(compared.METHODS),
        ]


def _behind() -> list[str]:
    """Return the departments in which women were admitted less often than men."""
    counts = admissions()

    def rate(group: int, layer: int) -> float:
        return counts.had(group, layer) / counts.people(group, layer)

    return [
        name for at, name in enumerate(counts.layers) if rate(WOMEN, at) < rate(MEN, at)
    ]


def _alike() -> tuple[float, float]:
    """Return the rates of women and men spread over departments alike, of 100."""
    rates, _ = figures.standardised(admissions())
    return 100 * rates[WOMEN], 100 * rates[MEN]


def _headline() -> Json:
    counts = admissions()
    women, men = (100 * counts.had(g) / counts.people(g) for g in (WOMEN, MEN))
    alike_women, alike_men = _alike()
    n = len(counts.layers)
    return blocks.headline(
        f"In all, {men:.1f} of 100 men and {women:.1f} of 100 women were admitted. "
        f"Department by department, women were ahead in {n - len(_behind())} of {n}. "
        f"Spread over the departments alike it would have been {alike_men:.1f} of 100 men "
        f"and {alike_women:.1f} of 100 women."
    )


def _where() -> str:
    counts = admissions()
    easy = (0, 1)

    def share(group: int) -> float:
        applied = sum(counts.people(group, layer) for layer in easy)
        return 100 * applied / counts.people(group)

    hardest = len(counts.layers) - 1
    both = sum(counts.yes[hardest]) / sum(counts.people(g, hardest) for g in (WOMEN, MEN))
    return (
        f"{share(MEN):.0f} of 100 men, and {share(WOMEN):.0f} of 100 women, applied to "
        "departments A and B, which took well over half of those who applied. F took about "
        f"{100 * both:.0f} of 100. So more women "
        "applied where most people, women and men, were turned away."
    )
