"""A machine-readable zone as it is shown. The words for its fields are in the template."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.mrz import CHOICES, DAYS, Mrz, MrzAnswer, lines_of, said_by, shown
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, FormRow, KeyParts, KeyRow, ReviewRow
from elearn.services.shelf import Reading


def form(_reading: Reading, question: Mrz, asked: Asked, filled: Filled) -> FormParts:
    """The lines, and a field for each thing asked."""
    return FormParts(
        rows=tuple(
            FormRow(
                slot.token,
                None,
                base.first(filled, slot.token),
                kind=_kind(slot.id),
                choices=tuple(
                    (option.token, option.id.partition("/")[2])
                    for option in asked.rights
                    if option.id.partition("/")[0] == slot.id
                ),
                code=slot.id,
            )
            for slot in asked.lefts
        ),
        lines=lines_of(question),
        by_row=True,
        alike=False,
    )


def _kind(name: str) -> str:
    if name in CHOICES:
        return "choice"
    return "day" if name in DAYS else "text"


def back(_reading: Reading, question: Mrz, _asked: Asked, answer: Answer, mark: Mark) -> BackParts:
    """The lines, with what was read and what they say."""
    given = dict(answer.fields) if isinstance(answer, MrzAnswer) else {}
    said = said_by(lines_of(question))
    return BackParts(
        rows=tuple(
            ReviewRow(
                None,
                chosen=name in given,
                mark="right" if mark.parts.get(name) else "wrong",
                answer=given.get(name, ""),
                right=shown(name, said[name]),
                code=name,
            )
            for name in question.ask
        ),
        lines=lines_of(question),
    )


def key(_reading: Reading, question: Mrz) -> KeyParts:
    """The lines, or an example of what is drawn, and what they say."""
    said = said_by(lines_of(question))
    return KeyParts(
        rows=tuple(KeyRow(None, shown(name, said[name]), code=name) for name in question.ask),
        lines=lines_of(question),
    )
