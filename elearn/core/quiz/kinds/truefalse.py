"""A statement that is right or wrong."""

from dataclasses import dataclass

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import BlankAnswer, Filled, Form, Raw, Unreadable, read_one, ticked
from elearn.core.quiz.mark import Mark, marked
from elearn.core.quiz.question import QuestionBase


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(QuestionBase):
    """The prompt is a statement that is right or wrong."""

    answer: bool


@dataclass(frozen=True, slots=True)
class TrueFalseAnswer:
    """Whether the statement was called right."""

    value: bool


def truth(question: TrueFalse) -> TrueFalseAnswer:
    """Whether it is."""
    return TrueFalseAnswer(question.answer)


def to_raw(answer: TrueFalseAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "truefalse", "value": answer.value}


def from_raw(raw: Raw) -> TrueFalseAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"value": bool(value)}:
            return TrueFalseAnswer(value)
        case _:
            return None


def lay(_question: TrueFalse, dice: Dice) -> Laid:
    """The options `true`, then `false`."""
    return Laid(options=dice.slots("option", ("true", "false")))


def read(asked: Asked, form: Form) -> TrueFalseAnswer | BlankAnswer | Unreadable:
    """The question's field holds the token of an option."""
    found = read_one(asked, form)
    return TrueFalseAnswer(found == "true") if isinstance(found, str) else found


def to_form(asked: Asked, answer: TrueFalseAnswer) -> Filled:
    """The field that says so."""
    return ticked(asked, {"true" if answer.value else "false"})


def grade(question: TrueFalse, answer: TrueFalseAnswer) -> Mark:
    """All or nothing; there are no parts."""
    return marked(question, int(answer.value == question.answer), 1)
