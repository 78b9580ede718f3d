"""People counted by group, by outcome and, if it matters, by what else sets them apart."""

import csv
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from academy_widgets.exercise import Data

MOST_GROUPS = 8
MOST_LAYERS = 12
MOST_PEOPLE = 1_000_000_000
LONGEST_NAME = 80

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
People = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
Grid = tuple[tuple[People, ...], ...]

HERE = Path(__file__).parent


class Counts(Data):
    """How many people of each group had the outcome, and how many had not.

    Attributes:
        by: what the groups are groups of, such as the name of a column.
        groups: the groups; the others are compared with the first.
        outcome: what is counted, in a few words.
        across: what the layers are layers of; "" without layers.
        layers: what else sets people apart; empty if nothing is asked.
        yes: people with the outcome, shape (n_layers or 1, n_groups).
        no: people without, in the same shape.
    """

    by: Name
    groups: Annotated[tuple[Name, ...], Field(min_length=2, max_length=MOST_GROUPS)]
    outcome: Name
    across: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] = ""
    layers: Annotated[tuple[Name, ...], Field(max_length=MOST_LAYERS)] = ()
    yes: Grid
    no: Grid

    @model_validator(mode="after")
    def _fits(self) -> "Counts":
        wanted = [len(self.groups)] * max(1, len(self.layers))
        for grid in (self.yes, self.no):
            if [len(line) for line in grid] != wanted:
                raise ValueError("the counts do not fit the groups and layers")
        if len(set(self.groups)) < len(self.groups):
            raise ValueError("a group is there twice")
        if len(set(self.layers)) < len(self.layers) or bool(self.layers) != bool(
            self.across
        ):
            raise ValueError("the layers do not fit")
        if not all(self.people(group) for group in range(len(self.groups))):
            raise ValueError("a group has nobody in it")
        if not (sum(map(sum, self.yes)) and sum(map(sum, self.no))):
            raise ValueError("everybody has the same outcome")
        return self

    def people(self, group: int, layer: int | None = None) -> int:
        """Return how many people a group has, in all or in a layer."""
        return self.had(group, layer) + self.had_not(group, layer)

    def had(self, group: int, layer: int | None = None) -> int:
        """Return how many of them had the outcome."""
        lines = self.yes if layer is None else self.yes[layer : layer + 1]
        return sum(line[group] for line in lines)

    def had_not(self, group: int, layer: int | None = None) -> int:
        """Return how many of them had it not."""
        lines = self.no if layer is None else self.no[layer : layer + 1]
        return sum(line[group] for line in lines)

    def square(
        self, group: int, layer: int | None = None
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return four numbers: with and without, of `group` and of the first group."""
        return (
            (self.had(group, layer), self.had_not(group, layer)),
            (self.had(0, layer), self.had_not(0, layer)),
        )


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return what a study counted, row by row; `data/README.md` says whose it is."""
    text = (HERE / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def admissions() -> Counts:
    """Return Berkeley's applicants of 1973, men beside women, by department."""
    groups, layers = ("Female", "Male"), tuple("ABCDEF")
    counted = {
        (one["Admit"], one["Gender"], one["Dept"]): int(one["Freq"])
        for one in rows("admissions")
    }

    def grid(admit: str) -> Grid:
        return tuple(
            tuple(counted[admit, group, layer] for group in groups) for layer in layers
        )

    return Counts(
        by="sex",
        groups=("women", "men"),
        outcome="Admitted",
        across="department",
        layers=layers,
        yes=grid("Admitted"),
        no=grid("Rejected"),
    )
