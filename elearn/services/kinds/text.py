"""A word or a few words as they are shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.text import ShortText, TextAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, KeyParts
from elearn.services.shelf import Reading


def form(_reading: Reading, _question: ShortText, asked: Asked, filled: Filled) -> FormParts:
    """A field."""
    return FormParts(typed=base.first(filled, asked.token))


def back(
    reading: Reading, question: ShortText, _asked: Asked, answer: Answer, _mark: Mark
) -> BackParts:
    """What was typed, and the first of the right answers."""
    typed = answer.text if isinstance(answer, TextAnswer) else ""
    right = reading.plain(f"{question.id}#answer-1") or question.answers[0]
    return BackParts(answer=typed, right=right)


def key(_reading: Reading, question: ShortText) -> KeyParts:
    """All right answers."""
    return KeyParts(accepted=question.answers)
