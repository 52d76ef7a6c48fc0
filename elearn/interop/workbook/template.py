"""The template as a file: a sheet for each family of kinds, one to read, one with examples."""

import io
import re
from collections.abc import Callable, Iterable, Mapping

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from elearn.core.quiz.questions import DIFFICULTIES
from elearn.core.said import Said
from elearn.interop.workbook import columns as c
from elearn.interop.workbook.columns import SHEETS, Sheet

ROWS = 1000
"""Rows for which a list is offered."""

_HEAD = PatternFill("solid", fgColor="E7EFF6")
_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_WIDE = frozenset({c.QUESTION, c.REASON})
_EXAMPLES: Mapping[str, tuple[Mapping[str, str | int], ...]] = {
    "Choice": (
        {
            c.KIND: "single", c.QUESTION: "Who decides on refusal of entry?", c.RIGHT: "B",
            "Option A": "The carrier", "Option B": "The border authority",
            "Option C": "The consulate", c.REASON: "The decision is taken at the border.",
            c.DIFFICULTY: "easy", c.TAGS: "entry", "Feedback A": "They check, no more.",
        },
        {
            c.KIND: "multiple", c.QUESTION: "Which of these are checked at entry?",
            c.RIGHT: "A, C", "Option A": "The travel document", "Option B": "The tax number",
            "Option C": "The purpose of the stay", c.POINTS: 2,
        },
        {
            c.KIND: "truefalse", c.QUESTION: "A refusal is given in writing.", c.RIGHT: "true",
        },
    ),
    "Words and numbers": (
        {c.KIND: "text", c.QUESTION: "What is the place of the first check called?",
         c.ANSWERS: "booth | first line"},
        {c.KIND: "numeric", c.QUESTION: "How long is a short stay at most?", c.ANSWERS: 90,
         c.TOLERANCE: 0, c.UNIT: "days"},
    ),
    "Pairs": (
        {
            c.KIND: "matching", c.QUESTION: "Who does what?", "Left 1": "First line",
            "Right 1": "Minimum check", "Left 2": "Second line", "Right 2": "Thorough check",
            c.MORE: "Customs declaration",
        },
    ),
    "Order": (
        {
            c.KIND: "ordering", c.QUESTION: "In which order?", "Item 1": "Look at the document",
            "Item 2": "Compare the face", "Item 3": "Ask about the stay",
        },
    ),
    "Groups": (
        {
            c.KIND: "categorise", c.QUESTION: "Where is it done?", "Group 1": "First line",
            "Items 1": "Reading the passport | Comparing the face", "Group 2": "Second line",
            "Items 2": "Asking at length about a stamp",
        },
    ),
    "Long answers": (
        {
            c.KIND: "extended", c.QUESTION: "Tell the traveller why entry is refused.",
            "Criterion 1": "The ground is named", "Criterion 2": "The way to appeal is named",
            c.MODEL: "You are refused entry because ...",
        },
    ),
}  # fmt: skip


_ABOUT_ALL = (
    (
        Said("Questions"),
        Said("One row is one question. Fill in what you need; the headings stay."),
    ),
    (
        Said("Texts"),
        Said("Texts may hold Markdown: *emphasis*, **strong**, lists, citations as in packs."),
    ),
    (
        Said("Formulas"),
        Said("Formulas are not calculated: write values. Do not join cells."),
    ),
)

Tell = Callable[[str], str]
"""Says a text in the language of the template."""


def template(tell: Tell = str) -> bytes:
    """The template, empty; its headings and explanations in the language of `tell`."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _write_readme(first, tell)
    for sheet in SHEETS:
        _write_sheet(book.create_sheet(_title(tell(sheet.title))), sheet, tell)
    _write_examples(book.create_sheet(_title(tell(c.EXAMPLES))), tell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _title(text: str) -> str:
    """A title as spreadsheets allow it: short, and without some signs."""
    return _NO_TITLE.sub(" ", text)[:31]


def _write_readme(page: Worksheet, tell: Tell) -> None:
    page.title = _title(tell(c.README))
    page.column_dimensions["A"].width = 24
    page.column_dimensions["B"].width = 100
    rows = [
        *_ABOUT_ALL,
        *((sheet.title, sheet.about) for sheet in SHEETS),
        *c.ABOUT_COMMON,
        (c.EXAMPLES, Said("The last sheet shows a row of each kind; it is never imported.")),
    ]  # fmt: skip
    for row in rows:
        page.append([tell(text) for text in row])
    for cell, text in page.iter_rows(min_col=1, max_col=2):
        cell.font, cell.alignment, text.alignment = _BOLD, _WRAP, _WRAP


def _write_sheet(page: Worksheet, sheet: Sheet, tell: Tell) -> None:
    _write_head(page, 1, map(tell, sheet.columns))
    page.freeze_panes = "C2"
    for number, name in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 44 if name in _WIDE else 18
    _offer(page, sheet, c.KIND, sheet.kinds, tell)
    _offer(page, sheet, c.DIFFICULTY, DIFFICULTIES, tell)


def _write_head(page: Worksheet, row: int, names: Iterable[str]) -> None:
    for number, name in enumerate(names, 1):
        cell = page.cell(row, number, name)
        cell.font, cell.fill = _BOLD, _HEAD


def _offer(page: Worksheet, sheet: Sheet, column: Said, words: Iterable[str], tell: Tell) -> None:
    """A list to choose from in every row of a column."""
    letter = get_column_letter(sheet.columns.index(column) + 1)
    listed = ",".join(words)
    offer = DataValidation(
        type="list",
        formula1=f'"{listed}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=tell(column)[:32],
        error=tell(Said("Choose one of: %(list)s", list=listed)),
    )
    offer.add(f"{letter}2:{letter}{ROWS}")
    page.add_data_validation(offer)


def _write_examples(page: Worksheet, tell: Tell) -> None:
    row = 1
    for sheet in SHEETS:
        page.cell(row, 1, tell(sheet.title)).font = _BOLD
        used = [n for n in sheet.columns if any(n in e for e in _EXAMPLES[sheet.title])]
        _write_head(page, row + 1, map(tell, used))
        for example in _EXAMPLES[sheet.title]:
            for number, name in enumerate(used, 1):
                page.cell(row + 2, number, example.get(name)).alignment = _WRAP
            row += 1
        row += 3
    for number in range(1, 12):
        page.column_dimensions[get_column_letter(number)].width = 24
