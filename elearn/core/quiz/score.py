"""What an attempt at a quiz is worth, and whether it is passed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from elearn.core.quiz.correct import Correction
from elearn.core.quiz.draw import Paper
from elearn.core.quiz.grade import Mark
from elearn.core.quiz.model import PRETEST, Quiz
from elearn.core.quiz.options import CertaintyRule
from elearn.core.quiz.response import NO_RESPONSE, Response, worth

_NO_CORRECTIONS: Mapping[str, Sequence[Correction]] = {}


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of an attempt.

    Attributes:
        points: What was earned, exactly; never below 0.
        max: What could be earned.
        percent: Exactly; round it down for people, so that 69.9 never reads as 70.
        passed: Whether `percent` reaches the quiz's pass mark, without rounding.
    """

    points: Fraction
    max: int
    percent: Fraction
    passed: bool

    @property
    def whole_percent(self) -> int:
        """The percentage as it is shown: rounded down."""
        return self.percent.numerator // self.percent.denominator


def marks(
    paper: Paper,
    responses: Mapping[str, Response],
    certainty: CertaintyRule = CertaintyRule.OFF,
    corrections: Mapping[str, Sequence[Correction]] = _NO_CORRECTIONS,
) -> dict[str, Mark]:
    """The mark of every question on the paper, by question id; one without a response is blank.

    Args:
        paper: The questions asked.
        responses: By question id.
        certainty: What the quiz does about it: `Quiz.certainty`.
        corrections: By question id, in the order of their confirming.

    Raises:
        AnswerDoesNotFit: If an answer belongs to another kind of question.
    """
    return {
        asked.question.id: worth(
            asked.question,
            responses.get(asked.question.id, NO_RESPONSE),
            certainty,
            corrections.get(asked.question.id, ()),
        )
        for asked in paper.questions
    }


def score(quiz: Quiz, marks: Iterable[Mark]) -> Score:
    """The sum of the marks of *all* questions asked, those left blank too.

    Marks below zero (see `core.quiz.response`) take from the others, but not more than there is.
    An attempt in which nothing can be earned is not passed, nor is a pretest ever.
    """
    points, most = Fraction(0), 0
    for mark in marks:
        points += mark.points
        most += mark.out_of
    points = max(Fraction(0), points)
    percent = points * 100 / most if most else Fraction(0)
    passed = most > 0 and percent >= quiz.pass_percent and quiz.role != PRETEST
    return Score(points, most, percent, passed=passed)
