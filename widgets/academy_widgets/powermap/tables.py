"""Tables as people bring them, and as they take them away: CSV and spreadsheets."""

import base64
import binascii
import csv
import io
import re
import zipfile
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from academy_widgets.exercise import ResponseError

LARGEST = 2_000_000
"""Bytes of a file, or characters of a text, that are read."""

LARGEST_OPEN = 20_000_000
"""Bytes that a packed spreadsheet may come to."""

MOST_COLUMNS = 60
MOST_ROWS = 20_000

_FORMULA = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]")
"""How a text begins that some spreadsheet would reckon out.

Source: OWASP, CSV Injection, owasp.org/www-community/attacks/CSV_Injection
"""

_UNPRINTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


class Row(NamedTuple):
    """One line of a table.

    Attributes:
        where: how to name it: "Line 4".
        cells: what it says, by its column's name in small letters.
    """

    where: str
    cells: dict[str, str]


class Table(NamedTuple):
    """A table with its head.

    Attributes:
        where: how to name its head: "Line 1".
        columns: as the head names them, in small letters.
        rows: whatever is not empty.
    """

    where: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def clean(text: str) -> str:
    """Return `text` in one line, without marks that nobody sees."""
    return " ".join(_UNPRINTED.sub(" ", text).split())


def harmless(text: str) -> str:
    """Return `text` so that a spreadsheet shows it, whatever it begins with."""
    text = clean(text)
    return f"'{text}" if _FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """Return `text` as it was before `harmless`."""
    text = clean(text)
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def from_csv(text: str, file: str = "") -> Table:
    """Return the table in a text, its columns parted by comma, semicolon or tab.

    Args:
        text: what the file says.
        file: its name, where there are several to be told apart.

    Raises:
        ResponseError: it cannot be read; the message names the line.
    """
    if len(text) > LARGEST:
        raise ResponseError("This file is larger than 2 MB: is it the right one?")
    text = text.removeprefix("\ufeff")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    parted = max(",;\t", key=first.count)
    lines = io.StringIO(text, newline="")
    # Strict: a quotation mark left open is told, and does not take in the rest.
    reader = csv.reader(lines, delimiter=parted, strict=True)
    of = f" of “{clean(file)}”" if file else ""
    rows: list[tuple[str, Sequence[str]]] = []
    try:
        for cells in reader:
            rows.append((f"Line {reader.line_num:,}{of}", cells))
            _few(len(rows), len(cells), rows[-1][0])
    except csv.Error as error:
        raise ResponseError(
            f"Line {reader.line_num:,}{of} cannot be read: is a quotation mark left open?"
        ) from error
    return _table(rows)


def from_workbook(packed: str, wanted: Container[str]) -> list[Table]:
    """Return the sheets of an Excel workbook that are wanted; the first if none is.

    Args:
        packed: the file in base64.
        wanted: their names in small letters.

    Raises:
        ResponseError: it is none, too large, or not safe to open.
    """
    try:
        raw = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ResponseError("This file did not arrive whole: please try again.") from error
    if len(raw) > LARGEST:
        raise ResponseError("This file is larger than 2 MB: is it the right one?")
    _safe(raw)
    from openpyxl import load_workbook  # noqa: PLC0415  few bring one

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        found = [one for one in book.worksheets if clean(one.title).casefold() in wanted]
        return [_table(list(_rows(one))) for one in found or book.worksheets[:1]]
    except ResponseError:
        raise
    except Exception as error:  # a damaged file fails in many ways
        raise ResponseError(
            "This workbook cannot be opened: please save it anew as .xlsx, or as CSV."
        ) from error


def _safe(raw: bytes) -> None:
    large = harmful = False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            large = sum(one.file_size for one in parts) > LARGEST_OPEN
            # Without zeros, so that it is found in UTF-16 too.
            harmful = not large and any(
                b"<!DOCTYPE" in packed.read(one).replace(b"\0", b"") for one in parts
            )
    except Exception as error:  # broken, locked, or packed in another way
        raise ResponseError(
            "This is no .xlsx workbook: please save it as .xlsx, or as CSV."
        ) from error
    if large:
        raise ResponseError("This workbook is too large to be opened here.")
    if harmful:
        raise ResponseError(
            "This workbook has a part that could do harm, and was not opened."
        )


def _rows(sheet: object) -> Iterator[tuple[str, Sequence[str]]]:
    name = clean(str(getattr(sheet, "title", "")))
    rows = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]  # openpyxl's
    for number, cells in enumerate(rows, start=1):
        where = f"Row {number:,} of the sheet “{name}”"
        texts = ["" if one is None else _number(one) for one in cells]
        while texts and not texts[-1]:
            texts.pop()
        _few(number, len(texts), where)
        yield where, texts


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _few(rows: int, columns: int, where: str) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise ResponseError(
            f"{where} is more than fits: at most {MOST_ROWS:,} rows of {MOST_COLUMNS} "
            "columns are read."
        )


def _table(rows: Sequence[tuple[str, Sequence[str]]]) -> Table:
    filled = [(where, cells) for where, cells in rows if any(map(clean, cells))]
    if not filled:
        return Table("Line 1", (), ())
    (where, head), *rest = filled
    columns = tuple(clean(one).casefold() for one in head)
    return Table(
        where,
        columns,
        tuple(
            Row(
                at,
                {name: as_meant(cell) for name, cell in zip(columns, cells, strict=False)},
            )
            for at, cells in rest
        ),
    )


def to_csv(rows: Sequence[Sequence[str | int | float]]) -> str:
    """Return rows as CSV that Excel, too, reads as UTF-8, and in which no text acts."""
    file = io.StringIO()
    file.write("\ufeff")
    csv.writer(file).writerows(
        [harmless(one) if isinstance(one, str) else one for one in row] for row in rows
    )
    return file.getvalue()


def to_workbook(sheets: Mapping[str, Sequence[Sequence[str | int | float]]]) -> str:
    """Return sheets as an Excel workbook in base64, in which no text acts."""
    from openpyxl import Workbook  # noqa: PLC0415  few ask for one

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for down, row in enumerate(rows, start=1):
            for across, value in enumerate(row, start=1):
                cell = sheet.cell(down, across)
                cell.value = harmless(value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"  # a text, also "#N/A"
        sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return base64.b64encode(file.getvalue()).decode()
