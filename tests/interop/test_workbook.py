"""The spreadsheet that a trainer fills in: the template, tolerant reading, and hostile files."""

import io
import time
import zipfile
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest
from openpyxl import Workbook, load_workbook

from elearn.core.quiz import questions as q
from elearn.interop.notes import MAX_QUESTIONS, State
from elearn.interop.workbook import columns as c
from elearn.interop.workbook.read import read
from elearn.interop.workbook.template import template
from elearn.services.imports import read_questions


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_of(*rows, title="Choice"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def filled(sheet, *rows):
    """The template with rows in one sheet, each a dict by heading."""
    book = load_workbook(io.BytesIO(template()))
    names = next(s.columns for s in c.SHEETS if s.title == sheet)
    for at, row in enumerate(rows, 2):
        for name, value in row.items():
            book[sheet].cell(at, names.index(name) + 1, value)
    return saved(book)


def one(sheet, **row):
    made = read(filled(sheet, row))
    assert len(made.questions) == 1, made.notes
    return made.questions[0], made.notes[0]


def test_the_empty_template_holds_no_question_and_says_so():
    made = read_questions(template())
    assert made.questions == ()
    assert made.notes[0].reason == "The file holds no question."


def test_the_template_offers_the_kinds_and_explains_every_sheet():
    book = load_workbook(io.BytesIO(template()))
    assert book.sheetnames == [c.README, *(s.title for s in c.SHEETS), c.EXAMPLES]
    words = " ".join(str(cell) for row in book[c.README].values for cell in row)
    for sheet in c.SHEETS:
        offers = [v.formula1 for v in book[sheet.title].data_validations.dataValidation]
        assert f'"{",".join(sheet.kinds)}"' in offers
        assert sheet.about in words


def test_the_examples_of_the_template_are_questions_when_put_into_their_sheets():
    source = load_workbook(io.BytesIO(template()))
    rows = [row for row in source[c.EXAMPLES].values if any(row)]
    seen = 0
    sheet, head = "", None
    for row in rows:
        if row[1] is None:
            sheet, head = row[0], None
        elif head is None:
            head = [name for name in row if name]
        else:
            filled_in = {k: v for k, v in zip(head, row, strict=False) if v is not None}
            made, note = one(sheet, **filled_in)
            assert (note.state is State.READ) == (sheet != "Long answers")
            seen += 1
            assert made.id.startswith("q-")
    assert seen == len(c.KINDS)


def test_a_choice_of_one_with_all_that_a_row_may_hold():
    made, note = one(
        "Choice",
        Kind="Single choice",
        Question="Who *decides*?",
        Right="b",
        Points=3,
        Reason="See [@sbc:14].",
        Outcomes="o-entry, o-refusal",
        Difficulty="Hard",
        Tags="Entry, night shift",
        Id="q-who",
        **{"Option A": "Carrier", "Option B": "Authority", "Feedback A": "No."},
    )
    assert made == q.Single(
        id="q-who",
        prompt="Who *decides*?",
        points=3,
        reason="See [@sbc:14].",
        outcomes=("o-entry", "o-refusal"),
        difficulty="hard",
        tags=("entry", "night-shift"),
        options=(q.Option("a", "Carrier", feedback="No."), q.Option("b", "Authority", right=True)),
    )
    assert note.place == "Choice, row 2"
    assert "'night shift' became 'night-shift'" in note.reason


@pytest.mark.parametrize("right", ["A, C", "a;c", "1 3", "A C", "A&C"])
def test_a_choice_of_several(right):
    options = {"Option A": "x", "Option B": "y", "Option C": "z"}
    made, note = one("Choice", Kind="multiple", Question="Which?", Right=right, **options)
    assert isinstance(made, q.Multiple)
    assert [o.right for o in made.options] == [True, False, True]
    assert note.state is State.READ


@pytest.mark.parametrize(("right", "answer"), [(True, True), ("false", False), ("No", False)])
def test_a_statement(right, answer):
    assert one("Choice", Kind="truefalse", Question="So.", Right=right)[0].answer is answer


def test_words_and_numbers():
    sheet = "Words and numbers"
    made, _ = one(sheet, Kind="text", Question="What?", Answers="booth | first line\nline one")
    assert made.answers == ("booth", "first line", "line one")
    made, _ = one(
        sheet, Kind="numeric", Question="How long?", Answers=90.5, Tolerance="0,5", Unit="d"
    )
    assert (made.answer, made.tolerance, made.unit) == (Fraction(181, 2), Fraction(1, 2), "d")


def test_pairs_and_order_need_no_kind():
    pairs = {"Left 1": "a", "Right 1": "b", "Left 2": "c", "Right 2": "d"}
    made, _ = one("Pairs", Question="Match.", **pairs, **{c.MORE: "e | f"})
    assert [(p.left, p.right) for p in made.pairs] == [("a", "b"), ("c", "d")]
    assert [e.text for e in made.extra] == ["e", "f"]
    items = {"Item 1": "x", "Item 3": "y"}
    assert [e.text for e in one("Order", Question="Order.", **items)[0].items] == ["x", "y"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"Kind": "singel", "Question": "Q?"}, "none of: single"),
        ({"Question": "Q?"}, "It has no kind"),
        ({"Kind": "single", "Right": "A", "Option A": "x"}, "has no question"),
        ({"Kind": "single", "Question": "Q?", "Right": "A", "Option A": "x"}, "1 options"),
        ({"Kind": "single", "Question": "Q?", "Right": "C", "Option A": "x"}, "Option C"),
        ({"Kind": "single", "Question": "Q?", "Right": "AB"}, "no list of letters"),
        ({"Kind": "single", "Question": "Q?", "Right": "=A1"}, "formula is not calculated"),
        ({"Kind": "truefalse", "Question": "Q.", "Right": "maybe"}, "neither true nor false"),
        ({"Kind": "single", "Question": "=1+1"}, "formula"),
    ],
)  # fmt: skip
def test_a_row_that_is_no_question_is_left_out_with_its_reason(row, why):
    made = read(filled("Choice", row))
    assert made.questions == ()
    (note,) = made.notes
    assert note.place == "Choice, row 2"
    assert why in note.reason


