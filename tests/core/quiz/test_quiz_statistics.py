"""Figures of questions, against values worked out by hand and by other formulas."""

from statistics import correlation, mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.quiz.statistics import (
    Asked,
    Flag,
    Sat,
    cronbach,
    quiz_statistics,
    typed_name,
)

TWO = [Asked("a", 1, {"x": True, "y": False}), Asked("b", 1, {})]


def sat(**shares):
    return Sat(shares, {})


def test_facility_is_the_mean_share_and_its_error_follows():
    found = quiz_statistics(TWO, [sat(a=1, b=1), sat(a=0, b=1), sat(a=1, b=0), sat(a=1, b=1)])
    a = found.items[0]
    assert a.facility == 0.75
    assert a.standard_error == pytest.approx(stdev([1, 0, 1, 1]) / 2)
    assert found.attempts == 4


def test_discrimination_leaves_the_question_itself_out():
    # By hand: a = 1 1 0 0 against b alone = 1 1 0 1: r = (2 - 2*3/4) / sqrt(1 * 3/4)
    found = quiz_statistics(TWO, [sat(a=1, b=1), sat(a=1, b=1), sat(a=0, b=0), sat(a=0, b=1)])
    assert found.items[0].discrimination == pytest.approx(0.5 / (0.75**0.5))


def test_alpha_of_a_worked_example():
    # Items 1,2,3 of four people; variances 1/3, 1/3, 1/4; sums 3 2 1 0 with variance 5/3.
    rows = [
        {"p": 1, "q": 1, "r": 1},
        {"p": 1, "q": 1, "r": 0},
        {"p": 0, "q": 0, "r": 1},
        {"p": 0, "q": 0, "r": 0},
    ]
    parts = 1 / 3 * 3
    assert cronbach(rows) == pytest.approx(3 / 2 * (1 - parts / (5 / 3)))


def test_where_nothing_differs_nothing_is_said():
    found = quiz_statistics(TWO, [sat(a=1, b=1), sat(a=1, b=1)])
    assert found.items[0].discrimination is None
    assert found.alpha is None
    empty = quiz_statistics(TWO, [])
    assert empty.items[0].facility is None
    assert empty.small


def test_a_question_that_the_good_get_wrong_is_flagged():
    sittings = [
        Sat({"a": n % 2, "b": 1 - n % 2}, {"a": ["x" if n % 2 else "y"]}) for n in range(40)
    ]
    assert Flag.AGAINST in quiz_statistics(TWO, sittings).items[0].flags


def test_a_little_below_zero_is_chance_and_says_only_that_a_question_tells_little():
    # By hand, of 200: a is right for 100, b for 197, both for 98.
    # So r = (98/200 - 1/2 * 197/200) / √(1/4 * 197/200 * 3/200)
    rows = [sat(a=1, b=1)] * 98 + [sat(a=1, b=0)] * 2 + [sat(a=0, b=1)] * 99 + [sat(a=0, b=0)]
    item = quiz_statistics(TWO, rows).items[0]
    assert item.discrimination == pytest.approx(-0.0025 / (0.25 * 0.985 * 0.015) ** 0.5)
    assert -1 / 199**0.5 < item.discrimination < 0
    assert Flag.WEAK in item.flags
    assert Flag.AGAINST not in item.flags
    rows = [sat(a=1, b=1)] * 47 + [sat(a=1, b=0)] * 3 + [sat(a=0, b=1)] * 50
    item = quiz_statistics(TWO, rows).items[0]
    assert item.discrimination < -1 / 99**0.5
    assert Flag.AGAINST in item.flags


def test_an_option_that_nobody_chooses_and_a_wrong_one_that_most_prefer_are_flagged():
    nobody = [Sat({"a": 1, "b": n % 2}, {"a": ["x"]}) for n in range(40)]
    assert Flag.IDLE_OPTION in quiz_statistics(TWO, nobody).items[0].flags
    most = [Sat({"a": 0, "b": n % 2}, {"a": ["y"]}) for n in range(40)]
    assert Flag.WRONG_PREFERRED in quiz_statistics(TWO, most).items[0].flags


def test_small_numbers_are_marked_and_raise_no_flag():
    found = quiz_statistics(TWO, [sat(a=0, b=1)] * 5)
    assert found.small
    assert found.items[0].flags == ()


def test_who_chose_what_is_counted_with_how_they_did_elsewhere():
    found = quiz_statistics(
        TWO, [Sat({"a": 1, "b": 1}, {"a": ["x"]}), Sat({"a": 0, "b": 0}, {"a": ["y"]})]
    )
    assert [(o.option, o.count, o.rest) for o in found.items[0].options] == [
        ("x", 1, 1.0),
        ("y", 1, 0.0),
    ]


shares = st.lists(
    st.tuples(*[st.sampled_from([0, 0.25, 0.5, 1]) for _ in range(4)]), min_size=3, max_size=40
)


@given(shares)
def test_the_sums_agree_with_the_textbook(rows):
    questions = [Asked(str(q), q + 1, {}) for q in range(4)]
    found = quiz_statistics(
        questions, [Sat({str(q): s for q, s in enumerate(row)}, {}) for row in rows]
    )
    for q, item in enumerate(found.items):
        mine = [row[q] for row in rows]
        others = [
            sum(row[o] * (o + 1) for o in range(4) if o != q) / (10 - (q + 1)) for row in rows
        ]
        assert item.facility == pytest.approx(mean(mine))
        if item.discrimination is None:
            assert len(set(mine)) == 1 or max(others) - min(others) < 1e-5
        else:
            assert item.discrimination == pytest.approx(correlation(mine, others), abs=1e-6)
            assert -1 <= item.discrimination <= 1


def test_what_several_typed_is_told_and_a_common_wrong_answer_is_flagged():
    asked = [Asked("a", 1, typed=True), Asked("b", 1)]
    said = [("asylum", 1)] * 20 + [("refuge", 0)] * 7 + [("home", 0)] * 4 + [("?", 0)]
    sittings = [
        Sat({"a": right, "b": n % 2}, typed={"a": typed_name(text, right=bool(right))})
        for n, (text, right) in enumerate(said)
    ]
    item = quiz_statistics(asked, sittings).items[0]
    assert [(t.text, t.right, t.count) for t in item.typed] == [
        ("asylum", True, 20),
        ("refuge", False, 7),
    ]
    # By hand: of those who typed "refuge", numbers 20 to 26, three have b right.
    assert item.typed[1].rest == pytest.approx(3 / 7)
    assert Flag.COMMON_WRONG in item.flags
    fewer = quiz_statistics(asked, sittings[:25] + [sittings[31]] * 7).items[0]
    assert Flag.COMMON_WRONG in fewer.flags  # seven typed "?"
    none = quiz_statistics(asked, sittings[:20] + sittings[27:] * 3).items[0]
    assert [t.text for t in none.typed] == ["asylum", "home"]
