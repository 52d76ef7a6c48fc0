"""Multiple choice: one or more right options."""

from dataclasses import dataclass

from elearn.core.quiz.chance import Asked, Dice, Laid
from elearn.core.quiz.form import (
    BlankAnswer,
    Filled,
    Form,
    Raw,
    Unreadable,
    all_texts,
    read_several,
    ticked,
)
from elearn.core.quiz.mark import Mark, earned, marked
from elearn.core.quiz.question import Credit, Option, QuestionBase


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(QuestionBase):
    """One or more right options."""

    options: tuple[Option, ...]
    credit: Credit = Credit.MINUS


@dataclass(frozen=True, slots=True)
class MultipleAnswer:
    """The ids of the options ticked; at least one."""

    options: frozenset[str]


def truth(question: Multiple) -> MultipleAnswer:
    """All right options."""
    return MultipleAnswer(frozenset(o.id for o in question.options if o.right))


def to_raw(answer: MultipleAnswer) -> Raw:
    """Its form in storage."""
    return {"kind": "multiple", "options": sorted(answer.options)}


def from_raw(raw: Raw) -> MultipleAnswer | None:
    """From there; None if it is something else."""
    match raw:
        case {"options": list(options)} if options and all_texts(options):
            return MultipleAnswer(frozenset(options))
        case _:
            return None


def lay(question: Multiple, dice: Dice) -> Laid:
    """The options, mixed."""
    ids = dice.mixed("options", [option.id for option in question.options])
    return Laid(options=dice.slots("option", ids))


def read(asked: Asked, form: Form) -> MultipleAnswer | BlankAnswer | Unreadable:
    """The question's field holds the tokens of options."""
    found = read_several(asked, form)
    return MultipleAnswer(found) if isinstance(found, frozenset) else found


def to_form(asked: Asked, answer: MultipleAnswer) -> Filled:
    """The field that says so."""
    return ticked(asked, answer.options)


def grade(question: Multiple, answer: MultipleAnswer) -> Mark:
    """Every right option ticked earns its share, every wrong one takes one share away.

    Where there are fewer wrong options than right ones, each takes more, so that ticking everything
    earns nothing. The parts are the options, ticked or not.
    """
    given = answer.options
    of, right = 0, 0
    parts = {}
    for option in question.options:
        of += option.right
        right += option.right and option.id in given
        parts[option.id] = option.right == (option.id in given)
    wrong = len(given) - right
    feedback = tuple(o.id for o in question.options if o.feedback and o.id in given)
    there = len(question.options) - of
    if question.credit is Credit.MINUS and 0 < there < of:
        return marked(question, right * there - wrong * of, of * there, parts, feedback)
    shares = earned(question.credit, right, of, wrong)
    return marked(question, shares, of, parts, feedback)
