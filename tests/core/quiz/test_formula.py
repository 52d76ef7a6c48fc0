"""Formulas: exact, bounded, and never anything but a value or a reason."""

from contextlib import suppress
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.quiz.days import day_text, parse_day
from elearn.core.quiz.formula import BadFormula, compute, names_in, parse
from elearn.core.quiz.mrz_text import check_digit

VALUES = {
    "n": Fraction(7),
    "entry": date(2026, 1, 30),
    "exit": date(2026, 3, 2),
    "code": "L898902C3",
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-n + 10", 3),
        ("- - 2", 2),
        ("10 - 4 - 3", 3),
        ("1 / 4", Fraction(1, 4)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("exit - entry", 31),
        ("days(entry, exit)", 31),
        ("entry + 30", date(2026, 3, 1)),
        ("entry - n", date(2026, 1, 23)),
        ("max(entry, exit)", date(2026, 3, 2)),
        ("min(3, n, 5)", 3),
        ("mod(17, 5)", 2),
        ("floor(7 / 2) + ceil(7 / 2) + abs(-1)", 8),
        ("check(code)", 6),
        ('check("D23145890", "734")', 9),
        ('join("A", digits(n, 3))', "A007"),
        ("mrz(entry)", "260130"),
        ("year(entry) - 2000", 26),
        ("day(2028, 2, 29) - day(2028, 2, 28)", 1),
    ],
)
def test_a_formula_has_its_value(text, value):
    assert compute(parse(text), VALUES) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "1 +", "(1", "1)", "1 2", "n n", "foo(1)", "n.real", "__import__", "1e9", "2 ** 3"),
        *("'a'", '"a"', "min()", "mod(1)", "(" * 30 + "1" + ")" * 30, "-" * 60 + "1", "1;2"),
        *("1" * 16, "x" * 40, "1 +" * 70 + "1", "[1]", "n if n else 1", "lambda"),
    ],
)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(BadFormula):
        compute(parse(text), VALUES)


@pytest.mark.parametrize(
    "text",
    [
        *("1 / 0", "mod(1, 0)", "entry + 0.5", "entry * 2", "entry + exit", "n - entry"),
        *("entry + 100000", "entry - 999999999999999", "day(2026, 2, 30)", "check(n)"),
        *("digits(1000, 3)", "digits(-1, 3)", "min(n, entry)", "code + 1", "unknown"),
        " * ".join(["999999999999999"] * 8),
        "join(code, n)",
    ],
)
def test_what_cannot_be_computed_is_refused(text):
    with pytest.raises(BadFormula):
        compute(parse(text), VALUES)


@given(st.text(alphabet='nentry+-*/(), 0123456789."AB<minmaxcheckdays_', max_size=60))
def test_any_text_has_a_value_or_a_reason(text):
    with suppress(BadFormula):
        formula = parse(text)
        names_in(formula)
        assert isinstance(compute(formula, VALUES), Fraction | date | str)


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(1, 99))
def test_arithmetic_is_exact(a, b, c):
    values = {"a": Fraction(a), "b": Fraction(b), "c": Fraction(c)}
    assert compute(parse("(a + b) / c - b * a"), values) == Fraction(a + b, c) - b * a


@pytest.mark.parametrize(
    ("text", "digit"),
    [("L898902C3", 6), ("740812", 2), ("120415", 9), ("ZE184226B<<<<<", 1), ("D23145890", 7)],
)
def test_check_digits_are_those_of_doc_9303(text, digit):
    assert check_digit(text) == digit


@pytest.mark.parametrize(
    "typed",
    [
        *("2.3.2026", "02.03.2026", "2. 3. 2026.", "2/3/2026", "02-03-2026", "2026-03-02"),
        *("2 3 2026", "02.03.26", "2 MAR 2026", "2 March 2026", "02 mar 26"),
    ],
)
def test_a_day_is_read_as_people_type_it(typed):
    assert parse_day(typed).means(date(2026, 3, 2))
    assert not parse_day(typed).means(date(2026, 2, 3))


@pytest.mark.parametrize(
    "typed", ["", "2.3.", "30.2.2026", "2.13.2026", "2.3.202", "soon", "2 Foo 2026", "2" * 40]
)
def test_what_is_no_day_is_not_read(typed):
    assert parse_day(typed) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_written_as_it_is_read(day):
    assert parse_day(day_text(day)).means(day)
    assert parse_day(day.isoformat()).means(day)
