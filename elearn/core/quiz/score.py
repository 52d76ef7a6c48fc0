"""What an attempt at a quiz is worth, and whether it is passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from elearn.core.quiz.answers import Answer, BlankAnswer
from elearn.core.quiz.draw import Paper
from elearn.core.quiz.grade import Mark, grade
from elearn.core.quiz.model import Quiz


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of an attempt.

    Attributes:
        points: What was earned, exactly.
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


def marks(paper: Paper, answers: Mapping[str, Answer]) -> dict[str, Mark]:
    """The mark of every question on the paper, by question id; one without an answer is blank.

    Raises:
        AnswerDoesNotFit: If an answer belongs to another kind of question.
    """
    blank = BlankAnswer()
    return {
        asked.question.id: grade(asked.question, answers.get(asked.question.id, blank))
        for asked in paper.questions
    }


def score(quiz: Quiz, marks: Iterable[Mark]) -> Score:
    """The sum of the marks of *all* questions asked, those left blank too.

    An attempt in which nothing can be earned is not passed.
    """
    points, most = Fraction(0), 0
    for mark in marks:
        points += mark.points
        most += mark.out_of
    percent = points * 100 / most if most else Fraction(0)
    return Score(points, most, percent, passed=most > 0 and percent >= quiz.pass_percent)
