"""Items and groups as they are shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.categorise import Categorise, CategoriseAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, FormRow, KeyParts, KeyRow, ReviewRow
from elearn.services.shelf import Reading


def form(reading: Reading, question: Categorise, asked: Asked, filled: Filled) -> FormParts:
    """Items, each with the groups to choose from."""
    return FormParts(
        rows=tuple(
            FormRow(
                s.token, reading.text(f"{question.id}/{s.id}#text"), base.first(filled, s.token)
            )
            for s in asked.lefts
        ),
        choices=tuple((s.token, _group(reading, question, s.id)) for s in asked.rights),
        by_row=True,
    )


def _group(reading: Reading, question: Categorise, part: str) -> str:
    return reading.plain(f"{question.id}/{part}#text")


def back(
    reading: Reading, question: Categorise, asked: Asked, answer: Answer, mark: Mark
) -> BackParts:
    """Items, with the group that was chosen and the one that they belong to."""
    places = dict(answer.places) if isinstance(answer, CategoriseAnswer) else {}
    groups = {item.id: item.group for item in question.items}
    return BackParts(
        tuple(
            ReviewRow(
                reading.text(f"{question.id}/{slot.id}#text"),
                chosen=slot.id in places,
                mark="right" if mark.parts.get(slot.id) else "wrong",
                answer=_group(reading, question, places[slot.id]) if slot.id in places else "",
                right=_group(reading, question, groups[slot.id]),
            )
            for slot in asked.lefts
        )
    )


def key(reading: Reading, question: Categorise) -> KeyParts:
    """Items with their groups."""
    return KeyParts(
        tuple(
            KeyRow(
                reading.text(f"{question.id}/{item.id}#text"),
                _group(reading, question, item.group),
            )
            for item in question.items
        )
    )
