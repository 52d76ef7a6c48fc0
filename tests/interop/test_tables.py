"""Tables as CSV and XLSX: they open right, nothing in them is a formula, memory stays flat."""

import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from elearn.interop.tables import csv_rows, xlsx
from elearn.interop.tables.xlsx import Sheet

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEXTS = st.text(max_size=40) | st.sampled_from(
    ("=1+1", "_x0041_", " a ", "a;b", '"', "x\r\ny", "@")
)


def cells_of(content, language):
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    between = "," if language == "en" else ";"
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=between))


def sheets_of(content):
    book = load_workbook(io.BytesIO(content))
    return {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book.worksheets}


def test_a_csv_file_is_as_excel_in_the_readers_language_has_it():
    rows = [("Амра", 1.5, date(2026, 12, 1), None, "a;b", -3), ('say "x"', 2, None, "", "=1", 0)]
    content = csv_rows.write(("Име", "N", "D", "E", "T", "I"), rows, "sr")
    assert cells_of(content, "sr")[1:] == [
        ["Амра", "1,5", "2026-12-01", "", "a;b", "-3"],
        ['say "x"', "2", "", "", "'=1", "0"],
    ]
    assert cells_of(csv_rows.write(("a", "b"), [("x", 1.5)], "en"), "en")[1] == ["x", "1.5"]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5), st.sampled_from(("en", "bs")))
def test_csv_cells_come_back_and_none_begins_a_formula(rows, language):
    found = cells_of(csv_rows.write(("a", "b"), rows, language), language)[1:]
    for given_row, row in zip(rows, found, strict=True):
        for given_cell, cell in zip(given_row, row, strict=True):
            assert cell.removeprefix("'") == given_cell.removeprefix("'")
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_more_texts_than_are_remembered_are_written_right(monkeypatch):
    monkeypatch.setattr(csv_rows, "_MOST_KNOWN", 3)
    rows = [(f"n{number % 7}", number) for number in range(50)]
    found = cells_of(csv_rows.write(("a", "b"), rows, "en"), "en")[1:]
    assert found == [[name, str(number)] for name, number in rows]


def test_cells_of_a_workbook_keep_their_kind():
    row = (
        "Амра",
        7,
        0.5,
        date(2026, 12, 1),
        datetime(2026, 12, 1, 13, 45, 30),  # noqa: DTZ001  # a moment in a cell has no zone
        None,
        10**20,
        float("nan"),
        date(1890, 1, 1),
    )
    content = xlsx.write([Sheet("S", tuple("abcdefghi"), [row])], now=NOW)
    cells = load_workbook(io.BytesIO(content)).worksheets[0][2]
    assert [c.value for c in cells] == [
        "Амра",
        7,
        0.5,
        datetime(2026, 12, 1),  # noqa: DTZ001
        datetime(2026, 12, 1, 13, 45, 30),  # noqa: DTZ001
        None,
        str(10**20),
        "nan",
        "1890-01-01",
    ]
    assert [c.data_type for c in cells] == list("snnddnsss")
    assert cells[3].number_format == "mm-dd-yy"  # number 14: the day as the reader's Excel has it


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_texts_of_a_workbook_come_back_as_texts(rows):
    content = xlsx.write([Sheet("S", ("a", "b"), rows)], now=NOW)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert not list(tree.iter(f"{space}f"))
    assert {cell.get("t") for cell in tree.iter(f"{space}c")} == {"inlineStr"}
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(row, 1):
            legal = "".join(
                c
                for c in text.replace("\r\n", "\n").replace("\r", "\n")
                if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff")
            )
            # Excel reads this escape in every text, openpyxl only in shared ones.
            read = (sheet.cell(number, place).value or "").replace("_x005F_", "_")
            assert read == legal.replace("_x005F_", "_")


def test_what_excel_would_take_for_an_escape_stays_what_it_is():
    content = xlsx.write([Sheet("S", ("a",), [("_x0041_ and _x005F_",)])], now=NOW)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<t>_x005F_x0041_ and _x005F_x005F_</t>" in text


def test_more_rows_than_a_sheet_holds_go_to_further_sheets(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    rows = [(n,) for n in range(7)]
    about = Sheet("About", ("What", "Value"), [("Rows", 7)], filters=False)
    found = sheets_of(xlsx.write([Sheet("People", ("n",), rows), about], now=NOW))
    assert found == {
        "People": [["n"], [0], [1], [2]],
        "People (2)": [["n"], [3], [4], [5]],
        "People (3)": [["n"], [6]],
        "About": [["What", "Value"], ["Rows", 7]],
    }


def test_a_sheet_that_is_just_full_has_no_empty_one_behind_it(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    assert list(sheets_of(xlsx.write([Sheet("P", ("n",), [(1,), (2,), (3,)])], now=NOW))) == ["P"]


def test_the_last_sheet_can_say_how_many_rows_the_first_had():
    count = 0

    def rows():
        nonlocal count
        for number in range(600):
            count += 1
            yield (number,)

    def about():
        yield "Rows", count

    sheets = [Sheet("P", ("n",), rows()), Sheet("About", ("a", "b"), about(), filters=False)]
    assert sheets_of(xlsx.write(sheets, now=NOW))["About"][1] == ["Rows", 600]


def test_rows_can_be_chosen_by_and_the_heading_stays_and_is_on_every_printed_page():
    content = xlsx.write([Sheet("Ana's list", ("a", "b"), [("x", 1)])], now=NOW)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["A1"].font.bold


@pytest.mark.parametrize("titles", [("A", "a"), ("", ""), ("x" * 40, "x" * 40), ("History", "'")])
def test_sheets_have_names_of_their_own(titles):
    found = sheets_of(xlsx.write([Sheet(t, ("h",), [(1,)]) for t in titles], now=NOW))
    assert len(found) == 2
    assert all(0 < len(name) <= 31 for name in found)


def _peak(make):
    tracemalloc.start()
    for _piece in make():
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(form):
    def file(number):
        rows = ((f"Name {n // 20}", n, date(2026, 1, 1)) for n in range(number))
        heading = ("a", "b", "c")
        if form == "csv":
            return csv_rows.stream(heading, rows, "en")
        return xlsx.stream([Sheet("S", heading, rows)], now=NOW)

    small, large = _peak(lambda: file(30_000)), _peak(lambda: file(90_000))
    assert large < small * 1.3 + 500_000
