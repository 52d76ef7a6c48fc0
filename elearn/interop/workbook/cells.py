"""A spreadsheet of unknown origin as rows of texts. Nothing in it is calculated or fetched."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from elearn.core.said import Said, said

MAX_BYTES = 200_000_000
"""What the workbook may hold when unpacked."""
MAX_MEMBERS = 2000
MAX_ROWS = 20_000
"""Rows of one sheet that are looked at."""
MAX_COLUMNS = 100
_MAX_TEXT = 40_000
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class NoWorkbook(Exception):
    """The workbook cannot be read; `said` says why."""

    @property
    def said(self) -> Said:
        """Why, as it can be translated."""
        return said(self.args[0])


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as text. `fault` says why there is none, or what became of it."""

    text: str
    fault: str = ""
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its title, and its rows with their numbers from 1. `cut` if there were more."""

    title: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    cut: bool = False


_EMPTY = Cell("")


def pages(data: bytes) -> Iterator[Page]:
    """The visible and hidden sheets of a workbook.

    Raises:
        NoWorkbook: If it is broken, or unpacks to more than can be looked at.
    """
    from openpyxl import load_workbook  # large and rarely needed: not at each start

    require_bounded(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception:  # noqa: BLE001  # openpyxl raises whatever broken parts make it stumble over
        raise NoWorkbook("The spreadsheet is broken; open it, save it anew as .xlsx.") from None
    try:
        for sheet in book.worksheets:
            yield _page(sheet)
    finally:
        book.close()


def require_bounded(data: bytes) -> None:
    """Refuse a workbook before it is opened, if it is broken or unpacks to too much.

    Raises:
        NoWorkbook: If it is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NoWorkbook("The spreadsheet is broken; open it, save it anew as .xlsx.") from None
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_BYTES:
        raise NoWorkbook(
            Said(
                "The spreadsheet unpacks to more than %(max_bytes)s MB; split it.",
                max_bytes=MAX_BYTES // 1_000_000,
            )
        )


def _page(sheet: Any) -> Page:
    """A sheet; what stands behind a broken row is not read."""
    rows = []
    cut = False
    try:
        sheet.reset_dimensions()  # what the file says of its size may be anything
        found = sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 1)
        for number, row in enumerate(found, 1):
            if number > MAX_ROWS:
                cut = True
                break
            cells = tuple(_cell(cell) for cell in row)
            if any(cell.text or cell.fault for cell in cells):
                rows.append((number, cells))
    except Exception:  # noqa: BLE001  # as above; the rows before are good
        cut = True
    return Page(str(sheet.title), tuple(rows), cut)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return _EMPTY
    if cell.data_type == "f":
        return Cell("", Said("A formula is not calculated; write its value."), formula=True)
    if cell.data_type == "e":
        return Cell(
            "", Said("The value %(value)s is an error of the spreadsheet.", value=str(value)[:20])
        )
    return _text(value)


def _text(value: object) -> Cell:
    match value:
        case bool():
            return Cell("true" if value else "false")
        case float():
            return Cell(str(int(value)) if value.is_integer() else repr(value))
        case datetime() if value.time() == time():
            return _dated(value.date().isoformat())
        case datetime() | date() | time() | timedelta():
            return _dated(str(value))
        case _:
            return _plain(str(value))


def _plain(value: str) -> Cell:
    text = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > _MAX_TEXT:
        return Cell(text[:_MAX_TEXT], Said("A text was longer than a pack can hold and was cut."))
    return Cell(text)


def _dated(text: str) -> Cell:
    return Cell(text, Said("A date or a time was read as the text %(text)s.", text=text))
