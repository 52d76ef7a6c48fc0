"""How well people know what they know: for each level of certainty, how many were right."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from elearn.core.quiz.grade import Verdict
from elearn.core.quiz.response import Certainty

FEW = 5
"""Answers of one level below which nothing is concluded."""

_MARKED = frozenset({Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG})

_LEAST = {
    Certainty.GUESSING: Fraction(0),
    Certainty.THINK_SO: Fraction(2, 3),
    Certainty.SURE: Fraction(4, 5),
}
"""The chance of being right from which on a level earns most: `response.by_certainty`."""

_MOST = {
    Certainty.GUESSING: Fraction(2, 3),
    Certainty.THINK_SO: Fraction(4, 5),
    Certainty.SURE: Fraction(1),
}


class Finding(StrEnum):
    """What a level's figures say."""

    FEW = "few"
    FITS = "fits"
    TOO_SURE = "too-sure"
    TOO_MODEST = "too-modest"


@dataclass(frozen=True, slots=True)
class Level:
    """The answers given with one certainty, and how many were right; partly right is not right."""

    certainty: Certainty
    answers: int
    right: int

    @property
    def percent(self) -> int:
        """How many of a hundred were right, rounded down."""
        return self.right * 100 // self.answers if self.answers else 0

    @property
    def finding(self) -> Finding:
        """Whether the share of right answers is one at which this level earns most."""
        if self.answers < FEW:
            return Finding.FEW
        share = Fraction(self.right, self.answers)
        if share < _LEAST[self.certainty]:
            return Finding.TOO_SURE
        return Finding.TOO_MODEST if share > _MOST[self.certainty] else Finding.FITS


def calibration(said: Iterable[tuple[Certainty | None, Verdict]]) -> tuple[Level, ...]:
    """The levels, the surest first.

    Left out are blanks, answers that wait to be marked, questions that were withdrawn, and answers
    without a certainty.

    Empty if nobody said how sure they were.
    """
    answers, right = dict.fromkeys(Certainty, 0), dict.fromkeys(Certainty, 0)
    for certainty, verdict in said:
        if certainty is not None and verdict in _MARKED:
            answers[certainty] += 1
            right[certainty] += verdict is Verdict.RIGHT
    if not any(answers.values()):
        return ()
    return tuple(Level(level, answers[level], right[level]) for level in reversed(Certainty))
