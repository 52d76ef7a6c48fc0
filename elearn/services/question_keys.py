"""A question with its answers, for those who write and mark."""

from typing import assert_never

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
from elearn.services.kinds import (
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
from elearn.services.kinds.base import KeyParts
from elearn.services.shelf import Reading


def key_parts(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    reading: Reading, question: Question
) -> KeyParts:
    """What is right, and what can be chosen instead."""
    match question:
        case Single():
            return single.key(reading, question)
        case Multiple():
            return multiple.key(reading, question)
        case TrueFalse():
            return truefalse.key(reading, question)
        case Matching():
            return matching.key(reading, question)
        case Ordering():
            return ordering.key(reading, question)
        case Numeric():
            return numeric.key(reading, question)
        case ShortText():
            return text.key(reading, question)
        case Extended():
            return extended.key(reading, question)
        case Matrix():
            return matrix.key(reading, question)
        case Categorise():
            return categorise.key(reading, question)
        case Cloze():
            return cloze.key(reading, question)
        case Calculation():
            return calculation.key(reading, question)
        case Hotspot():
            return hotspot.key(reading, question)
        case Mrz():
            return mrz.key(reading, question)
        case _:
            assert_never(question)
