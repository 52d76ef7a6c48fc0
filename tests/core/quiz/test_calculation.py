"""Calculations: the seed gives the values, the values give what is right."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from quiz_strategies import seeds

from elearn.core.pack.schema.kinds.calculation import CalculationShape
from elearn.core.quiz.answers import CalculationAnswer, Unreadable, read, to_form, truth
from elearn.core.quiz.draw import paper_question
from elearn.core.quiz.grade import grade
from elearn.core.quiz.kinds.calculation import Calculation, Parameter, Step

SEED = "000102030405060708090a0b0c0d0e0f"
QUESTION = Calculation(
    id="q-sum",
    prompt="On {entry}, {limit} days.",
    parameters=(
        Parameter("entry", date(2026, 1, 1), date(2026, 12, 31)),
        Parameter("limit", Fraction(10), Fraction(90), Fraction(10)),
        Parameter("code", choices=("AB1", "XY2")),
    ),
    steps=(
        Step("last", "Which?", "entry + limit - 1"),
        Step("half", "Half?", "limit / 2", Fraction(1)),
        Step("name", "Put together?", 'join(code, "<")'),
        Step("more", "More?", "half + 1"),
    ),
)


GOLDEN = {"entry": date(2026, 12, 23), "limit": Fraction(10), "code": "XY2"}


def test_golden_values_hold_for_ever():
    drawn = paper_question(QUESTION, SEED).question.drawn
    assert dict(drawn.values) == GOLDEN


@given(seeds)
def test_the_same_seed_draws_the_same_values_within_their_bounds(seed):
    asked = paper_question(QUESTION, seed)
    assert asked == paper_question(QUESTION, seed, shuffle=False)
    values = dict(asked.question.drawn.values)
    assert date(2026, 1, 1) <= values["entry"] <= date(2026, 12, 31)
    assert values["limit"] in [Fraction(n) for n in range(10, 91, 10)]
    assert values["code"] in ("AB1", "XY2")
    last, half, name, more = asked.question.drawn.results
    assert (last - values["entry"]).days == values["limit"] - 1
    assert (half * 2, name, more - half) == (values["limit"], values["code"] + "<", 1)


@given(seeds)
def test_the_truth_of_a_draw_earns_everything(seed):
    asked = paper_question(QUESTION, seed)
    right = truth(asked.question)
    assert read(asked.question, asked, to_form(asked, right)) == right
    assert grade(asked.question, right).share == 1


def fields(asked, **steps):
    tokens = {slot.id: slot.token for slot in asked.lefts}
    return {tokens[name]: [text] for name, text in steps.items()}


def test_each_step_is_worth_its_share_and_days_are_read_in_many_forms():
    asked = paper_question(QUESTION, SEED)
    last, half, *_ = asked.question.drawn.results
    typed = fields(asked, last=last.isoformat(), half=str(int(half) + 1), name="xx")
    mark = grade(asked.question, read(asked.question, asked, typed))
    assert mark.share == Fraction(1, 2)
    assert mark.parts == {"last": True, "half": True, "name": False, "more": False}


@pytest.mark.parametrize(
    ("step", "typed", "code"),
    [
        ("last", "soon", "not-a-day"),
        ("half", "ten", "not-a-number"),
        ("name", "x" * 201, "too-long"),
    ],
)
def test_what_fits_no_step_is_said_so(step, typed, code):
    asked = paper_question(QUESTION, SEED)
    refusal = read(asked.question, asked, fields(asked, **{step: typed}))
    assert isinstance(refusal, Unreadable)
    assert refusal.code == code


def test_a_gone_step_earns_nothing():
    asked = paper_question(QUESTION, SEED)
    assert grade(asked.question, CalculationAnswer((("gone", "1"),))).share == 0


def test_what_cannot_be_computed_is_drawn_again():
    parameters = (Parameter("n", Fraction(0), Fraction(1)),)
    question = replace(QUESTION, parameters=parameters, steps=(Step("a", "?", "1 / n"),))
    for number in range(40):
        drawn = paper_question(question, f"{number:032x}").question.drawn
        assert drawn.results == (Fraction(1),)


def faults(**changes):
    return [wrong.code for wrong in CalculationShape.faults(replace(QUESTION, **changes))]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"prompt": "{gone}"}, ["parameter-unknown"]),
        ({"parameters": (Parameter("n"),), "prompt": "?"}, ["parameter-bounds", "formula-bad"]),
        ({"steps": (Step("a", "?", "1 +"),)}, ["formula-bad"]),
        ({"steps": (Step("a", "?", "b"), Step("b", "?", "1"))}, ["formula-bad"]),
        ({"steps": (Step("a", "?", "1 / (limit - 50)"),)}, ["formula-fails"]),
        ({"steps": (Step("a", "?", "limit / 7"),)}, ["formula-fails"]),
        ({"steps": (Step("a", "?", "limit / 7", Fraction(1, 10)),)}, []),
        ({"steps": (Step("a", "?", "entry + 70000"),)}, ["formula-fails"]),
    ],
)
def test_every_draw_is_looked_at(changes, codes):
    assert [*dict.fromkeys(faults(**changes))] == codes
