"""A number as it is shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.numeric import Numeric, NumericAnswer
from elearn.core.quiz.mark import Mark
from elearn.core.quiz.numbers import number_text
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, KeyParts
from elearn.services.shelf import Reading


def form(reading: Reading, question: Numeric, asked: Asked, filled: Filled) -> FormParts:
    """A field and a unit."""
    unit = reading.plain(f"{question.id}#unit")
    return FormParts(typed=base.first(filled, asked.token), unit=unit)


def back(
    _reading: Reading, question: Numeric, _asked: Asked, answer: Answer, _mark: Mark
) -> BackParts:
    """What was typed, and the right number."""
    typed = answer.text if isinstance(answer, NumericAnswer) else ""
    return BackParts(answer=typed, right=number_text(question.answer))


def key(_reading: Reading, question: Numeric) -> KeyParts:
    """The number, and how far off it may be."""
    about = f" ± {number_text(question.tolerance)}" if question.tolerance else ""
    return KeyParts(accepted=(f"{number_text(question.answer)}{about} {question.unit}".strip(),))
