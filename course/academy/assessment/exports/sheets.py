"""Tables as files for a spreadsheet, in which no text can act as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from academy_widgets.typeset.words import plain_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from academy.assessment.exports.marks import Cell, Table

_FORMULA = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]")
"""How a text begins that some spreadsheet would reckon out.

Source: OWASP, CSV Injection, owasp.org/www-community/attacks/CSV_Injection
"""

_WIDEST = 48  # characters


def harmless(text: str) -> str:
    """Return `text` so that a spreadsheet shows it, whatever it begins with."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_csv(table: Table) -> bytes:
    """Return a table as CSV in UTF-8, marked as such for Excel."""
    file = io.StringIO()
    write_csv(file, [table.columns, *table.rows])
    return file.getvalue().encode("utf-8-sig")


def write_csv(file: io.TextIOBase, rows: Iterable[Iterable[Cell]]) -> None:
    """Write rows as CSV; times are told in UTC, to the second."""
    writer = csv.writer(file)
    writer.writerows([_said(cell) for cell in row] for row in rows)


def _said(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        case str():
            return harmless(_line(cell))
    return f"{cell:g}"


def _line(text: str) -> str:
    return plain_text(text).replace("\n", " ")


def as_xlsx(table: Table) -> bytes:
    """Return a table as an Excel workbook, with its notes on a second sheet."""
    # It takes a moment to import, and most commands need none of it.
    from openpyxl import Workbook  # noqa: PLC0415  see above
    from openpyxl.styles import Alignment  # noqa: PLC0415  see above

    book = Workbook()
    book.properties.title, book.properties.creator = "Marks", "Relationships Academy"
    sheet, notes = book.worksheets[0], book.create_sheet("How to read it")
    sheet.title = "Marks"
    _fill(sheet, [table.columns, *table.rows])
    _fill(notes, [["How to read it"], *([note] for note in (*table.notes, *table.careful))])
    notes.column_dimensions["A"].width = 100
    for (cell,) in notes.iter_rows():
        cell.alignment = Alignment(wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet, rows: Iterable[Iterable[Cell]]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415  see `as_xlsx`
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  see `as_xlsx`

    wide: dict[int, int] = {}
    for down, row in enumerate(rows, 1):
        for across, value in enumerate(row, 1):
            cell = sheet.cell(down, across)
            if isinstance(value, datetime):
                cell.value = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
                cell.number_format = "yyyy-mm-dd hh:mm"
            elif isinstance(value, str):
                cell.value = harmless(_line(value))
                cell.data_type = "s"  # a text, also "#N/A"
            else:
                cell.value = value
            if down == 1:
                cell.font = Font(bold=True)
            wide[across] = max(wide.get(across, 0), len(_said(value)))
    for across, width in wide.items():
        at = sheet.column_dimensions[get_column_letter(across)]
        at.width = min(width + 3, _WIDEST)
