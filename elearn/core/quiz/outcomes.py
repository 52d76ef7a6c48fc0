"""What there is to choose in a question and to do right, and what an answer came to, by parts."""

from fractions import Fraction

from elearn.core.quiz.answers import (
    Answer,
    BlankAnswer,
    HotspotAnswer,
    MultipleAnswer,
    NumericAnswer,
    SingleAnswer,
    TextAnswer,
    TrueFalseAnswer,
    truth,
)
from elearn.core.quiz.grade import grade
from elearn.core.quiz.numbers import number_text
from elearn.core.quiz.questions import (
    Hotspot,
    Multiple,
    Numeric,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from elearn.core.quiz.statistics import Asked, typed_name
from elearn.core.quiz.tally import Outcome


def asked(question: Question) -> Asked:
    """The question as statistics see it: options to choose, or parts to do right."""
    match question:
        case Single() | Multiple():
            options = {option.id: option.right for option in question.options}
            return Asked(question.id, question.points, options)
        case TrueFalse():
            options = {"true": question.answer, "false": not question.answer}
            return Asked(question.id, question.points, options)
        case Hotspot():
            options = {region.id: region.right for region in question.regions}
            return Asked(question.id, question.points, options)
        case Numeric() | ShortText():
            return Asked(question.id, question.points, typed=True)
        case _:
            parts = tuple(grade(question, truth(question)).parts)
            return Asked(question.id, question.points, parts=parts)


def outcome(
    question: Question, share: Fraction, answer: Answer, *, decided: bool = True
) -> Outcome:
    """What an answer that earned this share came to.

    Args:
        question: The question, as corrected.
        share: What the answer earned.
        answer: The answer.
        decided: Whether the answer decided about that; not where everybody gets the points.
    """
    if isinstance(answer, NumericAnswer | TextAnswer):
        own = share if decided else grade(question, answer).share
        said = number_text(answer.value) if isinstance(answer, NumericAnswer) else answer.text
        return Outcome(question.id, share, typed=typed_name(said.casefold(), right=own == 1))
    match answer:
        case BlankAnswer():
            return Outcome(question.id, share)
        case SingleAnswer() | MultipleAnswer() | TrueFalseAnswer() | HotspotAnswer():
            return Outcome(question.id, share, _chosen(answer))
        case _:
            parts = grade(question, answer).parts
            right = tuple(part for part, is_right in parts.items() if is_right)
            return Outcome(question.id, share, right=right)


def _chosen(
    answer: SingleAnswer | MultipleAnswer | TrueFalseAnswer | HotspotAnswer,
) -> tuple[str, ...]:
    match answer:
        case SingleAnswer():
            return (answer.option,)
        case MultipleAnswer():
            return tuple(sorted(answer.options))
        case TrueFalseAnswer():
            return ("true" if answer.value else "false",)
        case HotspotAnswer():
            return tuple(sorted(answer.regions))
