"""A number."""

import re
from dataclasses import dataclass
from fractions import Fraction

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import BlankAnswer, Filled, Form, Raw, Unreadable, one, tidy
from elearn.core.quiz.mark import Mark, marked
from elearn.core.quiz.numbers import MAX_NUMBER, number_text, parse_number
from elearn.core.quiz.question import QuestionBase

KEPT_NUMBER = re.compile(r"-?[0-9]{1,60}(?:/[1-9][0-9]{0,59})?")
"""How an exact number is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(QuestionBase):
    """A number; right within `tolerance`. `unit` is plain text."""

    answer: Fraction
    tolerance: Fraction = Fraction(0)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NumericAnswer:
    """The number, exactly, and what was typed."""

    value: Fraction
    text: str


def truth(question: Numeric) -> NumericAnswer:
    """The number itself."""
    return NumericAnswer(question.answer, number_text(question.answer))


def to_raw(answer: NumericAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "numeric", "value": str(answer.value), "text": answer.text}


def from_raw(raw: Raw) -> NumericAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"value": str(value), "text": str(text)} if KEPT_NUMBER.fullmatch(value):
            return NumericAnswer(Fraction(value), text)
        case _:
            return None


def lay(_question: Numeric, _dice: Dice) -> Laid:
    """Nothing is shown but the field."""
    return Laid()


def read(question: Numeric, asked: Asked, form: Form) -> NumericAnswer | BlankAnswer | Unreadable:
    """The question's field holds what was typed."""
    found = read_number(form, asked.token, question.unit)
    return NumericAnswer(*found) if isinstance(found, tuple) else found


def read_number(
    form: Form, field: str, unit: str = ""
) -> tuple[Fraction, str] | BlankAnswer | Unreadable:
    """The number that a field holds, and what was typed."""
    value = one(form, field)
    if isinstance(value, Unreadable):
        return value
    if not value:
        return BlankAnswer()
    if len(value) > MAX_NUMBER:
        text = f"That is too long for a number; use at most {MAX_NUMBER} characters."
        return Unreadable("too-long", text, field)
    typed = tidy(value)
    number = parse_number(typed, unit)
    if number is None:
        text = "Write a number in digits, for example 12 or 3,5, without other signs or words."
        return Unreadable("not-a-number", text, field)
    return number, typed


def to_form(asked: Asked, answer: NumericAnswer) -> Filled:
    """The field that says so."""
    return {asked.token: [answer.text]}


def grade(question: Numeric, answer: NumericAnswer) -> Mark:
    """All or nothing; there are no parts."""
    return marked(question, int(is_near(answer.value, question.answer, question.tolerance)), 1)


def is_near(value: Fraction, right: Fraction, tolerance: Fraction) -> bool:
    """Whether a number is right; looking first whether it is the same is what makes this fast."""
    return value == right or (bool(tolerance) and abs(value - right) <= tolerance)
