"""Rows and columns as they are shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.matrix import Matrix, MatrixAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds.base import BackParts, FormParts, FormRow, KeyParts, KeyRow, ReviewRow
from elearn.services.shelf import Reading


def form(reading: Reading, question: Matrix, asked: Asked, filled: Filled) -> FormParts:
    """A table: rows, with a choice among the columns in each."""
    return FormParts(
        rows=tuple(
            FormRow(
                s.token,
                reading.text(f"{question.id}/{s.id}#text"),
                frozenset(filled.get(s.token, ())),
            )
            for s in asked.lefts
        ),
        choices=tuple((s.token, _column(reading, question, s.id)) for s in asked.rights),
        several=question.several,
        by_row=True,
    )


def _column(reading: Reading, question: Matrix, part: str) -> str:
    return reading.plain(f"{question.id}/{part}#text")


def back(reading: Reading, question: Matrix, asked: Asked, answer: Answer, mark: Mark) -> BackParts:
    """The rows, with what was chosen and what is right."""
    given = dict(answer.cells) if isinstance(answer, MatrixAnswer) else {}
    right = {row.id: row.right for row in question.rows}

    def columns(ids: tuple[str, ...]) -> str:
        names = [column.id for column in question.columns if column.id in ids]
        return ", ".join(_column(reading, question, name) for name in names)

    return BackParts(
        tuple(
            ReviewRow(
                reading.text(f"{question.id}/{slot.id}#text"),
                chosen=slot.id in given,
                mark="right" if mark.parts.get(slot.id) else "wrong",
                answer=columns(given.get(slot.id, ())),
                right=columns(right[slot.id]),
            )
            for slot in asked.lefts
        )
    )


def key(reading: Reading, question: Matrix) -> KeyParts:
    """The rows, with the right columns."""
    return KeyParts(
        tuple(
            KeyRow(
                reading.text(f"{question.id}/{row.id}#text"),
                ", ".join(_column(reading, question, name) for name in row.right),
            )
            for row in question.rows
        )
    )
