"""Items to put in order as they are shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.ordering import Ordering, OrderingAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, FormRow, KeyParts, KeyRow, ReviewRow
from elearn.services.shelf import Reading


def form(reading: Reading, question: Ordering, asked: Asked, filled: Filled) -> FormParts:
    """The items, each with its position."""
    return FormParts(
        tuple(
            FormRow(
                s.token, reading.text(f"{question.id}/{s.id}#text"), base.first(filled, s.token)
            )
            for s in asked.items
        ),
        by_row=True,
    )


def back(
    reading: Reading, question: Ordering, _asked: Asked, answer: Answer, _mark: Mark
) -> BackParts:
    """The items in their order, with the position that each was given."""
    order = list(answer.items) if isinstance(answer, OrderingAnswer) else []
    return BackParts(
        tuple(
            ReviewRow(
                reading.text(f"{question.id}/{item.id}#text"),
                chosen=item.id in order,
                mark="right" if order[place : place + 1] == [item.id] else "wrong",
                answer=str(order.index(item.id) + 1) if item.id in order else "",
            )
            for place, item in enumerate(question.items)
        )
    )


def key(reading: Reading, question: Ordering) -> KeyParts:
    """The items in their order."""
    return KeyParts(
        tuple(
            KeyRow(reading.text(f"{question.id}/{entry.id}#text"), str(place))
            for place, entry in enumerate(question.items, 1)
        )
    )
