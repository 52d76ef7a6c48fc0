"""A text with gaps as it is shown."""

import re

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.cloze import Cloze, ClozeAnswer, Gap, GapKind
from elearn.core.quiz.mark import Mark
from elearn.core.quiz.numbers import number_text
from elearn.services.kinds import base
from elearn.services.kinds.base import (
    BackParts,
    FormParts,
    FormRow,
    KeyParts,
    KeyRow,
    Piece,
    ReviewRow,
)
from elearn.services.shelf import Reading, Text

_TAG_OR_GAP = re.compile(r"(<[^<>]*>)|\{([a-z][a-z0-9-]*)\}")


def form(reading: Reading, question: Cloze, asked: Asked, filled: Filled) -> FormParts:
    """The text, with a control in every gap."""
    return FormParts(
        rows=tuple(
            FormRow(
                slot.token,
                None,
                base.first(filled, slot.token),
                kind=gap.kind.value,
                choices=_choices(reading, question, asked, gap),
                unit=reading.plain(f"{question.id}/{gap.id}#unit") if gap.unit else "",
            )
            for slot, gap in zip(asked.lefts, question.gaps, strict=True)
        ),
        pieces=_pieces(reading, question),
        by_row=True,
        alike=False,
    )


def _choices(
    reading: Reading, question: Cloze, asked: Asked, gap: Gap
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (slot.token, reading.plain(f"{question.id}/{slot.id}#text"))
        for slot in asked.rights
        if slot.id.partition("/")[0] == gap.id
    )


def _pieces(reading: Reading, question: Cloze) -> tuple[Piece, ...]:
    """The text, cut at its gaps. A gap that a translation has lost comes at the end."""
    html = reading.text(f"{question.id}#text").html
    rows = {gap.id: row for row, gap in enumerate(question.gaps)}
    pieces: list[Piece] = []
    start = 0
    for found in _TAG_OR_GAP.finditer(html):
        row = rows.pop(found[2], None) if found[2] else None
        if row is not None:
            pieces.append(Piece(html[start : found.start()], row))
            start = found.end()
    pieces.append(Piece(html[start:], None))
    return (*pieces, *(Piece("", row) for row in rows.values()))


def _said(reading: Reading, question: Cloze, gap: Gap, given: str) -> str:
    """What was given in a gap, as it is read."""
    if gap.kind is GapKind.CHOICE and given:
        return reading.plain(f"{question.id}/{gap.id}/{given}#text")
    return given


def _right(reading: Reading, question: Cloze, gap: Gap) -> str:
    if gap.kind is GapKind.CHOICE:
        right = next(option.id for option in gap.options if option.right)
        return reading.plain(f"{question.id}/{gap.id}/{right}#text")
    if gap.answer is None:
        return reading.plain(f"{question.id}/{gap.id}#answer-1") or gap.answers[0]
    return number_text(gap.answer)


def back(reading: Reading, question: Cloze, _asked: Asked, answer: Answer, mark: Mark) -> BackParts:
    """The text with what is right in its gaps; what was given and what is right in each."""
    given = dict(answer.gaps) if isinstance(answer, ClozeAnswer) else {}
    return BackParts(
        rows=tuple(
            ReviewRow(
                None,
                chosen=gap.id in given,
                mark="right" if mark.parts.get(gap.id) else "wrong",
                answer=_said(reading, question, gap, given.get(gap.id, "")),
                right=_right(reading, question, gap),
                feedback=_feedback(reading, question, gap, given.get(gap.id, "")),
            )
            for gap in question.gaps
        ),
        pieces=_pieces(reading, question),
    )


def _feedback(reading: Reading, question: Cloze, gap: Gap, given: str) -> Text | None:
    """What is said to whoever chose this option."""
    if any(option.feedback for option in gap.options if option.id == given):
        return reading.text(f"{question.id}/{gap.id}/{given}#feedback")
    return None


def key(reading: Reading, question: Cloze) -> KeyParts:
    """The text, and all that is right in its gaps."""
    return KeyParts(
        rows=tuple(KeyRow(None, _accepted(reading, question, gap)) for gap in question.gaps),
        pieces=_pieces(reading, question),
    )


def _accepted(reading: Reading, question: Cloze, gap: Gap) -> str:
    if gap.answers:
        return " · ".join(gap.answers)
    about = f" ± {number_text(gap.tolerance)}" if gap.tolerance else ""
    return f"{_right(reading, question, gap)}{about} {gap.unit}".strip()
