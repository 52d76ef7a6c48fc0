"""Single choice as it is shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.single import Single, SingleAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, KeyParts
from elearn.services.shelf import Reading


def form(reading: Reading, question: Single, asked: Asked, filled: Filled) -> FormParts:
    """The options, one to choose."""
    ticked = set(filled.get(asked.token, ()))
    return FormParts(base.option_rows(reading, question.id, asked.options, ticked))


def back(
    reading: Reading, question: Single, asked: Asked, answer: Answer, _mark: Mark
) -> BackParts:
    """The options, with the one chosen and the right one."""
    ticked = frozenset({answer.option} if isinstance(answer, SingleAnswer) else ())
    shown, options = asked.options, question.options
    return BackParts(base.option_back(reading, question.id, shown, options, ticked))


def key(reading: Reading, question: Single) -> KeyParts:
    """The options."""
    return KeyParts(base.option_keys(reading, question.id, question.options))
