"""Tables as a workbook (ECMA-376), in pieces; no cell can be taken for a formula.

Written here, since no library wrote fifteen thousand rows a second nor without a file to the side
(docs/decisions/0013-own-spreadsheet-writer.md).
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import RawIOBase
from itertools import chain, islice
from typing import Any

from elearn.core.spreadsheet import Cell
from elearn.interop.tables import sheet_xml

MOST_ROWS = 1_048_576
"""Rows of a sheet, the heading among them; what is more goes to further sheets."""

_MOST_BYTES = 1_500_000_000
"""A sheet is ended before its XML is longer than the archive can say in its plain form."""

_LOOKED_AT = 200
_NARROW = 10
"""So many rows decide how wide a column is, and so many letters it is at least."""

_AT_ONCE = 250
_LEVEL = 2
"""Rows in one piece, and how hard they are packed: harder takes longer for little."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (31 letters at most), a heading and rows.

    Rows are taken when the sheet is written, after those of the sheets before it. `filters` puts
    the buttons into the heading by which rows are chosen.
    """

    title: str
    heading: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]
    filters: bool = True


class _Pieces(RawIOBase):
    """What an archive has written since it was last emptied; nothing can be taken back."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self.gone = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self.gone + len(self.kept)

    def write(self, content: Any) -> int:
        self.kept += content
        return len(content)

    def take(self) -> bytes:
        """What was written, once."""
        found = bytes(self.kept)
        self.gone += len(found)
        self.kept.clear()
        return found


@dataclass(slots=True)
class _Book:
    """A workbook while it is written."""

    now: datetime
    pieces: _Pieces = field(default_factory=_Pieces)
    titles: list[str] = field(default_factory=list)
    filtered: dict[int, str] = field(default_factory=dict)
    archive: zipfile.ZipFile = field(init=False)

    def __post_init__(self) -> None:
        self.archive = zipfile.ZipFile(self.pieces, "w", zipfile.ZIP_DEFLATED)

    def member(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self.now.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # noqa: SLF001  # public from Python 3.13 on
        return info


def write(sheets: Iterable[Sheet], *, now: datetime) -> bytes:
    """The whole workbook, a sheet after the other."""
    return b"".join(stream(sheets, now=now))


def stream(sheets: Iterable[Sheet], *, now: datetime) -> Iterator[bytes]:
    """The workbook in pieces, a sheet after the other."""
    book = _Book(now)
    for sheet in sheets:
        rows = iter(sheet.rows)
        first = list(islice(rows, _LOOKED_AT))
        widths = _widths(sheet.heading, first)
        left = _Left(chain(first, rows))
        part = 1
        while part == 1 or not left.empty:
            yield from _sheet(book, sheet, widths, left, part)
            part += 1
    for name, text in _rest(book):
        book.archive.writestr(book.member(name), text)
    book.archive.close()
    yield book.pieces.take()


class _Left:
    """Rows that are still to be written, some at a time."""

    def __init__(self, rows: Iterator[Sequence[Cell]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    @property
    def empty(self) -> bool:
        return self._next is None

    def take(self, most: int) -> list[Sequence[Cell]]:
        """The next rows."""
        if self._next is None:
            return []
        found = [self._next, *islice(self._rows, most - 1)]
        self._next = next(self._rows, None)
        return found


def _sheet(book: _Book, sheet: Sheet, widths: list[int], left: _Left, part: int) -> Iterator[bytes]:
    book.titles.append(_title(sheet.title, book.titles, part))
    number = len(book.titles)
    row, size = 1, 0
    with book.archive.open(book.member(f"xl/worksheets/sheet{number}.xml"), "w") as file:
        file.write(_before(sheet, widths).encode())
        while row < MOST_ROWS and size < _MOST_BYTES:
            cells = left.take(min(_AT_ONCE, MOST_ROWS - row))
            if not cells:
                break
            text = sheet_xml.rows(row + 1, cells).encode()
            row, size = row + len(cells), size + len(text)
            file.write(text)
            if len(book.pieces.kept) > 65_536:  # a piece that is worth sending
                yield book.pieces.take()
        last = f"{sheet_xml.letters(max(1, len(sheet.heading)))}{row}"
        file.write(_after(sheet, last).encode())
    if sheet.filters:
        book.filtered[number] = last
    yield book.pieces.take()


def _before(sheet: Sheet, widths: list[int]) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        f"<cols>{columns}</cols><sheetData>{sheet_xml.heading(sheet.heading)}"
    )


def _after(sheet: Sheet, last: str) -> str:
    filters = f'<autoFilter ref="A1:{last}"/>' if sheet.filters else ""
    return (
        f"</sheetData>{filters}"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _widths(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[int]:
    """How wide each column is, in letters."""
    widths = [len(text) for text in heading]
    for row in rows:
        for place, value in enumerate(row[: len(widths)]):
            written = len(value) if isinstance(value, str) else _NARROW
            widths[place] = max(widths[place], written)
    return [min(sheet_xml.WIDE, max(_NARROW, width) + 2) for width in widths] or [_NARROW]


def _title(text: str, taken: list[str], part: int) -> str:
    """A name for a sheet: allowed, short enough, and like no other."""
    plain = "".join(c for c in text if c not in r"[]:*?/\\" and c.isprintable()).strip("' ")
    more = f" ({part})" if part > 1 else ""
    title = f"{plain[: 31 - len(more)]}{more}" or str(len(taken) + 1)
    known = {one.casefold() for one in taken}
    number = 2
    while title.casefold() in known:
        title = f"{plain[:25]} ({number})"
        number += 1
    return title


def _rest(book: _Book) -> Iterator[tuple[str, str]]:
    """The parts that say which sheets there are."""
    made = book.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    numbers = range(1, len(book.titles) + 1)
    yield "xl/styles.xml", sheet_xml.STYLES
    yield "xl/workbook.xml", _workbook(book)
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{sheets}'
            f'<Relationship Id="rId{len(book.titles) + 1}" Type="{_DOCUMENT}/styles" '
            'Target="styles.xml"/></Relationships>'
        ),
    )
    yield (
        "docProps/core.xml",
        (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>elearn</dc:creator>'
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified>'
            "</cp:coreProperties>"
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" '
            f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>"
        ),
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{parts}'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ),
    )


def _workbook(book: _Book) -> str:
    sheets, names = [], []
    for number, title in enumerate(book.titles, 1):
        name = sheet_xml.escaped(title).replace('"', "&quot;")
        sheets.append(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>')
        quoted = name.replace("'", "''")
        names.append(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">'
            f"'{quoted}'!$1:$1</definedName>"
        )
        if number in book.filtered:
            last = "".join(f"${part}" for part in _split(book.filtered[number]))
            names.append(
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number - 1}" '
                f"hidden=\"1\">'{quoted}'!$A$1:{last}</definedName>"
            )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
        '<bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{''.join(sheets)}</sheets><definedNames>{''.join(names)}</definedNames>"
        "</workbook>"
    )


def _split(cell: str) -> tuple[str, str]:
    """The letters and the digits of a cell's name."""
    column = cell.rstrip("0123456789")
    return column, cell[len(column) :]
