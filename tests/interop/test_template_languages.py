"""The template in another language is read as the English one is."""

import io

import pytest
from openpyxl import load_workbook

from elearn.core.said import Said
from elearn.interop.workbook.columns import EXAMPLES, README, SHEETS, WORDS
from elearn.services import import_template
from elearn.services.imports import read_questions


def shouted(text):
    """A language: every text backwards, values included."""
    return text[::-1]


def filled_in(tell):
    """The template in a language, with a choice in it."""
    book = load_workbook(io.BytesIO(import_template.template_file(tell)))
    sheet = book.worksheets[1]
    heads = {cell.value: cell.column for cell in sheet[1]}
    choice = {"Kind": "single", "Question": "Who?", "Right": "B", "Option A": "Ann"}
    for name, value in (choice | {"Option B": "Ben"}).items():
        sheet.cell(2, heads[tell(name)], value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("tell", [str, shouted])
def test_headings_titles_and_explanations_are_in_the_language(tell):
    book = load_workbook(io.BytesIO(import_template.template_file(tell)))
    assert book.sheetnames == [
        tell(README),
        *(tell(sheet.title) for sheet in SHEETS),
        tell(EXAMPLES),
    ]
    for sheet, page in zip(SHEETS, book.worksheets[1:], strict=False):
        assert [cell.value for cell in page[1]] == [tell(name) for name in sheet.columns]
    told = {row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert {tell(sheet.about) for sheet in SHEETS} <= told


@pytest.mark.parametrize("tell", [str, shouted])
def test_it_is_read_and_its_examples_are_not(tell):
    known = import_template.headings([shouted])
    made = read_questions(filled_in(tell), headings=known)
    (question,) = made.questions
    assert question.prompt == "Who?"
    assert [(o.text, o.right) for o in question.options] == [("Ann", False), ("Ben", True)]
    assert len(made.notes) == 1


def test_without_the_words_of_the_language_what_is_not_known_is_named():
    made = read_questions(filled_in(shouted))
    assert made.questions == ()
    assert "has no heading 'Question'" in made.notes[0].reason


def test_every_word_can_be_translated():
    assert all(isinstance(word, Said) for word in WORDS)
    assert len({*WORDS}) == len(WORDS)
