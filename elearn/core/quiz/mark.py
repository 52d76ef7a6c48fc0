"""A mark: what an answer is worth, as an exact fraction."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from elearn.core.errors import Conflict
from elearn.core.quiz.question import Credit, QuestionBase


class Verdict(StrEnum):
    """How an answer did, in a word."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BLANK = "blank"
    WAITING = "waiting"
    """Nobody has marked it yet."""
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """The law that its key rests on lapsed before it was answered."""


class AnswerDoesNotFit(Conflict):
    """An answer of one kind was held against a question of another."""

    code = "answer-does-not-fit"


@dataclass(frozen=True, slots=True)
class Judged:
    """How a person judged: the level reached of each criterion, as ids, and a comment."""

    levels: tuple[tuple[str, str], ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth.

    Attributes:
        share: 0 to 1.
        points: The share of the question's points.
        out_of: The question's points; 0 if it was withdrawn or lapsed.
        verdict: In a word.
        parts: Whether what was done with a part is right; each kind says what its parts are.
        feedback: Ids of chosen options that have a feedback, in the order written.
        judged: How a person judged, where one did.
    """

    share: Fraction
    points: Fraction
    out_of: int
    verdict: Verdict
    parts: Mapping[str, bool]
    feedback: tuple[str, ...] = ()
    judged: Judged | None = None


NO_PARTS: Mapping[str, bool] = {}
_NOTHING = Fraction(0)


def blank(question: QuestionBase) -> Mark:
    """The mark of a question that was left blank."""
    return Mark(_NOTHING, _NOTHING, question.points, Verdict.BLANK, NO_PARTS)


def waiting(question: QuestionBase) -> Mark:
    """The mark of an answer that nobody has marked yet."""
    return Mark(_NOTHING, _NOTHING, question.points, Verdict.WAITING, NO_PARTS)


def marked(
    question: QuestionBase,
    earned: int,
    of: int,
    parts: Mapping[str, bool] = NO_PARTS,
    feedback: tuple[str, ...] = (),
    *,
    judged: Judged | None = None,
) -> Mark:
    """The mark of an answer that earned so many of so many shares; less than none earns none."""
    share, points, verdict = _worth(earned, of, question.points)
    return Mark(share, points, question.points, verdict, parts, feedback, judged)


def earned(credit: Credit, right: int, of: int, wrong: int) -> int:
    """How many of so many shares are earned by so many right and so many wrong parts.

    Parts that were left open are neither. What is below nothing is cut off by `marked`.
    """
    match credit:
        case Credit.SHARE:
            return right
        case Credit.MINUS:
            return right - wrong
        case Credit.ALL:
            return of if right == of and not wrong else 0
        case _:
            assert_never(credit)


@lru_cache(maxsize=4096)
def _worth(earned: int, of: int, points: int) -> tuple[Fraction, Fraction, Verdict]:
    """Share, points and verdict; kept, for making fractions is what takes the time."""
    if of <= 0 or earned <= 0:
        return _NOTHING, _NOTHING, Verdict.WRONG
    share = Fraction(earned, of)
    return share, share * points, Verdict.RIGHT if earned == of else Verdict.PARTLY
