"""A table of the learner's own, read; nothing of it is kept here."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import NamedTuple

from academy_widgets.audit.counts import LONGEST_NAME

MOST_CHARACTERS = 5_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_VALUES = 30
"""Different values of a column that are told to whoever chooses columns."""
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_QUOTED = re.compile(r'"[^"]*"')
MISSING = frozenset({"", "na", "n/a", "nan", "null", "."})


class TableError(ValueError):
    """A table that cannot be read or counted, told in one sentence."""


class Row(NamedTuple):
    """One line of entries, and where it stands in the text, from 1."""

    line: int
    entries: tuple[str, ...]


class Table(NamedTuple):
    """A table as it was given.

    Attributes:
        columns: the names in its first line.
        rows: everything below it.
        delimiter: what stands between entries.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str


def read(text: str) -> Table:
    """Return a CSV text as a table; what stands between its entries is found out.

    Raises:
        TableError: it is no such table.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise TableError("There is nothing to read yet: choose a file, or paste a table.")
    if len(text) > MOST_CHARACTERS:
        message = (
            f"This has {len(text):,} characters, and {MOST_CHARACTERS:,} can be read: "
            "count people in your spreadsheet first, and bring one row for each count."
        )
        raise TableError(message)
    if text.startswith("PK\x03\x04") or "\x00" in text[:1000]:
        raise TableError(
            "This is a spreadsheet or another kind of file: save it as CSV, and bring that."
        )
    first = _QUOTED.sub("", next(line for line in text.splitlines() if line.strip()))
    delimiter = max(DELIMITERS, key=first.count)
    if not first.count(delimiter):
        raise TableError(
            "Line 1 has one column only: a comma, a semicolon or a tab must stand between "
            "the names of the columns."
        )
    rows = _rows(text, delimiter)
    head, *body = rows
    columns = _columns(head)
    if not body:
        raise TableError(
            f"There is nothing below the names of the columns in line {head.line}."
        )
    for row in body:
        if len(row.entries) != len(columns):
            message = (
                f"Line {row.line} has {many(len(row.entries), 'entry', 'entries')}, and "
                f"line {head.line} names {len(columns)} columns: is a "
                f"{DELIMITERS[delimiter]} missing, or one too many?"
            )
            raise TableError(message)
    return Table(columns, tuple(body), delimiter)


def _rows(text: str, delimiter: str) -> list[Row]:
    source = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    start = 1
    try:
        for entries in source:
            line, start = start, source.line_num + 1
            if not any(entry.strip() for entry in entries):
                continue
            rows.append(Row(line, tuple(entry.strip() for entry in entries)))
            if len(rows) > MOST_ROWS + 1:
                message = (
                    f"There are more than {MOST_ROWS:,} rows (line {line}): count people "
                    "in your spreadsheet first, and bring one row for each count."
                )
                raise TableError(message)
    except csv.Error as error:
        message = (
            f"Line {start} cannot be read: is a quotation mark there that is never closed?"
        )
        raise TableError(message) from error
    return rows


def _columns(head: Row) -> tuple[str, ...]:
    if len(head.entries) > MOST_COLUMNS:
        message = (
            f"Line {head.line} names {len(head.entries)} columns, and {MOST_COLUMNS} can "
            "be read: leave out those that you do not need."
        )
        raise TableError(message)
    for place, name in enumerate(head.entries, start=1):
        if not name:
            message = (
                f"Column {place} has no name in line {head.line}: the first line must name "
                "every column."
            )
            raise TableError(message)
        if len(name) > LONGEST_NAME:
            message = (
                f"The name of column {place} in line {head.line} is longer than "
                f"{LONGEST_NAME} characters: does the first line name the columns?"
            )
            raise TableError(message)
    twice = [name for name, times in Counter(head.entries).items() if times > 1]
    if twice:
        message = (
            f"Line {head.line} has the name {twice[0]!r} for two columns: give each its "
            "own."
        )
        raise TableError(message)
    return head.entries


def values(table: Table) -> list[list[str] | None]:
    """Return each column's different values, the most frequent first.

    None stands for a column with more than `MOST_VALUES`.
    """
    found: list[list[str] | None] = []
    for at in range(len(table.columns)):
        tally = Counter(row.entries[at] for row in table.rows)
        known = [one for one, _ in tally.most_common() if not missing(one)]
        found.append(known if len(known) <= MOST_VALUES else None)
    return found


def missing(entry: str) -> bool:
    """Say whether an entry stands for nothing."""
    return entry.casefold() in MISSING


def many(count: int, one: str, more: str = "") -> str:
    """Return a number with what it is of."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
