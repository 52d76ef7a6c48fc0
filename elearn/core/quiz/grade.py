"""What an answer is worth, and why: docs/pack-format.md, as exact fractions."""

from typing import TypeVar, assert_never

from elearn.core.quiz.given import (
    Answer,
    BlankAnswer,
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
from elearn.core.quiz.mark import AnswerDoesNotFit, Mark, Verdict, blank
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

__all__ = ["GRADER_VERSION", "AnswerDoesNotFit", "Mark", "Verdict", "grade"]

GRADER_VERSION = 2
"""Kept with each mark; raised when the same answer would get another mark.

2: of multiple choice with fewer wrong options than right ones, each wrong one takes more.
"""

_G = TypeVar("_G", bound=Given)


def grade(question: Question, answer: Answer) -> Mark:  # noqa: C901, PLR0911, PLR0912 - one branch a kind
    """The mark of an answer. A blank one earns nothing.

    Raises:
        AnswerDoesNotFit: If the answer belongs to another kind of question.
    """
    if isinstance(answer, BlankAnswer):
        return blank(question)
    match question:
        case Single():
            return single.grade(question, _fitting(answer, SingleAnswer))
        case Multiple():
            return multiple.grade(question, _fitting(answer, MultipleAnswer))
        case TrueFalse():
            return truefalse.grade(question, _fitting(answer, TrueFalseAnswer))
        case Matching():
            return matching.grade(question, _fitting(answer, MatchingAnswer))
        case Ordering():
            return ordering.grade(question, _fitting(answer, OrderingAnswer))
        case Numeric():
            return numeric.grade(question, _fitting(answer, NumericAnswer))
        case ShortText():
            return text.grade(question, _fitting(answer, TextAnswer))
        case Extended():
            return extended.grade(question, _fitting(answer, ExtendedAnswer))
        case Matrix():
            return matrix.grade(question, _fitting(answer, MatrixAnswer))
        case Categorise():
            return categorise.grade(question, _fitting(answer, CategoriseAnswer))
        case Cloze():
            return cloze.grade(question, _fitting(answer, ClozeAnswer))
        case Calculation():
            return calculation.grade(question, _fitting(answer, CalculationAnswer))
        case Hotspot():
            return hotspot.grade(question, _fitting(answer, HotspotAnswer))
        case Mrz():
            return mrz.grade(question, _fitting(answer, MrzAnswer))
        case _:
            assert_never(question)


def _fitting(answer: Given, kind: type[_G]) -> _G:
    if isinstance(answer, kind):
        return answer
    raise AnswerDoesNotFit("This answer was given to another kind of question.")
