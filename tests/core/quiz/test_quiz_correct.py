"""Corrections: what they make of marks, and which result stands."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from quiz_strategies import questions

from elearn.core.errors import BadInput
from elearn.core.quiz.answers import (
    BlankAnswer,
    ClozeAnswer,
    MatchingAnswer,
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    truth,
)
from elearn.core.quiz.correct import (
    Correction,
    CorrectionKind,
    Result,
    changes,
    corrected,
    mark_of,
    may_be_also,
    may_rekey,
    require_fitting,
    stands,
)
from elearn.core.quiz.grade import Verdict, grade
from elearn.core.quiz.kinds.cloze import Gap
from elearn.core.quiz.questions import (
    Cloze,
    Entry,
    Matching,
    Numeric,
    Option,
    Ordering,
    Pair,
    ShortText,
    Single,
)

SINGLE = Single(
    id="s", prompt="", points=2, options=(Option("a", "A", right=True), Option("b", "B"))
)
KEY, ALSO = CorrectionKind.KEY, CorrectionKind.ALSO
EVERYBODY, WITHDRAWN = Correction(CorrectionKind.EVERYBODY), Correction(CorrectionKind.WITHDRAWN)


def points(question, answer, *corrections):
    mark = mark_of(question, answer, corrections)
    return mark.points, mark.out_of, mark.verdict


def test_a_wrong_key_is_turned_round():
    other = Correction(KEY, SingleAnswer("b"))
    assert points(SINGLE, SingleAnswer("b"), other) == (2, 2, Verdict.RIGHT)
    assert points(SINGLE, SingleAnswer("a"), other) == (0, 2, Verdict.WRONG)


def test_another_answer_is_right_too():
    also = Correction(ALSO, SingleAnswer("b"))
    assert points(SINGLE, SingleAnswer("b"), also) == (2, 2, Verdict.RIGHT)
    assert points(SINGLE, SingleAnswer("a"), also) == (2, 2, Verdict.RIGHT)
    text = ShortText(id="t", prompt="", answers=("refuge",))
    asylum = Correction(ALSO, TextAnswer("Asylum"))
    assert points(text, TextAnswer("ASYLUM"), asylum)[2] is Verdict.RIGHT
    assert points(text, TextAnswer("refuge"), asylum)[2] is Verdict.RIGHT


def test_everybody_gets_the_points_and_a_withdrawn_question_is_not_there():
    assert points(SINGLE, BlankAnswer(), EVERYBODY) == (2, 2, Verdict.RIGHT)
    assert points(SINGLE, SingleAnswer("a"), WITHDRAWN) == (0, 0, Verdict.WITHDRAWN)


def test_the_later_correction_is_the_one_that_holds():
    assert points(SINGLE, BlankAnswer(), EVERYBODY, WITHDRAWN)[1] == 0
    assert points(SINGLE, BlankAnswer(), WITHDRAWN, EVERYBODY)[0] == 2
    twice = Correction(KEY, SingleAnswer("b")), Correction(KEY, SingleAnswer("a"))
    assert points(SINGLE, SingleAnswer("a"), *twice)[2] is Verdict.RIGHT


def test_pairs_have_no_key_that_is_one_answer_but_can_have_another_right_one():
    question = Matching(
        id="m",
        prompt="",
        points=2,
        pairs=(Pair("a", "One", "First"), Pair("b", "Two", "Second")),
    )
    swapped = MatchingAnswer((("a", "b"), ("b", "a")))
    require_fitting(question, Correction(ALSO, swapped))
    assert points(question, swapped, Correction(ALSO, swapped))[0] == 2
    with pytest.raises(BadInput) as refused:
        require_fitting(question, Correction(KEY, swapped))
    assert refused.value.code == "correction-no-key"


def test_an_order_and_a_number_have_new_keys():
    order = Ordering(id="o", prompt="", points=2, items=tuple(Entry(i, i) for i in "abc"))
    turned = Correction(KEY, OrderingAnswer(("c", "b", "a")))
    assert points(order, OrderingAnswer(("c", "b", "a")), turned)[0] == 2
    number = Numeric(id="n", prompt="", answer=Fraction(90))
    days = Correction(KEY, NumericAnswer(Fraction(180), "180"))
    assert points(number, NumericAnswer(Fraction(180), "180"), days)[0] == 1
    assert points(number, NumericAnswer(Fraction(90), "90"), days)[0] == 0


@given(questions())
@settings(max_examples=60)
def test_the_old_key_as_the_new_one_changes_nothing(question):
    same = Correction(KEY, truth(question))
    assert grade(corrected(question, [same]), truth(question)).share == 1
    assert mark_of(question, BlankAnswer(), [same]) == grade(question, BlankAnswer())


@pytest.mark.parametrize(
    "correction",
    [
        Correction(KEY),
        Correction(ALSO, BlankAnswer()),
        Correction(KEY, SingleAnswer("z")),
        Correction(KEY, TextAnswer("a")),
        Correction(ALSO, SingleAnswer("z")),
        Correction(ALSO, TextAnswer("a")),
    ],
)
def test_what_makes_no_sense_is_refused(correction):
    with pytest.raises(BadInput):
        require_fitting(SINGLE, correction)


def test_a_result_falls_only_if_the_act_says_so():
    half, more = (
        Result(Fraction(5), Fraction(10), passed=False),
        Result(Fraction(8), Fraction(10), passed=True),
    )
    assert stands(half, more, may_lower=False) == (more, False)
    assert stands(more, half, may_lower=False) == (more, True)
    assert stands(more, half, may_lower=True) == (half, False)
    less = Result(Fraction(7), Fraction(9), passed=True)  # fewer points, and fewer to be had
    assert stands(more, less, may_lower=False) == (more, True)


@given(questions())
@settings(max_examples=80)
def test_the_key_itself_fits_wherever_a_key_can_be_given(question):
    for kind, may in ((KEY, may_rekey), (ALSO, may_be_also)):
        wanted = Correction(kind, truth(question))
        if may(question):
            require_fitting(question, wanted)
        else:
            with pytest.raises(BadInput):
                require_fitting(question, wanted)
    for settled in (EVERYBODY, WITHDRAWN):
        require_fitting(question, settled)
        assert mark_of(question, BlankAnswer(), [settled]).share == (settled is EVERYBODY)


def test_a_new_key_found_after_a_withdrawal_lets_answers_decide_again():
    found = Correction(KEY, SingleAnswer("b"))
    assert points(SINGLE, SingleAnswer("b"), WITHDRAWN, found) == (2, 2, Verdict.RIGHT)
    assert points(SINGLE, SingleAnswer("a"), EVERYBODY, found)[2] is Verdict.WRONG
    assert points(SINGLE, SingleAnswer("a"), found, WITHDRAWN)[1] == 0


def test_another_right_number_or_gap_is_right_however_it_is_written():
    number = Numeric(id="n", prompt="", answer=Fraction(90), tolerance=Fraction(1))
    also = Correction(ALSO, NumericAnswer(Fraction(12), "12"))
    assert points(number, NumericAnswer(Fraction(12), "12,0"), also)[2] is Verdict.RIGHT
    assert points(number, NumericAnswer(Fraction(13), "13"), also)[2] is Verdict.RIGHT
    assert points(number, NumericAnswer(Fraction(14), "14"), also)[2] is Verdict.WRONG
    assert points(number, NumericAnswer(Fraction(90), "90"), also)[2] is Verdict.RIGHT
    gaps = (
        Gap("who", answers=("officer",)),
        Gap("where", options=(Option("a", "here", right=True), Option("b", "there"))),
        Gap("many", answer=Fraction(3)),
    )
    cloze = Cloze(id="c", prompt="", points=3, text="{who} {where} {many}", gaps=gaps)
    other = ClozeAnswer((("many", "4"), ("where", "b"), ("who", "Guard")))
    also = Correction(ALSO, other)
    same = ClozeAnswer((("many", "4,0"), ("where", "b"), ("who", "GUARD")))
    assert points(cloze, same, also)[0] == 3
    nearly = ClozeAnswer((("many", "4"), ("where", "a"), ("who", "guard")))
    assert points(cloze, nearly, also)[0] == 1  # by the key, the gap with options alone
    without = ClozeAnswer((("many", "4"), ("where", "b")))
    assert points(cloze, without, also)[0] == 0


@given(questions())
@settings(max_examples=60)
def test_what_holds_already_is_no_correction(question):
    key = truth(question)
    if may_rekey(question) and not isinstance(question, ShortText):
        assert not changes(question, [], Correction(KEY, key))
        assert changes(question, [WITHDRAWN], Correction(KEY, key))
    if may_be_also(question):
        assert not changes(question, [], Correction(ALSO, key))
    assert changes(question, [], WITHDRAWN)
    assert changes(question, [WITHDRAWN], EVERYBODY)
    assert not changes(question, [EVERYBODY, Correction(ALSO, key)], EVERYBODY)


def test_another_answer_is_news_once():
    also = Correction(ALSO, SingleAnswer("b"))
    assert changes(SINGLE, [], also)
    assert not changes(SINGLE, [also], also)
    assert changes(SINGLE, [], Correction(KEY, SingleAnswer("b")))
    text = ShortText(id="t", prompt="", answers=("refuge", "asylum"))
    assert changes(text, [], Correction(KEY, TextAnswer("refuge")))  # and "asylum" no more
    assert not changes(text, [], Correction(ALSO, TextAnswer("ASYLUM")))
