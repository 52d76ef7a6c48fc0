"""Pairs as they are shown."""

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.matching import Matching, MatchingAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, FormRow, KeyParts, KeyRow, ReviewRow
from elearn.services.shelf import Reading


def form(reading: Reading, question: Matching, asked: Asked, filled: Filled) -> FormParts:
    """Left sides, with the right sides to choose from."""
    return FormParts(
        tuple(
            FormRow(
                s.token, reading.text(f"{question.id}/{s.id}#left"), base.first(filled, s.token)
            )
            for s in asked.lefts
        ),
        tuple((s.token, _right_side(reading, question, s.id)) for s in asked.rights),
        by_row=True,
    )


def _right_side(reading: Reading, question: Matching, part: str) -> str:
    is_pair = any(pair.id == part for pair in question.pairs)
    return reading.plain(f"{question.id}/{part}#{'right' if is_pair else 'text'}")


def back(
    reading: Reading, question: Matching, asked: Asked, answer: Answer, mark: Mark
) -> BackParts:
    """Left sides, with what was chosen and what belongs there."""
    pairs = dict(answer.pairs) if isinstance(answer, MatchingAnswer) else {}
    return BackParts(
        tuple(
            ReviewRow(
                reading.text(f"{question.id}/{slot.id}#left"),
                chosen=slot.id in pairs,
                mark="right" if mark.parts.get(slot.id) else "wrong",
                answer=_right_side(reading, question, pairs[slot.id]) if slot.id in pairs else "",
                right=_right_side(reading, question, slot.id),
            )
            for slot in asked.lefts
        )
    )


def key(reading: Reading, question: Matching) -> KeyParts:
    """The pairs."""
    name = question.id
    return KeyParts(
        tuple(
            KeyRow(reading.text(f"{name}/{pair.id}#left"), reading.plain(f"{name}/{pair.id}#right"))
            for pair in question.pairs
        )
    )