def test_hints_and_what_is_told_by_how_the_answer_did():
    more = {"Hint 1": "Think.", "Hint 3": "Look.", "Cost of a hint": "60 %", "If wrong": "No."}
    made, note = one("Choice", Kind="truefalse", Question="So.", Right="T", **more)
    assert made.hints == (q.Hint("Think.", 50), q.Hint("Look.", 50))
    assert made.feedback == q.AnswerFeedback("", "", "No.")
    assert "became 50 %" in note.reason


def test_a_long_answer_has_a_criterion_for_each_column():
    more = {"Criterion 1": "Ground", "Criterion 3": "Appeal", "Model answer": "Dear Sir"}
    made, note = one("Long answers", Question="Write.", **more)
    assert isinstance(made, q.Extended)
    assert [c.text for c in made.rubric] == ["Ground", "Appeal"]
    assert made.model == "Dear Sir"
    assert "first draft" in note.reason


def test_groups_with_their_items():
    more = {"Group 1": "First", "Items 1": "a | b", "Group 2": "Second", "Items 2": "c"}
    made, note = one("Groups", Question="Where?", **more, **{"Group 3": "Third"})
    assert [(i.text, i.group) for i in made.items] == [
        ("a", "group-a"),
        ("b", "group-a"),
        ("c", "group-b"),
    ]
    assert [g.text for g in made.groups] == ["First", "Second", "Third"]
    assert note.state is State.READ
    made = read(filled("Groups", {"Question": "Q?", "Group 1": "x", "Items 2": "a"}))
    assert "Group 2 is empty" in made.notes[0].reason


def test_two_right_letters_in_a_choice_of_one_are_refused():
    options = {"Option A": "x", "Option B": "y"}
    made = read(filled("Choice", {"Kind": "single", "Question": "Q?", "Right": "A, B", **options}))
    assert "its kind is multiple" in made.notes[0].reason


def test_dates_points_and_difficulties_that_cannot_be_kept_are_said():
    made, note = one(
        "Order",
        Question="When?",
        Points=2.5,
        Difficulty="tricky",
        # A spreadsheet knows no time zones.
        **{"Item 1": date(2026, 6, 12), "Item 2": datetime(2026, 6, 12, 8, 30)},  # noqa: DTZ001
    )
    assert [e.text for e in made.items] == ["2026-06-12", "2026-06-12 08:30:00"]
    for words in ("text 2026-06-12", "'2.5'", "'tricky'"):
        assert words in note.reason


def test_headings_may_stand_lower_in_another_order_and_with_others_among_them():
    book = book_of(
        ["Questions of the night shift"],
        [],
        ["right", "QUESTION ", "Kind", "Seen by", "option a", "Option-B"],
        ["a", "What?", "single", "Dee", "x", "y"],
        title="Sheet1",
    )
    made = read(saved(book))
    assert [o.text for o in made.questions[0].options] == ["x", "y"]
    assert made.notes[0].reason == "Columns with headings that are not known: Seen by."
    assert made.notes[1].place == "Sheet1, row 4"


def test_a_sheet_without_headings_and_joined_cells_are_named():
    book = book_of(["Kind", "Question", "Right"], ["truefalse", "One.", "true"], ["", "", "false"])
    book.active.merge_cells("B2:B3")
    book.create_sheet("Notes").append(["remember", "the milk"])
    made = read(saved(book))
    assert len(made.questions) == 1
    assert "If cells are joined" in made.notes[1].reason
    assert made.notes[2].place == "Notes"
    assert "no heading" in made.notes[2].reason


def test_signs_that_no_text_may_hold_are_taken_out():
    data = filled("Choice", {"Kind": "truefalse", "Question": "A <b>bold</b> word.", "Right": "T"})
    made = read(data)
    assert made.questions[0].prompt == "A **bold** word."


def test_entities_in_a_workbook_never_expand():
    assert openpyxl.DEFUSEDXML
    data = template()
    target = io.BytesIO()
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                content = bomb + content.replace(b"Kind", b"&b;")
            new.writestr(name, content)
    made = read(target.getvalue())
    assert made.questions == ()
    assert "haha" not in str(made)


def packed(name, size):
    """A workbook one member of which unpacks to that many bytes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        with new.open(name, "w", force_zip64=True) as file:
            for _ in range(size // 1_000_000):
                file.write(bytes(1_000_000))
    return target.getvalue()


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread():
    data = packed("xl/sharedStrings.xml", 250_000_000)
    start = time.monotonic()
    (note,) = read(data).notes
    assert "more than 200 MB" in note.reason
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_broken_workbook_is_answered(cut):
    data = template()
    made = read(data[: int(len(data) * cut)])
    assert "broken" in made.notes[0].reason


def test_a_member_that_is_no_xml_is_answered():
    made = read(packed("xl/worksheets/sheet2.xml", 1_000_000))
    assert made.notes
    assert made.questions == ()


def test_a_huge_sheet_is_cut_with_a_note():
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Choice")
    sheet.append(["Kind", "Question", "Right"])
    for number in range(21_000):
        sheet.append(["truefalse", f"Statement {number}.", "true"])
    made = read(saved(book))
    assert len(made.questions) == MAX_QUESTIONS
    assert "further rows" in made.notes[-1].reason
