"""What a learner did with a question beside answering it, and what that does to the mark.

`core.quiz.grade` says how right an answer is. Here it becomes what is summed: docs/marks.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from elearn.core.errors import BadInput
from elearn.core.quiz import given
from elearn.core.quiz.correct import Correction, mark_of, settled
from elearn.core.quiz.draw import PaperQuestion
from elearn.core.quiz.form import Form, Raw
from elearn.core.quiz.given import Answer, BlankAnswer
from elearn.core.quiz.grade import Mark, Verdict
from elearn.core.quiz.options import CertaintyRule
from elearn.core.quiz.questions import Question


class Certainty(StrEnum):
    """How sure learners are of an answer, in their own judgement."""

    GUESSING = "guessing"
    THINK_SO = "think-so"
    SURE = "sure"


CERTAINTIES = {level.value: level for level in Certainty}
"""The levels by the words that forms and kept answers use."""

_BLANK = BlankAnswer()
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, how sure the learner was (None: did not say), and how many hints were taken."""

    answer: Answer = _BLANK
    certainty: Certainty | None = None
    hints: int = 0


NO_RESPONSE = Response()


def to_raw(response: Response) -> Raw:
    """The response as JSON-able values: those of the answer, and what there is besides."""
    raw = given.to_raw(response.answer)
    if response.certainty is not None:
        raw["certainty"] = response.certainty.value
    if response.hints:
        raw["hints"] = response.hints
    return raw


def from_raw(raw: object) -> Response:
    """The response that `to_raw` made these values from; an answer by itself is one, too.

    Raises:
        BadInput: If they are something else.
    """
    answer = given.from_raw(raw)
    more = raw if isinstance(raw, dict) else {}
    if not more.keys() & {"certainty", "hints"}:
        return Response(answer)
    said, hints = more.get("certainty"), more.get("hints", 0)
    if type(hints) is not int or hints < 0:
        raise BadInput("This is not a kept answer.", code="answer-not-readable")
    if said is None:
        return Response(answer, None, hints)
    level = CERTAINTIES.get(said) if isinstance(said, str) else None
    if level is None:
        raise BadInput("This is not a kept answer.", code="answer-not-readable")
    return Response(answer, level, hints)


_RIGHT = {
    Certainty.GUESSING: Fraction(1, 3),
    Certainty.THINK_SO: Fraction(2, 3),
    Certainty.SURE: Fraction(1),
}
_WRONG = {
    Certainty.GUESSING: Fraction(0),
    Certainty.THINK_SO: Fraction(-2, 3),
    Certainty.SURE: Fraction(-2),
}

LEAST_SHARE = Fraction(-2)
"""The least that certainty can make of an answer, as a share of the question's points."""


def by_certainty(share: Fraction, certainty: Certainty | None) -> Fraction:
    """What an answer that is right to this share (0 to 1) earns, as a share of the points.

    Gardner-Medwin's scheme, 3, 2, 1 for right and -6, -2, 0 for wrong, divided by 3. An answer
    that is right in part lies between the two in proportion. Who does not say counts as guessing.
    """
    level = certainty or Certainty.GUESSING
    return _WRONG[level] + share * (_RIGHT[level] - _WRONG[level])


def certainty_field(asked: PaperQuestion) -> str:
    """The name of the form field in which learners say how sure they are of this question."""
    return f"{asked.token}-certainty"


def read_certainty(asked: PaperQuestion, form: Form) -> Certainty | None:
    """What a form says of it; None if it says nothing that is a level."""
    values = form.get(certainty_field(asked), ())
    return CERTAINTIES.get(values[0]) if values else None


def hints_cost(question: Question, taken: int) -> Fraction:
    """What so many hints cost together, as a share of the points, at most 1."""
    return Fraction(_percent(question, taken), 100)


def _percent(question: Question, taken: int) -> int:
    return min(100, sum(hint.cost for hint in question.hints[:taken]))


def final(
    question: Question, mark: Mark, response: Response, certainty: CertaintyRule = CertaintyRule.OFF
) -> Mark:
    """The mark with what certainty and hints make of it: only the points are different.

    Certainty counts where the quiz says `marks`; then points may be negative, down to `LEAST_SHARE`
    of the question's. What hints cost is taken off what is earned, as long as there is something.
    A blank stays worth nothing, and so does what waits for a trainer.
    """
    if mark.verdict in (Verdict.BLANK, Verdict.WAITING):
        return mark
    if not (response.hints or certainty is CertaintyRule.MARKS):
        return mark
    level = None
    if certainty is CertaintyRule.MARKS:
        level = response.certainty or Certainty.GUESSING
    percent = _percent(question, response.hints) if response.hints else 0
    return replace(mark, points=_points(mark.share, level, percent, mark.out_of))


@lru_cache(maxsize=4096)
def _points(share: Fraction, level: Certainty | None, percent: int, out_of: int) -> Fraction:
    """Kept, for making fractions is what takes the time. `level` is None where it does not count.

    Args:
        share: How right the answer is.
        level: The certainty.
        percent: What the hints cost, of all points.
        out_of: All points.
    """
    earned = share if level is None else by_certainty(share, level)
    if earned > 0:
        earned = max(_NOTHING, earned - Fraction(percent, 100))
    return earned * out_of


def lost_to_hints(
    question: Question, mark: Mark, response: Response, certainty: CertaintyRule = CertaintyRule.OFF
) -> Fraction:
    """The points that a learner would have had more without the hints."""
    without = replace(response, hints=0)
    before = final(question, mark, without, certainty)
    return before.points - final(question, mark, response, certainty).points


def worth(
    question: Question,
    response: Response,
    certainty: CertaintyRule = CertaintyRule.OFF,
    corrections: Sequence[Correction] = (),
) -> Mark:
    """The final mark of a response.

    Raises:
        AnswerDoesNotFit: If the answer belongs to another kind of question.
    """
    mark = mark_of(question, response.answer, corrections)
    if settled(question, corrections) is not None:
        return mark
    return final(question, mark, response, certainty)
