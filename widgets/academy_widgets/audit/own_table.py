"""The learner's own table: read, counted and given back; kept only if they say so."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from academy_widgets.audit import blocks, compared, giving, on_paper, reading, tallying
from academy_widgets.audit.counts import LONGEST_NAME, MOST_GROUPS, MOST_LAYERS, Counts
from academy_widgets.audit.study import Asking, Study
from academy_widgets.exercise import Data, Json, ResponseError, Said, Text, checked
from academy_widgets.paper import Paper

SAME = ""
"""What a guess says if no group is expected to have the outcome more often."""


class Kept(Data):
    """What the learner chose to keep: the counts, and what they had guessed.

    Attributes:
        counts: people by group, outcome and layer.
        guess: the group that they expected to have the outcome most often, `SAME`, or
            None for no guess.
        notes: what was left out when it was counted.
    """

    counts: Counts
    guess: Annotated[str, Field(max_length=LONGEST_NAME)] | None = None
    notes: Annotated[tuple[Text, ...], Field(max_length=10)] = ()


class Asked(Data):
    """Columns, as the view asks for them to be counted."""

    text: str
    group: str
    reference: str
    outcome: str
    counts_as: str
    layer: str = ""
    people: str = ""
    guess: str | None = None


class OwnTable(Study):
    """A table that the learner brings.

    Attributes:
        example: a small table to try it with, as CSV.
        careful: what to think of before bringing one.
    """

    of: Literal["own_table"]
    asks: dict[str, Any] = Field({}, max_length=0)
    example: Text
    careful: tuple[Text, ...] = Field(min_length=1)

    def needs(self) -> Mapping[str, Asking]:
        """Return nothing: what is asked depends on the table."""
        return {}

    def shown(self) -> Json:
        """Return what to think of first, an example, and how much can be read."""
        return super().shown() | {
            "example": self.example,
            "careful": list(self.careful),
            "most": {
                "characters": reading.MOST_CHARACTERS,
                "rows": reading.MOST_ROWS,
                "groups": MOST_GROUPS,
                "layers": MOST_LAYERS,
            },
        }

    def feedback(self, response: Json) -> Json:
        """Return what the kept counts come to.

        Raises:
            ResponseError: they are no counts.
        """
        kept = checked(Kept, response)
        return {"blocks": self._blocks(kept), "kept": kept.model_dump(mode="json")}

    def work(self, asked: Json) -> Iterator[Json]:
        """Yield a table's columns, what it comes to, or a file of it to take along.

        `{"read": text}` tells columns, `{"count": {...}}` counts, `{"give": {...}}` makes
        the file.

        Raises:
            ResponseError: it cannot be done; the message says why, and at which line.
        """
        try:
            yield self._worked(asked)
        except reading.TableError as error:
            raise ResponseError(str(error)) from error

    def _worked(self, asked: Json) -> Json:
        if "read" in asked:
            return _columns(reading.read(str(asked["read"])))
        if "count" in asked:
            given = checked(Asked, asked["count"])
            chosen = tallying.Chosen(
                *(getattr(given, one) for one in tallying.Chosen._fields)
            )
            found = tallying.count(reading.read(given.text), chosen)
            kept = Kept(counts=found.counts, guess=given.guess, notes=found.notes)
            return {"blocks": self._blocks(kept), "kept": kept.model_dump(mode="json")}
        if "give" in asked:
            text = giving.as_csv(checked(Kept, asked["give"]).counts)
            if text is None:
                raise ResponseError(giving.NOTHING)
            return {"csv": text}
        raise ResponseError(
            "This page asked for nothing that can be done; please reload it."
        )

    def _blocks(self, kept: Kept) -> list[Json]:
        counts = kept.counts
        adjusted: list[Json] = []
        if counts.layers:
            adjusted = [
                blocks.heading(f"The same, with {counts.across} held alike"),
                *compared.layers(counts),
            ]
        return [
            blocks.headline(_summary(counts)),
            *_guessed(kept),
            *map(blocks.says, kept.notes),
            *compared.crude(counts),
            *adjusted,
            blocks.heading("The same as odds"),
            *compared.ratios(counts),
            *compared.small(counts),
            blocks.says(compared.METHODS),
            *map(blocks.says, self.after),
        ]

    def in_words(self, response: Json) -> list[Said]:
        """Return what may be given away of the counts: small numbers stay withheld.

        Raises:
            ResponseError: they are no counts.
        """
        kept = checked(Kept, response)
        may = giving.given(kept.counts)
        if may is None:
            return [Said(kept.counts.outcome, giving.NOTHING)]
        told = [
            Said(
                f"{row}, {column}",
                giving.WITHHELD if (count := may.number((r, c))) is None else f"{count:,}",
            )
            for r, row in enumerate(may.table.rows)
            for c, column in enumerate(may.table.columns)
        ]
        return [Said("What was counted", kept.counts.outcome), *told]

    def on_paper(self) -> Paper:
        """Return a tally sheet, and how to work rates out by hand."""
        return on_paper.tally(self.invite, self.careful, self.after)

    def simulate(self, rng: random.Random) -> Json:
        """Return counts of two groups in two layers."""
        yes = tuple((rng.randint(1, 40), rng.randint(1, 40)) for _ in range(2))
        no = tuple((rng.randint(1, 40), rng.randint(1, 40)) for _ in range(2))
        counts = Counts(
            by="language",
            groups=("English", "other"),
            outcome="seen: yes",
            across="site",
            layers=("North", "South"),
            yes=yes,
            no=no,
        )
        kept = Kept(counts=counts, guess=rng.choice((SAME, "English", "other")))
        return kept.model_dump(mode="json")


def _columns(table: reading.Table) -> Json:
    told = zip(table.columns, reading.values(table), strict=True)
    return {
        "rows": len(table.rows),
        "delimiter": reading.DELIMITERS[table.delimiter],
        "columns": [{"name": name, "values": values} for name, values in told],
    }


def _summary(counts: Counts) -> str:
    rates = [
        (100 * counts.had(g) / counts.people(g), name)
        for g, name in enumerate(counts.groups)
    ]
    (low, last), (high, first) = min(rates), max(rates)
    if low == high:
        return f"{counts.outcome}: {low:.1f} of 100 in every group."
    more = f"between {last} and {first}" if len(rates) > 2 else f"for {last} and {first}"  # noqa: PLR2004
    return (
        f"{counts.outcome}: from {low:.1f} to {high:.1f} of 100 {more}. A gap is a "
        "question and no answer: it does not say what made it."
    )


def _guessed(kept: Kept) -> list[Json]:
    if kept.guess is None:
        return []
    said = f"{kept.guess} most often" if kept.guess != SAME else "all about alike"
    return [blocks.says(f"Your guess was: {said}.")]
