"""Single choice: one right option."""

from dataclasses import dataclass

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import BlankAnswer, Filled, Form, Raw, Unreadable, read_one, ticked
from elearn.core.quiz.mark import Mark, marked
from elearn.core.quiz.question import Option, QuestionBase


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(QuestionBase):
    """One right option."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SingleAnswer:
    """The id of the option chosen."""

    option: str


def truth(question: Single) -> SingleAnswer:
    """The right option."""
    return SingleAnswer(next(option.id for option in question.options if option.right))


def to_raw(answer: SingleAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "single", "option": answer.option}


def from_raw(raw: Raw) -> SingleAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"option": str(option)}:
            return SingleAnswer(option)
        case _:
            return None


def lay(question: Single, dice: Dice) -> Laid:
    """The options, mixed."""
    ids = dice.mixed("options", [option.id for option in question.options])
    return Laid(options=dice.slots("option", ids))


def read(asked: Asked, form: Form) -> SingleAnswer | BlankAnswer | Unreadable:
    """The question's field holds the token of an option."""
    found = read_one(asked, form)
    return SingleAnswer(found) if isinstance(found, str) else found


def to_form(asked: Asked, answer: SingleAnswer) -> Filled:
    """The field that says so."""
    return ticked(asked, {answer.option})


def grade(question: Single, answer: SingleAnswer) -> Mark:
    """All or nothing. The one part is the option chosen."""
    right = False
    feedback: tuple[str, ...] = ()
    for option in question.options:
        if option.id == answer.option:
            right = right or option.right
            feedback = (option.id,) if option.feedback else feedback
    return marked(question, int(right), 1, {answer.option: right}, feedback)
