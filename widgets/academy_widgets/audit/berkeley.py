"""Berkeley's admissions: one table that says one thing, and six that say another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from academy_widgets.audit import blocks, compared, figures
from academy_widgets.audit.counts import admissions
from academy_widgets.audit.study import Asking, Study
from academy_widgets.exercise import Json, Text


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

    def result(self, answers: Mapping[str, Any]) -> list[Json]:
        """Return crude beside adjusted, department by department."""
        counts = admissions()
        women, men = 0, 1
        places = range(len(counts.layers))

        def rate(group: int, layer: int) -> float:
            return counts.had(group, layer) / counts.people(group, layer)

        behind = [counts.layers[at] for at in places if rate(women, at) < rate(men, at)]
        (crude_women, crude_men), (alike, _) = (
            [100 * counts.had(g) / counts.people(g) for g in (women, men)],
            figures.standardised(counts),
        )
        return [
            blocks.headline(
                f"In all, {crude_men:.1f} of 100 men and {crude_women:.1f} of 100 women "
                "were admitted. Department by department, women were ahead in "
                f"{len(counts.layers) - len(behind)} of {len(counts.layers)}. Spread over "
                f"the departments alike it would have been {100 * alike[men]:.1f} of 100 "
                f"men and {100 * alike[women]:.1f} of 100 women."
            ),
            blocks.table(
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
                        f"women, by {100 * (alike[women] - alike[men]):.2f} of 100",
                    ),
                ],
            ),
            *compared.crude(counts),
            *compared.layers(counts),
            blocks.heading("Why the two tables disagree"),
            blocks.says(_where()),
            *map(blocks.says, self.confounder),
            blocks.heading("The same as odds"),
            *compared.ratios(counts),
            blocks.says(compared.METHODS),
        ]


def _where() -> str:
    counts = admissions()
    easy = (0, 1)

    def share(group: int) -> float:
        applied = sum(counts.people(group, layer) for layer in easy)
        return 100 * applied / counts.people(group)

    hardest = len(counts.layers) - 1
    both = sum(counts.yes[hardest]) / sum(counts.people(g, hardest) for g in (0, 1))
    return (
        f"{share(1):.0f} of 100 men, and {share(0):.0f} of 100 women, applied to "
        "departments A and B, which took well over half of those who applied. F took about "
        f"{100 * both:.0f} of 100. So more women "
        "applied where most people, women and men, were turned away."
    )
