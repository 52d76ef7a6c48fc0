"""A statement as it is shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.truefalse import TrueFalse, TrueFalseAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, FormRow, KeyParts, KeyRow, ReviewRow
from elearn.services.shelf import Reading


def form(_reading: Reading, _question: TrueFalse, asked: Asked, filled: Filled) -> FormParts:
    """Right or wrong."""
    ticked = set(filled.get(asked.token, ()))
    return FormParts(tuple(FormRow(s.token, None, s.token in ticked) for s in asked.options))


def back(
    _reading: Reading, question: TrueFalse, _asked: Asked, answer: Answer, _mark: Mark
) -> BackParts:
    """Right or wrong, with what was chosen and what it is."""
    said = answer.value if isinstance(answer, TrueFalseAnswer) else None
    return BackParts(
        tuple(
            ReviewRow(
                None,
                chosen=said is value,
                mark=base.mark(right=question.answer is value, chosen=said is value),
                code=str(value).lower(),
            )
            for value in (True, False)
        )
    )


def key(_reading: Reading, question: TrueFalse) -> KeyParts:
    """What it is."""
    return KeyParts(
        tuple(
            KeyRow(None, "right" if question.answer is value else "", code=str(value).lower())
            for value in (True, False)
        )
    )
