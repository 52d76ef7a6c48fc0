"""What a learner gave: one kind of answer for each kind of question, and its form in storage."""

from collections.abc import Callable
from typing import assert_never

from elearn.core.errors import BadInput
from elearn.core.quiz.form import BlankAnswer, Raw
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
from elearn.core.quiz.kinds.calculation import CalculationAnswer
from elearn.core.quiz.kinds.categorise import CategoriseAnswer
from elearn.core.quiz.kinds.cloze import ClozeAnswer
from elearn.core.quiz.kinds.extended import ExtendedAnswer
from elearn.core.quiz.kinds.hotspot import HotspotAnswer
from elearn.core.quiz.kinds.matching import MatchingAnswer
from elearn.core.quiz.kinds.matrix import MatrixAnswer
from elearn.core.quiz.kinds.mrz import MrzAnswer
from elearn.core.quiz.kinds.multiple import MultipleAnswer
from elearn.core.quiz.kinds.numeric import NumericAnswer
from elearn.core.quiz.kinds.ordering import OrderingAnswer
from elearn.core.quiz.kinds.single import SingleAnswer
from elearn.core.quiz.kinds.text import TextAnswer
from elearn.core.quiz.kinds.truefalse import TrueFalseAnswer
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
    "Answer",
    "BlankAnswer",
    "CalculationAnswer",
    "CategoriseAnswer",
    "ClozeAnswer",
    "ExtendedAnswer",
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
    "from_raw",
    "to_raw",
    "truth",
]

Given = (
    SingleAnswer
    | MultipleAnswer
    | TrueFalseAnswer
    | MatchingAnswer
    | OrderingAnswer
    | NumericAnswer
    | TextAnswer
    | MrzAnswer
    | HotspotAnswer
    | CalculationAnswer
    | ClozeAnswer
    | CategoriseAnswer
    | MatrixAnswer
    | ExtendedAnswer
)
Answer = Given | BlankAnswer


def truth(question: Question) -> Answer:  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    """The answer that earns everything."""
    match question:
        case Single():
            return single.truth(question)
        case Multiple():
            return multiple.truth(question)
        case TrueFalse():
            return truefalse.truth(question)
        case Matching():
            return matching.truth(question)
        case Ordering():
            return ordering.truth(question)
        case Numeric():
            return numeric.truth(question)
        case ShortText():
            return text.truth(question)
        case Extended():
            return extended.truth(question)
        case Matrix():
            return matrix.truth(question)
        case Categorise():
            return categorise.truth(question)
        case Cloze():
            return cloze.truth(question)
        case Calculation():
            return calculation.truth(question)
        case Hotspot():
            return hotspot.truth(question)
        case Mrz():
            return mrz.truth(question)
        case _:
            assert_never(question)


def to_raw(answer: Answer) -> Raw:  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    """The answer as JSON-able values; `kind` names its kind."""
    match answer:
        case BlankAnswer():
            return {"kind": "blank"}
        case SingleAnswer():
            return single.to_raw(answer)
        case MultipleAnswer():
            return multiple.to_raw(answer)
        case TrueFalseAnswer():
            return truefalse.to_raw(answer)
        case MatchingAnswer():
            return matching.to_raw(answer)
        case OrderingAnswer():
            return ordering.to_raw(answer)
        case NumericAnswer():
            return numeric.to_raw(answer)
        case TextAnswer():
            return text.to_raw(answer)
        case ExtendedAnswer():
            return extended.to_raw(answer)
        case MatrixAnswer():
            return matrix.to_raw(answer)
        case CategoriseAnswer():
            return categorise.to_raw(answer)
        case ClozeAnswer():
            return cloze.to_raw(answer)
        case CalculationAnswer():
            return calculation.to_raw(answer)
        case HotspotAnswer():
            return hotspot.to_raw(answer)
        case MrzAnswer():
            return mrz.to_raw(answer)
        case _:
            assert_never(answer)


_FROM_RAW: dict[object, Callable[[Raw], Given | None]] = {
    "single": single.from_raw,
    "multiple": multiple.from_raw,
    "truefalse": truefalse.from_raw,
    "matching": matching.from_raw,
    "ordering": ordering.from_raw,
    "numeric": numeric.from_raw,
    "text": text.from_raw,
    "mrz": mrz.from_raw,
    "hotspot": hotspot.from_raw,
    "calculation": calculation.from_raw,
    "cloze": cloze.from_raw,
    "categorise": categorise.from_raw,
    "matrix": matrix.from_raw,
    "extended": extended.from_raw,
}


def from_raw(raw: object) -> Answer:
    """The answer that `to_raw` made these values from.

    Raises:
        BadInput: If they are something else.
    """
    match raw:
        case {"kind": "blank"}:
            return BlankAnswer()
        case {"kind": str(kind)} if kind in _FROM_RAW and isinstance(raw, dict):
            found = _FROM_RAW[kind](raw)
            if found is not None:
                return found
        case _:
            pass
    raise BadInput("This is not a kept answer.", code="answer-not-readable")
