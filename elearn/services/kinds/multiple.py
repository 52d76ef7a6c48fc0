"""Multiple choice as it is shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.multiple import Multiple, MultipleAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, KeyParts
from elearn.services.shelf import Reading


def form(reading: Reading, question: Multiple, asked: Asked, filled: Filled) -> FormParts:
    """The options, some to choose."""
    ticked = set(filled.get(asked.token, ()))
    return FormParts(base.option_rows(reading, question.id, asked.options, ticked))


def back(
    reading: Reading, question: Multiple, asked: Asked, answer: Answer, _mark: Mark
) -> BackParts:
    """The options, with those chosen and the right ones."""
    ticked: frozenset[str] = answer.options if isinstance(answer, MultipleAnswer) else frozenset()
    shown, options = asked.options, question.options
    return BackParts(base.option_back(reading, question.id, shown, options, ticked))


def key(reading: Reading, question: Multiple) -> KeyParts:
    """The options."""
    return KeyParts(base.option_keys(reading, question.id, question.options))
