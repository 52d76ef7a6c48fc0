"""What a learner gave: one kind of answer for each kind of question, and its form in storage."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from elearn.core.errors import BadInput
from elearn.core.quiz.numbers import number_text
from elearn.core.quiz.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)


@dataclass(frozen=True, slots=True)
class BlankAnswer:
    """Nothing was given."""


@dataclass(frozen=True, slots=True)
class SingleAnswer:
    """The id of the option chosen."""

    option: str


@dataclass(frozen=True, slots=True)
class MultipleAnswer:
    """The ids of the options ticked; at least one."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class TrueFalseAnswer:
    """Whether the statement was called right."""

    value: bool


@dataclass(frozen=True, slots=True)
class MatchingAnswer:
    """Left and right id of each match made, sorted; at least one. Left sides may be missing."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OrderingAnswer:
    """The ids of all items, in the order given."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumericAnswer:
    """The number, exactly, and what was typed."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A few words: NFC, one space between words, no control characters."""

    text: str


Given = (
    SingleAnswer
    | MultipleAnswer
    | TrueFalseAnswer
    | MatchingAnswer
    | OrderingAnswer
    | NumericAnswer
    | TextAnswer
)
Answer = Given | BlankAnswer


def truth(question: Question) -> Answer:  # noqa: C901, PLR0911 - one branch for each kind
    """The answer that earns everything; of several right texts the first."""
    match question:
        case Single():
            return SingleAnswer(next(option.id for option in question.options if option.right))
        case Multiple():
            return MultipleAnswer(frozenset(o.id for o in question.options if o.right))
        case TrueFalse():
            return TrueFalseAnswer(question.answer)
        case Matching():
            # Of right sides that read the same only the first can be chosen (draw.PaperQuestion).
            first: dict[str, str] = {}
            for pair in question.pairs:
                first.setdefault(pair.right, pair.id)
            return MatchingAnswer(tuple(sorted((p.id, first[p.right]) for p in question.pairs)))
        case Ordering():
            return OrderingAnswer(tuple(item.id for item in question.items))
        case Numeric():
            return NumericAnswer(question.answer, number_text(question.answer))
        case ShortText():
            return TextAnswer(tidy(question.answers[0]))
        case _:
            assert_never(question)


Raw = dict[str, object]
"""What JSON can hold."""

_KEPT_NUMBER = re.compile(r"-?[0-9]{1,60}(?:/[1-9][0-9]{0,59})?")


def to_raw(answer: Answer) -> Raw:  # noqa: C901, PLR0911 - one branch for each kind
    """The answer as JSON-able values; `kind` names its kind."""
    match answer:
        case BlankAnswer():
            return {"kind": "blank"}
        case SingleAnswer():
            return {"kind": "single", "option": answer.option}
        case MultipleAnswer():
            return {"kind": "multiple", "options": sorted(answer.options)}
        case TrueFalseAnswer():
            return {"kind": "truefalse", "value": answer.value}
        case MatchingAnswer():
            return {"kind": "matching", "pairs": dict(answer.pairs)}
        case OrderingAnswer():
            return {"kind": "ordering", "items": list(answer.items)}
        case NumericAnswer():
            return {"kind": "numeric", "value": str(answer.value), "text": answer.text}
        case TextAnswer():
            return {"kind": "text", "text": answer.text}
        case _:
            assert_never(answer)


def from_raw(raw: object) -> Answer:  # noqa: PLR0911 - one branch for each kind
    """The answer that `to_raw` made these values from.

    Raises:
        BadInput: If they are something else.
    """
    match raw:
        case {"kind": "blank"}:
            return BlankAnswer()
        case {"kind": "single", "option": str(option)}:
            return SingleAnswer(option)
        case {"kind": "multiple", "options": list(options)} if options and _texts(options):
            return MultipleAnswer(frozenset(options))
        case {"kind": "truefalse", "value": bool(value)}:
            return TrueFalseAnswer(value)
        case {"kind": "matching", "pairs": dict(pairs)} if pairs and _texts([*pairs.values()]):
            return MatchingAnswer(tuple(sorted((str(k), str(v)) for k, v in pairs.items())))
        case {"kind": "ordering", "items": list(items)} if items and _texts(items):
            return OrderingAnswer(tuple(items))
        case _:
            return _typed_from_raw(raw)


def _typed_from_raw(raw: object) -> Answer:
    match raw:
        case {"kind": "numeric", "value": str(value), "text": str(text)} if _KEPT_NUMBER.fullmatch(
            value
        ):
            return NumericAnswer(Fraction(value), text)
        case {"kind": "text", "text": str(text)}:
            return TextAnswer(text)
        case _:
            raise BadInput("This is not a kept answer.", code="answer-not-readable")


def _texts(values: list[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def tidy(text: str) -> str:
    """NFC, one space between words, nothing that cannot be seen (nor kept by every database)."""
    words = " ".join(text.split())
    return unicodedata.normalize("NFC", "".join(c for c in words if c.isprintable())).strip()
