"""Workbooks: texts stay texts, whatever they look like."""

import io
from datetime import UTC, datetime

from openpyxl import load_workbook

from elearn.interop.xlsx import Sheet, write

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_nothing_becomes_a_formula_and_nothing_breaks_the_file():
    rows = [("=1+1", 2, 0.5, None), ("@SUM(A1)", -1, None, "a\x00b\x0bc")]
    content = write([Sheet("A/B: [much too long a name for a sheet]", ("=h", "n"), rows)], now=NOW)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["=h", "n", None, None],
        ["=1+1", 2, 0.5, None],
        ["@SUM(A1)", -1, None, "abc"],
    ]
    assert {c.data_type for c in sheet["A"]} == {"s"}


def test_columns_are_as_wide_as_what_stands_in_them_and_numbers_are_shown_short():
    rows = [("q-one", "A prompt. " * 30, 0.123456), ("q-two-with-a-long-name", "", 12)] * 150
    book = load_workbook(io.BytesIO(write([Sheet("S", ("Id", "Text", "Value"), rows)], now=NOW)))
    (sheet,) = book.worksheets
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [24, 60, 12]
    assert sheet["B2"].alignment.wrap_text
    assert not sheet["A2"].alignment.wrap_text
    assert (sheet["C2"].value, sheet["C2"].number_format) == (0.123456, "0.00")
    assert sheet["C3"].number_format == "General"
    assert sheet.freeze_panes == "A2"
    assert sheet.max_row == 301


def test_an_empty_table_is_a_sheet_too():
    book = load_workbook(io.BytesIO(write([Sheet("", ("a",), [])], now=NOW)))
    assert [c.value for c in book.worksheets[0][1]] == ["a"]
