"""How many people gave which answer, with the totals that a reader could work out."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, NonNegativeInt, model_validator

FEWEST = 5
"""A number about fewer people than this is withheld.

Source: the common minimum of official statistics, e.g. Hundepool et al. (2012),
Statistical Disclosure Control, Wiley; NHS Digital hides 1 to 7 in local figures and
shows 0, other bodies use 10.
"""

Place = tuple[int, int]
"""An entry's row and column, from 0; the totals are one past the last of either."""


class Table(BaseModel):
    """A group's answers, counted: each person in one cell, and once.

    Attributes:
        columns: what could be answered.
        rows: what people are told apart by; empty if they are not.
        counts: people in each cell, shape (n_rows, n_columns), or (1, n_columns).
        sums: the sum of people's scores in each cell, in the shape of `counts`, if
            means are wanted.
        scale: the least and the greatest score that one person could give.

    Raises:
        ValidationError: a shape does not fit, a sum lies outside the scale, or sums
            come without a scale.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: tuple[str, ...]
    rows: tuple[str, ...] = ()
    counts: tuple[tuple[NonNegativeInt, ...], ...]
    sums: tuple[tuple[int, ...], ...] | None = None
    scale: tuple[int, int] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        n_rows, n_columns = max(1, len(self.rows)), len(self.columns)
        wanted = [n_columns] * n_rows
        for name, lines in (("counts", self.counts), ("sums", self.sums)):
            if lines is not None and [len(line) for line in lines] != wanted:
                message = (
                    f"{name} must be {n_rows} rows of {n_columns} numbers, "
                    "one for each of the table's rows and columns."
                )
                raise ValueError(message)
        if not n_columns:
            raise ValueError("A table needs at least one column.")
        if (self.sums is None) != (self.scale is None):
            raise ValueError("sums and scale belong together: give both or neither.")
        if self.scale and self.scale[0] >= self.scale[1]:
            raise ValueError("scale must be the least score, then the greatest.")
        if any(
            not 0 <= score <= room
            for score, room in (
                (self.score(place), self.score_room(place)) for place in self.places()
            )
        ):
            raise ValueError("A cell's sum is outside what its people could have scored.")
        return self

    @property
    def total(self) -> Place:
        """Where the number of all people stands."""
        return (len(self.rows), len(self.columns))

    def places(self) -> list[Place]:
        """Return where every cell and total stands, row by row."""
        rows = range(len(self.rows) + 1 if self.rows else 1)
        return [(row, column) for row in rows for column in range(len(self.columns) + 1)]

    def is_margin(self, place: Place) -> bool:
        """Say whether `place` holds a total of a row, of a column or of all."""
        row, column = place
        return column == len(self.columns) or bool(self.rows and row == len(self.rows))

    def ends(self, place: Place) -> tuple[str, str, int]:
        """Return the two sums that an entry belongs to, and its sign in both.

        A cell counts in its row and its column. With totals taken as negative, and the
        total of all as positive, every row and column, those of totals too, adds to 0.
        """
        row, column = place
        if not self.rows:
            return "row", "column", -1 if self.is_margin(place) else 1
        across, down = row == len(self.rows), column == len(self.columns)
        return f"row {row}", f"column {column}", 1 if across == down else -1

    def people(self, place: Place) -> int:
        """Return how many people a cell or total is about."""
        return _added(self.counts, place, self.total)

    def score(self, place: Place) -> int:
        """Return how far these people's scores lie above the least possible, summed."""
        if self.sums is None or self.scale is None:
            return 0
        least = self.people(place) * self.scale[0]
        return _added(self.sums, place, self.total) - least

    def score_room(self, place: Place) -> int:
        """Return the greatest that `score` could be for that many people."""
        low, high = self.scale or (0, 0)
        return self.people(place) * (high - low)

    def small(self, place: Place) -> bool:
        """Say whether an entry must be withheld for its own sake.

        It is about 1 to 4 people; or everybody's score is at the same end of the scale,
        and the mean would tell what each one of them answered.
        """
        people = self.people(place)
        at_an_end = self.score(place) in (0, self.score_room(place))
        return 0 < people < FEWEST or (people > 0 and self.scale is not None and at_an_end)


def _added(lines: tuple[tuple[int, ...], ...], place: Place, total: Place) -> int:
    row, column = place
    chosen = lines if row == total[0] and len(lines) == total[0] else lines[row : row + 1]
    return sum(sum(line) if column == total[1] else line[column] for line in chosen)
