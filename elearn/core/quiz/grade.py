"""What an answer is worth, and why: docs/pack-format.md, as exact fractions.

Nobody is hurt by texts that read the same: right sides and items to order are compared by text, so
that two identical ones can stand for each other.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar, assert_never

from elearn.core.errors import Conflict
from elearn.core.quiz.answers import (
    Answer,
    BlankAnswer,
    Given,
    MatchingAnswer,
    MultipleAnswer,
    NumericAnswer,
    OrderingAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
)
from elearn.core.quiz.questions import (
    Matching,
    Multiple,
    Numeric,
    Option,
    Ordering,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from elearn.core.script import fold

GRADER_VERSION = 1
"""Kept with each mark; raised when the same answer would get another mark."""


class Verdict(StrEnum):
    """How an answer did, in a word."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BLANK = "blank"


class AnswerDoesNotFit(Conflict):
    """An answer of one kind was held against a question of another."""

    code = "answer-does-not-fit"


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth.

    Attributes:
        share: 0 to 1.
        points: The share of the question's points.
        out_of: The question's points.
        verdict: In a word.
        parts: Whether what was done with a part is right. Single: the option chosen. Multiple: each
            option, ticked or not. Matching: each left side. Ordering: each item but the last one
            given: whether the next item follows it in the right order, too. Other kinds: empty.
        feedback: Ids of chosen options that have a feedback, in the order written.
    """

    share: Fraction
    points: Fraction
    out_of: int
    verdict: Verdict
    parts: Mapping[str, bool]
    feedback: tuple[str, ...] = ()


_G = TypeVar("_G", bound=Given)
_NO_PARTS: Mapping[str, bool] = {}
_NOTHING = Fraction(0)


def grade(  # noqa: C901, PLR0911 - one branch for each kind
    question: Question, answer: Answer
) -> Mark:
    """The mark of an answer. A part that the question does not have (any more) earns nothing.

    Raises:
        AnswerDoesNotFit: If the answer belongs to another kind of question.
    """
    if isinstance(answer, BlankAnswer):
        return Mark(_NOTHING, _NOTHING, question.points, Verdict.BLANK, _NO_PARTS)
    match question:
        case Single():
            return _single(question, _fitting(answer, SingleAnswer))
        case Multiple():
            return _multiple(question, _fitting(answer, MultipleAnswer))
        case TrueFalse():
            right = _fitting(answer, TrueFalseAnswer).value == question.answer
            return _mark(question, int(right), 1)
        case Matching():
            return _matching(question, _fitting(answer, MatchingAnswer))
        case Ordering():
            return _ordering(question, _fitting(answer, OrderingAnswer))
        case Numeric():
            off = abs(_fitting(answer, NumericAnswer).value - question.answer)
            return _mark(question, int(off <= question.tolerance), 1)
        case ShortText():
            return _text(question, _fitting(answer, TextAnswer))
        case _:
            assert_never(question)


def _fitting(answer: Given, kind: type[_G]) -> _G:
    if isinstance(answer, kind):
        return answer
    raise AnswerDoesNotFit("This answer was given to another kind of question.")


def _single(question: Single, answer: SingleAnswer) -> Mark:
    right = any(option.right and option.id == answer.option for option in question.options)
    chosen = (answer.option,)
    return _mark(question, int(right), 1, {answer.option: right}, _feedback(question, chosen))


def _multiple(question: Multiple, answer: MultipleAnswer) -> Mark:
    ticked = answer.options
    of, right = 0, 0
    parts = {}
    for option in question.options:
        of += option.right
        right += option.right and option.id in ticked
        parts[option.id] = option.right == (option.id in ticked)
    wrong = len(ticked) - right
    return _mark(question, max(0, right - wrong), of, parts, _feedback(question, ticked))


def _matching(question: Matching, answer: MatchingAnswer) -> Mark:
    texts = {pair.id: pair.right for pair in question.pairs}
    texts.update((extra.id, extra.text) for extra in question.extra)
    chosen = dict(answer.pairs)
    parts = {
        pair.id: pair.id in chosen and texts.get(chosen[pair.id]) == pair.right
        for pair in question.pairs
    }
    return _mark(question, sum(parts.values()), len(parts), parts)


def _ordering(question: Ordering, answer: OrderingAnswer) -> Mark:
    texts = {item.id: item.text for item in question.items}
    right = [item.text for item in question.items]
    left_over = Counter(pairwise(right))
    parts = {}
    for item, after in pairwise(answer.items):
        link = texts.get(item, ""), texts.get(after, "")
        parts[item] = left_over[link] > 0
        left_over[link] -= 1
    return _mark(question, sum(parts.values()), len(right) - 1, parts)


def _text(question: ShortText, answer: TextAnswer) -> Mark:
    given = fold(answer.text)
    right = bool(given) and any(given == _folded(accepted) for accepted in question.answers)
    return _mark(question, int(right), 1)


def _feedback(question: Single | Multiple, chosen: frozenset[str] | tuple[str]) -> tuple[str, ...]:
    options: tuple[Option, ...] = question.options
    return tuple(option.id for option in options if option.feedback and option.id in chosen)


def _mark(
    question: Question,
    earned: int,
    of: int,
    parts: Mapping[str, bool] = _NO_PARTS,
    feedback: tuple[str, ...] = (),
) -> Mark:
    share, points, verdict = _worth(earned, of, question.points)
    return Mark(share, points, question.points, verdict, parts, feedback)


@lru_cache(maxsize=4096)
def _worth(earned: int, of: int, points: int) -> tuple[Fraction, Fraction, Verdict]:
    """Share, points and verdict; kept, for making fractions is what takes the time."""
    if of <= 0 or earned <= 0:
        return _NOTHING, _NOTHING, Verdict.WRONG
    share = Fraction(earned, of)
    return share, share * points, Verdict.RIGHT if earned == of else Verdict.PARTLY


@lru_cache(maxsize=16384)
def _folded(accepted: str) -> str:
    """An author's text, folded once; what learners type is not kept here."""
    return fold(accepted)
