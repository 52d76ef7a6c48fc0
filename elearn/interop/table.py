"""A table from an office, as rows of texts: CSV of any usual encoding and separator, or XLSX."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from elearn.core.said import Said
from elearn.interop import decode, other_files
from elearn.interop.workbook.cells import NoWorkbook, require_bounded

MAX_COLUMNS = 60
MAX_CELL = 2000
MAX_AREA = 15_000_000
"""Cells between the first and the last of a sheet."""
ENCODINGS = (
    "utf-8",
    "utf-16",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "iso-8859-2",
    "iso-8859-5",
    "cp852",
    "cp855",
)
"""Encodings that can be chosen by hand."""
SEPARATORS = (";", ",", "\t", "|")
WORKBOOK = "xlsx"
"""What stands in place of an encoding for a workbook."""

_SAMPLE = 200_000
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_HIGH, _TOGETHER = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\x80-\xff]{2,}")
_BROKEN = Said("The spreadsheet is broken; open it, save it anew as .xlsx.")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# What these bytes are in Windows-1250 is common at home (č ć đ Č Ć Đ ë ç); what the others are in
# Windows-1252 (à ã å ê ì ñ ò ø ù û) is not, and in Windows-1250 they are letters of nobody here.
_EASTERN, _WESTERN = (
    re.compile(rb"[\xe8\xe6\xf0\xc8\xc6\xd0]"),
    re.compile(rb"[\xe0\xe3\xe5\xea\xec\xf1\xf2\xf8\xf9\xfb]"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read. `separator` is empty for a workbook; `sheet` counts from 0."""

    encoding: str
    separator: str = ""
    sheet: int = 0


class NoTable(Exception):
    """The file holds no table that can be read; the argument (`Said`) says why."""

    @property
    def said(self) -> Said:
        """Why, as it can be translated."""
        found: Said = self.args[0]
        return found


def guess(data: bytes) -> Reading:
    """How a file is to be read, as far as its bytes say.

    Raises:
        NoTable: If it is no table at all.
    """
    if other_files.is_workbook(data):
        return Reading(WORKBOOK)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoTable(Said("This is a file of an old office program (.xls). Save it as .xlsx."))
    if not data.strip():
        raise NoTable(Said("The file is empty."))
    if other_files.instead(data):
        raise NoTable(Said("This is no table. Save it as CSV or XLSX."))
    encoding = _encoding(data)
    return Reading(encoding, _separator(_text(data[:_SAMPLE], encoding)))


def _encoding(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or decode.wide(sample):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    together = sum(map(len, _TOGETHER.findall(data)))
    if 2 * together > len(_HIGH.findall(data)):
        return "windows-1251"  # Cyrillic letters stand together in words
    western, eastern = (len(signs.findall(data)) for signs in (_WESTERN, _EASTERN))
    return "windows-1252" if western > eastern else "windows-1250"


def _text(data: bytes, encoding: str) -> str:
    if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = decode.wide(data[:_SAMPLE]) or "utf-16-le"
    return data.decode(encoding, "replace").removeprefix("\ufeff")


def _separator(text: str) -> str:
    """What stands most evenly in the first lines; a comma within a name is no separator."""
    first = text.partition("\n")[0].strip().casefold()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    lines = [line for line in islice(text.splitlines(), 20) if line.strip()]
    counted = {sign: [line.count(sign) for line in lines] for sign in SEPARATORS}
    even = {sign: min(found, default=0) for sign, found in counted.items()}
    best = max(SEPARATORS, key=lambda sign: (even[sign], counted[sign][0] if lines else 0))
    return best if counted[best] and counted[best][0] else ";"


def rows(data: bytes, reading: Reading) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows in which something stands, with their numbers from 1.

    Raises:
        NoTable: If the file cannot be read so.
    """
    found = _of_workbook(data, reading) if reading.encoding == WORKBOOK else _of_text(data, reading)
    for number, cells in enumerate(found, 1):
        if any(cells):
            yield number, cells


def _of_text(data: bytes, reading: Reading) -> Iterator[tuple[str, ...]]:
    text = _CONTROLS.sub("", _text(data, reading.encoding).replace("\r\n", "\n"))
    file = io.StringIO(text, newline="")
    if text[:4].casefold() == "sep=":
        next(file)
    try:
        for row in csv.reader(file, delimiter=reading.separator or ";"):
            yield tuple([cell[:MAX_CELL].strip() for cell in row[:MAX_COLUMNS]])
    except csv.Error:
        raise NoTable(Said("The file cannot be read as a table with this separator.")) from None


def _of_workbook(data: bytes, reading: Reading) -> Iterator[tuple[str, ...]]:
    """Values only: what a formula gave when the file was saved, never a formula."""
    book = _opened(data)
    sheet = reading.sheet if reading.sheet < len(book.sheet_names) else 0
    try:
        found = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    except CalamineError:
        raise NoTable(_BROKEN) from None
    for row in found:
        yield tuple([_cell(value) for value in row[:MAX_COLUMNS]])


def sheets(data: bytes) -> tuple[str, ...]:
    """The titles of the sheets of a workbook; none for a text.

    Raises:
        NoTable: If it is broken.
    """
    return tuple(_opened(data).sheet_names) if other_files.is_workbook(data) else ()


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        require_bounded(data)
    except NoWorkbook as error:
        raise NoTable(error.said) from None
    try:
        _require_small(data)
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, RuntimeError, KeyError):
        raise NoTable(_BROKEN) from None


def _require_small(data: bytes) -> None:
    """Refuse a sheet whose first and last cell span more than a roster can; sizes must be true.

    A sheet is held with all cells between these two, so two cells far apart would fill the memory.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)  # a false size or a broken part is an error here
            if not name.startswith("xl/worksheets/"):
                continue
            found = _PLACE.findall(content)
            wide = max((_column(letters) for letters, _row in found), default=0)
            if wide * max((int(row) for _letters, row in found), default=0) > MAX_AREA:
                raise NoTable(Said("The sheet is too large; delete what stands far outside it."))


def _column(letters: bytes) -> int:
    """The number of a column from its letters: `A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell(value: Any) -> str:
    match value:
        case str():
            return _CONTROLS.sub("", value[:MAX_CELL]).strip()
        case bool():
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)[:MAX_CELL].strip()


def columns(found: Sequence[Sequence[str]]) -> int:
    """How many columns rows have at most."""
    return max(map(len, found), default=0)
