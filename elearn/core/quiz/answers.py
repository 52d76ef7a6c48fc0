"""Answers from forms: what a learner sent, as a value; and a value as the form that says it."""

from typing import assert_never

from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.form import BlankAnswer, Filled, Form, Unreadable
from elearn.core.quiz.given import (
    Answer,
    CalculationAnswer,
    CategoriseAnswer,
    ClozeAnswer,
    ExtendedAnswer,
    Given,
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
    from_raw,
    to_raw,
    truth,
)
from elearn.core.quiz.kinds import (
    calculation,
    categorise,
    cloze,
    extended,
    hotspot,
    matching,
    matrix,
    mrz,
    multiple,
    numeric,
    ordering,
    single,
    text,
    truefalse,
)
from elearn.core.quiz.kinds.text import MAX_TEXT
from elearn.core.quiz.questions import (
    Calculation,
    Categorise,
    Cloze,
    Extended,
    Hotspot,
    Matching,
    Matrix,
    Mrz,
    Multiple,
    Numeric,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)

__all__ = [
    "MAX_TEXT",
    "Answer",
    "BlankAnswer",
    "CalculationAnswer",
    "CategoriseAnswer",
    "ClozeAnswer",
    "ExtendedAnswer",
    "Form",
    "Given",
    "HotspotAnswer",
    "MatchingAnswer",
    "MatrixAnswer",
    "MrzAnswer",
    "MultipleAnswer",
    "NumericAnswer",
    "OrderingAnswer",
    "SingleAnswer",
    "TextAnswer",
    "TrueFalseAnswer",
    "Unreadable",
    "from_raw",
    "read",
    "to_form",
    "to_raw",
    "truth",
]


def read(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    question: Question, asked: PaperQuestion, form: Form
) -> Answer | Unreadable:
    """What a form says in answer to one question; each kind says which fields it has.

    Fields with other names are left alone, empty values count as not given.

    Args:
        question: The question.
        asked: The same question as it stands on the attempt's paper.
        form: All fields, each with its values.

    Returns:
        The answer, or why the form cannot be read. Never raises for anything in the form.
    """
    match question:
        case Single():
            return single.read(asked, form)
        case Multiple():
            return multiple.read(asked, form)
        case TrueFalse():
            return truefalse.read(asked, form)
        case Matching():
            return matching.read(asked, form)
        case Ordering():
            return ordering.read(asked, form)
        case Numeric():
            return numeric.read(question, asked, form)
        case ShortText():
            return text.read(asked, form)
        case Extended():
            return extended.read(question, asked, form)
        case Matrix():
            return matrix.read(question, asked, form)
        case Categorise():
            return categorise.read(asked, form)
        case Cloze():
            return cloze.read(question, asked, form)
        case Calculation():
            return calculation.read(question, asked, form)
        case Hotspot():
            return hotspot.read(question, asked, form)
        case Mrz():
            return mrz.read(asked, form)
        case _:
            assert_never(question)


def to_form(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    asked: PaperQuestion, answer: Answer
) -> Filled:
    """The fields that would be read as this answer: what a page ticks, selects and fills in.

    Ids that the paper does not hold are left out.
    """
    match answer:
        case BlankAnswer():
            return {}
        case SingleAnswer():
            return single.to_form(asked, answer)
        case MultipleAnswer():
            return multiple.to_form(asked, answer)
        case TrueFalseAnswer():
            return truefalse.to_form(asked, answer)
        case MatchingAnswer():
            return matching.to_form(asked, answer)
        case OrderingAnswer():
            return ordering.to_form(asked, answer)
        case NumericAnswer():
            return numeric.to_form(asked, answer)
        case TextAnswer():
            return text.to_form(asked, answer)
        case ExtendedAnswer():
            return extended.to_form(asked, answer)
        case MatrixAnswer():
            return matrix.to_form(asked, answer)
        case CategoriseAnswer():
            return categorise.to_form(asked, answer)
        case ClozeAnswer():
            return cloze.to_form(asked, answer)
        case CalculationAnswer():
            return calculation.to_form(asked, answer)
        case HotspotAnswer():
            return hotspot.to_form(asked, answer)
        case MrzAnswer():
            return mrz.to_form(asked, answer)
        case _:
            assert_never(answer)
