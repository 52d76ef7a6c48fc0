"""Tables of offices: encodings, separators, workbooks, and what is none."""

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from elearn.interop import table
from elearn.interop.table import NoTable, Reading
from elearn.interop.tables import xlsx

HEAD = "Ime;Služba"
ROWS = [("Đorđe Čolić", "Šef"), ("Živka Ćosić", "Mlađi")]
CYRILLIC = [("Ђорђе Чолић", "Шеф"), ("Живка Ћосић", "Млађи")]
ALBANIAN = [("Gëzim Çela", "Përgjegjës"), ("Besë Hoxhaj", "Zëvendës")]


def read(data):
    return [cells for _at, cells in table.rows(data, table.guess(data))]


def text(rows, sign=";"):
    return "".join(sign.join(row) + "\r\n" for row in [("A", "B"), *rows])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_latin_letters_are_read_whatever_the_encoding_and_separator(encoding, sign):
    assert read(text(ROWS, sign).encode(encoding))[1:] == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_cyrillic_letters_too(encoding):
    assert read(text(CYRILLIC * 3).encode(encoding))[1:3] == CYRILLIC


@pytest.mark.parametrize("encoding", ["cp1250", "cp1252"])
def test_albanian_letters_too(encoding):
    assert read(text(ALBANIAN).encode(encoding))[1:] == ALBANIAN


def test_western_letters_are_recognised():
    data = text([("Peña Nuñez", "à côté"), ("Åsa Sørensen", "où")]).encode("cp1252")
    assert table.guess(data).encoding == "windows-1252"


def test_a_chosen_encoding_goes_before_the_guess():
    data = text(CYRILLIC).encode("iso-8859-5")
    found = [cells for _at, cells in table.rows(data, Reading("iso-8859-5", ";"))]
    assert found[1:] == CYRILLIC


def test_commas_within_quotes_separate_nothing():
    data = b'A,B\r\n"Anic, Ana",1\r\n'
    assert read(data)[1] == ("Anic, Ana", "1")


def test_the_line_that_excel_needs_is_not_a_row():
    assert read(b"sep=,\r\nA,B\r\n1,2\r\n") == [("A", "B"), ("1", "2")]


def test_rows_keep_their_numbers_where_others_are_empty():
    data = b"A;B\r\n;\r\n1;2\r\n"
    assert [at for at, _cells in table.rows(data, table.guess(data))] == [1, 3]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_gives_texts_numbers_and_days():
    data = workbook(["Name", "Nr"], ["Ђорђе", 17, 2.5, datetime(2020, 2, 1), True, None])  # noqa: DTZ001  # cells have no zone
    assert read(data)[1] == ("Ђорђе", "17", "2.5", "2020-02-01", "")


def test_our_own_workbooks_are_read():
    sheet = xlsx.Sheet("R", ("Name",), [("=1+1",)])
    assert read(xlsx.write([sheet], now=datetime(2026, 1, 1, tzinfo=UTC))) == [("Name",), ("=1+1",)]


def test_a_cell_far_outside_does_not_fill_the_memory():
    data = workbook(["Name"])
    file = io.BytesIO(data)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    with pytest.raises(NoTable, match="too large"):
        read(out.getvalue())


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1", b"PK\x03\x04rest", b"\x89PNG\r\n"]
)
def test_what_is_no_table_is_said(data):
    with pytest.raises(NoTable):
        read(data)


def test_a_broken_workbook_is_said():
    data = workbook(["Name"])
    with pytest.raises(NoTable):
        read(data[: len(data) // 2] + data[-200:])
