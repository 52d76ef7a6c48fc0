"""Answers: any form is an answer or a clear refusal; an answer survives form and storage."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quiz_strategies import all_questions, seeds

from elearn.core.errors import BadInput
from elearn.core.quiz.answers import (
    BlankAnswer,
    CalculationAnswer,
    CategoriseAnswer,
    ClozeAnswer,
    ExtendedAnswer,
    HotspotAnswer,
    MatchingAnswer,
    MatrixAnswer,
    MrzAnswer,
    MultipleAnswer,
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
    Unreadable,
    from_raw,
    read,
    to_form,
    to_raw,
    truth,
)
from elearn.core.quiz.draw import PaperQuestion, paper_question
from elearn.core.quiz.grade import Mark, grade
from elearn.core.quiz.numbers import number_text, parse_number
from elearn.core.quiz.questions import (
    Entry,
    Matching,
    Multiple,
    Numeric,
    Option,
    Ordering,
    Pair,
    ShortText,
    Single,
    TrueFalse,
)

SEED = "11" * 16
OPTIONS = (Option("a", "A", right=True), Option("b", "B"), Option("c", "C", right=True))
SINGLE = Single(id="s", prompt="?", options=OPTIONS[:2])
MULTIPLE = Multiple(id="m", prompt="?", options=OPTIONS)
TRUEFALSE = TrueFalse(id="t", prompt="?", answer=True)
MATCHING = Matching(
    id="p", prompt="?", pairs=(Pair("a", "A", "1"), Pair("b", "B", "2")), extra=(Entry("x", "3"),)
)
ORDERING = Ordering(id="o", prompt="?", items=tuple(Entry(i, i.upper()) for i in "abc"))
NUMERIC = Numeric(id="n", prompt="?", answer=Fraction(7, 2), unit="days")
TEXT = ShortText(id="w", prompt="?", answers=("Eurodac",))

some_pairs = st.dictionaries(st.text(max_size=5), st.text(max_size=5), min_size=1).map(
    lambda pairs: tuple(sorted(pairs.items()))
)
answers = st.one_of(
    st.just(BlankAnswer()),
    st.builds(SingleAnswer, st.text(max_size=5)),
    st.builds(MultipleAnswer, st.frozensets(st.text(max_size=5), min_size=1)),
    st.builds(TrueFalseAnswer, st.booleans()),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), min_size=1).map(
        lambda pairs: MatchingAnswer(tuple(sorted(pairs.items())))
    ),
    st.lists(st.text(max_size=5), min_size=1).map(lambda items: OrderingAnswer(tuple(items))),
    st.builds(NumericAnswer, st.fractions(max_denominator=10**9), st.text(max_size=5)),
    st.builds(TextAnswer, st.text(max_size=5)),
    st.builds(ExtendedAnswer, st.text(max_size=5)),
    some_pairs.map(CategoriseAnswer),
    some_pairs.map(ClozeAnswer),
    some_pairs.map(MrzAnswer),
    st.builds(HotspotAnswer, st.frozensets(st.text(max_size=5), min_size=1)),
    some_pairs.map(CalculationAnswer),
    st.dictionaries(
        st.text(max_size=5),
        st.lists(st.text(max_size=5), min_size=1).map(lambda made: tuple(sorted(made))),
        min_size=1,
    ).map(lambda cells: MatrixAnswer(tuple(sorted(cells.items())))),
)


@st.composite
def forms(draw: st.DrawFn, asked: PaperQuestion) -> dict[str, list[str]]:
    slots = (*asked.options, *asked.lefts, *asked.rights, *asked.items)
    names = [asked.token, *(s.token for s in slots)]
    value = st.one_of(
        st.sampled_from(names),
        st.integers(-1, 11).map(str),
        st.text(max_size=250),
        st.text("0123456789 ,.-eE+\u00a0\u2212", max_size=45),
    )
    field = st.sampled_from(names) | st.text(max_size=5)
    return draw(st.dictionaries(field, st.lists(value, max_size=3), max_size=12))


@given(st.data(), seeds, all_questions())
def test_any_form_yields_a_mark_or_a_clear_refusal(data, seed, question):
    asked = paper_question(question, seed)
    answer = read(question, asked, data.draw(forms(asked)))
    if isinstance(answer, Unreadable):
        assert answer.code
        assert answer.text.endswith(".")
        assert answer.field.startswith("t")
    else:
        assert isinstance(grade(question, answer), Mark)
        assert from_raw(json.loads(json.dumps(to_raw(answer)))) == answer


@given(seeds, all_questions())
def test_the_form_that_says_the_truth_is_read_as_the_truth(seed, question):
    asked = paper_question(question, seed)
    assert read(question, asked, to_form(asked, truth(question))) == truth(question)


@given(st.data(), seeds, all_questions())
def test_an_answer_read_from_a_form_fills_a_form_that_reads_the_same(data, seed, question):
    asked = paper_question(question, seed)
    answer = read(question, asked, data.draw(forms(asked)))
    if not isinstance(answer, Unreadable):
        assert read(question, asked, to_form(asked, answer)) == answer


@given(answers)
def test_an_answer_survives_storage(answer):
    assert from_raw(json.loads(json.dumps(to_raw(answer), sort_keys=True))) == answer


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "blank",
        {},
        {"kind": "essay"},
        {"kind": "single"},
        {"kind": "single", "option": 1},
        {"kind": "multiple", "options": []},
        {"kind": "multiple", "options": [1]},
        {"kind": "truefalse", "value": 1},
        {"kind": "matching", "pairs": {"a": None}},
        {"kind": "ordering", "items": [["a"]]},
        {"kind": "numeric", "value": "1/0", "text": ""},
        {"kind": "numeric", "value": "1e9", "text": ""},
        {"kind": "text", "text": None},
    ],
)
def test_what_is_no_kept_answer_is_refused(raw):
    with pytest.raises(BadInput) as refusal:
        from_raw(raw)
    assert refusal.value.code == "answer-not-readable"


@pytest.mark.parametrize(
    "question", [SINGLE, MULTIPLE, TRUEFALSE, MATCHING, ORDERING, NUMERIC, TEXT]
)
def test_nothing_given_is_a_blank(question):
    asked = paper_question(question, SEED)
    fields = [asked.token, *(s.token for s in (*asked.lefts, *asked.items))]
    assert read(question, asked, {}) == BlankAnswer()
    assert read(question, asked, {field: [" ", ""] for field in fields}) == BlankAnswer()
    assert to_form(asked, BlankAnswer()) == {}


def refusal(question, form):
    answer = read(question, paper_question(question, SEED), form)
    assert isinstance(answer, Unreadable), answer
    return answer


def token_of(slots, part):
    return next(slot.token for slot in slots if slot.id == part)


@pytest.mark.parametrize("question", [SINGLE, MULTIPLE, TRUEFALSE])
def test_a_token_of_somewhere_else_is_refused(question):
    asked = paper_question(question, SEED)
    elsewhere = paper_question(question, "22" * 16).options[0].token
    for value in (elsewhere, "a", "true", asked.token):
        assert refusal(question, {asked.token: [value]}).code == "unknown-option"


def test_two_answers_where_one_belongs_are_refused():
    asked = paper_question(SINGLE, SEED)
    both = [slot.token for slot in asked.options]
    assert refusal(SINGLE, {asked.token: both}).code == "given-twice"
    for question in (NUMERIC, TEXT):
        name = paper_question(question, SEED).token
        assert refusal(question, {name: ["1", "2"]}).code == "given-twice"


def test_ticks_are_read_as_a_set():
    asked = paper_question(MULTIPLE, SEED)
    ticked = [token_of(asked.options, i) for i in ("a", "c", "a")]
    assert read(MULTIPLE, asked, {asked.token: ticked}) == MultipleAnswer(frozenset("ac"))


def test_matches_may_be_given_in_part_and_a_left_side_takes_one_right_side():
    asked = paper_question(MATCHING, SEED)
    left, right = token_of(asked.lefts, "a"), token_of(asked.rights, "x")
    assert read(MATCHING, asked, {left: [right]}) == MatchingAnswer((("a", "x"),))
    assert refusal(MATCHING, {left: [left]}).code == "unknown-option"
    assert refusal(MATCHING, {left: [right, right]}).code == "given-twice"


def test_an_order_needs_every_position_once():
    asked = paper_question(ORDERING, SEED)
    a, b, c = (token_of(asked.items, i) for i in "abc")
    assert read(ORDERING, asked, {a: ["3"], b: ["1"], c: ["2"]}) == OrderingAnswer(("b", "c", "a"))
    assert refusal(ORDERING, {a: ["1"], b: ["1"], c: ["2"]}).code == "position-twice"
    assert refusal(ORDERING, {a: ["1"], b: ["2"]}) == Unreadable(
        "position-missing", "Give every item a position.", c
    )
    for wrong in ("0", "4", "x", "01", "１"):
        assert refusal(ORDERING, {a: [wrong]}).code == "unknown-position"
    assert refusal(ORDERING, {a: ["1", "2"]}).code == "given-twice"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3,5", Fraction(7, 2)),
        ("3.5", Fraction(7, 2)),
        (" 3.50 ", Fraction(7, 2)),
        ("+3,5", Fraction(7, 2)),
        ("-3,5", Fraction(-7, 2)),
        ("\u22123,5", Fraction(-7, 2)),
        ("\u2013 3,5", Fraction(-7, 2)),
        ("1\u00a0000,25", Fraction(100025, 100)),
        ("1\u202f000\u2009000", Fraction(10**6)),
        ("1000", Fraction(1000)),
        (",5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("90 days", Fraction(90)),
        ("90DAYS", Fraction(90)),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, value):
    asked = paper_question(NUMERIC, SEED)
    answer = read(NUMERIC, asked, {asked.token: [typed]})
    assert isinstance(answer, NumericAnswer)
    assert answer.value == value


@pytest.mark.parametrize(
    "typed",
    [
        "ten",
        "1e9",
        "1E400000000",
        "1.000,5",
        "1 2",
        "--1",
        "0x10",
        "1/2",
        "٣",
        "²",
        ".",
        "-",
        "inf",
    ],
)
def test_what_is_not_a_number_is_said_so(typed):
    asked = paper_question(NUMERIC, SEED)
    assert refusal(NUMERIC, {asked.token: [typed]}).code == "not-a-number"
    assert parse_number(typed) is None


def test_a_text_is_tidied_and_bounded():
    asked = paper_question(TEXT, SEED)
    form = {asked.token: ["  Euro\u00addac\x00 \t базa\ud800  "]}
    assert read(TEXT, asked, form) == TextAnswer("Eurodac базa")
    assert read(TEXT, asked, {asked.token: ["x" * 200]}) == TextAnswer("x" * 200)
    assert refusal(TEXT, {asked.token: ["x" * 201]}).code == "too-long"
    assert refusal(NUMERIC, {paper_question(NUMERIC, SEED).token: ["1" * 41]}).code == "too-long"
    assert parse_number("1" * 41) is None
    assert read(TEXT, asked, {asked.token: ["\u200b"]}) == BlankAnswer()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(42), "42"),
        (Fraction(-7, 2), "-3.5"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(0), "0"),
        (Fraction(-1, 3), "-0.333333333333"),
    ],
)
def test_a_number_is_written_as_people_read_it(value, text):
    assert number_text(value) == text


def test_ids_that_a_paper_lacks_fill_no_field():
    asked = paper_question(MATCHING, SEED)
    assert to_form(asked, MatchingAnswer((("a", "gone"), ("gone", "a")))) == {}
    assert to_form(paper_question(ORDERING, SEED), OrderingAnswer(("gone",))) == {}
    assert to_form(paper_question(SINGLE, SEED), SingleAnswer("gone")) == {}
