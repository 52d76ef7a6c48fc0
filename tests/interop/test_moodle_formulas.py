"""Moodle's formulas: what PHP would make of them, checked against Python's own arithmetic."""

import math
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.interop.moodle_xml import formulas
from elearn.interop.notes import LeftOut

VALUES = {"a": 2.0, "b": 5.0, "Long_name": -1.5}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-{a} ** 2", -4),
        ("2 ** 3 ** 2", 512),
        ("{b} % 3", 2),
        ("-7.9 % 3", -1),
        ("10 / 4 / 5", 0.5),
        ("{a} - -{b}", 7),
        (".5 + 1e1", 10.5),
        ("abs({Long_name})", 1.5),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1.005 * 100) / 100", 1),
        ("round(1234.5, -2)", 1200),
        ("pow({a}, 10)", 1024),
        ("PI()", math.pi),
        ("log(8, 2)", 3),
        ("log10(1000)", 3),
        ("fmod(7.5, 2)", 1.5),
        ("min(3, {a}, 9) + max(1, {b})", 7),
        ("atan2(1, 1) * 4", math.pi),
        ("rad2deg(asin(1))", 90),
        ("bindec(101) + octdec(17)", 20),
        ("decbin(5) + decoct(8)", 111),
        ("floor(-1.5) + ceil(1.2)", 0),
    ],
)
def test_a_formula_gives_what_it_gives_in_moodle(formula, result):
    assert formulas.result(formula, VALUES) == pytest.approx(result)


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("", "cannot be read"),
        ("1 +", "cannot be read"),
        ("1 2", "cannot be worked out"),
        ("(1", "cannot be read"),
        ("{c}", "no value for c"),
        ("rand(1, 6)", "uses rand"),
        ("sqrt()", "cannot be read"),
        ("sqrt(1, 2)", "cannot be read"),
        ("{a} > {b} ? 1 : 0", "cannot be read"),
        ("1 / 0", "cannot be worked out"),
        ("sqrt(0 - 1)", "cannot be worked out"),
        ("exp(1000)", "cannot be worked out"),
        ("bindec(9)", "cannot be worked out"),
        ("(" * 100 + "1" + ")" * 100, "brackets"),
        ("2**" * 300 + "2", "powers"),
        ("-" * 900 + "1", "cannot be read"),
        ("1+" * 600 + "1", "longer than"),
    ],
)
def test_what_has_no_result_is_said(formula, why):
    with pytest.raises(LeftOut, match=why):
        formulas.result(formula, VALUES)


WORK = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def joined(parts):
    (left, one), sign, (right, other) = parts
    return f"({left} {sign} {right})", WORK[sign](one, other)


numbers = st.integers(0, 999).map(lambda n: (str(n), n)) | st.sampled_from(
    [("{a}", 2.0), ("{b}", 5.0), ("0.25", 0.25)]
)
sums = st.recursive(
    numbers,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*"), inner).map(joined)
        | inner.map(lambda pair: (f"-{pair[0]}", -pair[1]))
    ),
    max_leaves=12,
)


@given(sums)
def test_sums_are_those_of_python(pair):
    text, expected = pair
    assert formulas.result(text, VALUES) == pytest.approx(expected)


@given(st.text(st.sampled_from("{}ab=().,+-*/%0123456789eE sqrtpowi"), max_size=60))
def test_nothing_else_is_raised(text):
    for work in (
        lambda: formulas.result(text, VALUES),
        lambda: formulas.filled(text, {"a": "2", "b": "5"}, str),
    ):
        try:
            work()
        except LeftOut:
            continue


def test_a_text_is_filled_with_values_and_results():
    text = "{a} and {b}: {={a}+{b}}, {c}, {= 2*{b} }"
    filled = formulas.filled(text, {"a": "2.0", "b": "5"}, lambda x: f"{x:g}")
    assert filled == "2.0 and 5: 7, {c}, 10"
