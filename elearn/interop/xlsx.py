"""Tables as a workbook. Texts stay texts: nothing in a cell is taken for a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | float | None

_LONGEST = 32767
"""Letters in a cell, as the format has it."""

_LOOKED_AT = 200
_NARROW, _WIDE = 10, 60
"""So many rows decide how wide a column is, from so many to so many letters; what is longer is
broken into lines."""

_SHOWN = "0.00"
"""How many places of a number that is not whole are shown; the cell holds all of it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (31 letters at most), a heading and rows."""

    title: str
    heading: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


def write(sheets: Iterable[Sheet], *, now: datetime) -> bytes:
    """The workbook, a sheet after the other."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = now.replace(tzinfo=None)
    book.properties.creator = "elearn"
    for sheet in sheets:
        page = book.create_sheet(_title(sheet.title))
        page.freeze_panes = "A2"
        rows = iter(sheet.rows)
        first = list(islice(rows, _LOOKED_AT))
        for number, width in enumerate(_widths(sheet.heading, first), 1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.append([_cell(page, text, bold=True) for text in sheet.heading])
        for row in chain(first, rows):
            page.append([_cell(page, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _widths(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[int]:
    """How wide each column is, in letters."""
    widths = [len(text) for text in heading]
    for row in rows:
        for place, value in enumerate(row[: len(widths)]):
            written = len(value) if isinstance(value, str) else _NARROW
            widths[place] = max(widths[place], written)
    return [min(_WIDE, max(_NARROW, width) + 2) for width in widths]


def _title(text: str) -> str:
    return "".join(c for c in text if c not in r"[]:*?/\\")[:31] or "1"


def _cell(page: WriteOnlyWorksheet, value: Cell, *, bold: bool = False) -> OpenpyxlCell:
    if not isinstance(value, str):
        number = WriteOnlyCell(page, value=value)
        if isinstance(value, float):
            number.number_format = _SHOWN
        return number
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"  # else "=1+1" would be a formula
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > _WIDE)
    if bold:
        cell.font = Font(bold=True)
    return cell
