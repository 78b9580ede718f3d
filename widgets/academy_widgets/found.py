"""What may be said of a group's answers together: sentences, and tables of them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, NonNegativeInt, model_validator

from academy_widgets.data import Data, Text


class Cell(Data):
    """One entry of a table.

    Attributes:
        text: what stands there, such as "3.4 (2.9 to 4.0)".
        people: how many people it is about; whoever shows it withholds small numbers.
        shade: how far along its scale it is, from 0 to 1, where a colour tells it too.
        of: which answers it is about, by their places among those given: one group, or
            several where it rests on each of them alone. Empty: all. An entry about some
            that does not say which is withheld, for nobody could compare it with what was
            told of them before. It is not shown.
    """

    text: str
    people: NonNegativeInt
    shade: Annotated[float, Field(ge=0, le=1)] | None = None
    of: Annotated[tuple[tuple[int, ...], ...], Field(exclude=True)] = ()


class Row(Data):
    """One row: its name, and an entry for each column."""

    name: Text
    cells: tuple[Cell, ...]


class Table(Data):
    """A table about a group.

    Attributes:
        caption: what it tells, in a sentence.
        columns: names of the columns, without the one of the rows' names.
    """

    caption: Text
    columns: tuple[Text, ...] = Field(min_length=1)
    rows: tuple[Row, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("each row needs an entry for each column")
        return self


class Found(Data):
    """What a group's answers say together.

    No sentence is about fewer people than all who are counted. Nothing here is about a
    whole and about its part where the rest of the whole is fewer than five people: they
    could be worked out.

    Attributes:
        says: sentences, the most important first; what it cannot say belongs to them.
        tables: what they rest on.
    """

    says: tuple[Text, ...] = Field(min_length=1)
    tables: tuple[Table, ...] = ()
