"""Extended response as it is shown."""

from collections.abc import Mapping

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.kinds.extended import Criterion, Extended, ExtendedAnswer
from elearn.core.quiz.mark import Mark
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, CriterionRow, FormParts, KeyParts, LevelRow
from elearn.services.shelf import Reading


def form(reading: Reading, question: Extended, asked: Asked, filled: Filled) -> FormParts:
    """A field for a long text, and the rubric, so that everybody knows what counts."""
    return FormParts(
        typed=base.first(filled, asked.token),
        most=question.limit,
        criteria=criteria(reading, question, {}),
        alike=False,
    )


def criteria(
    reading: Reading, question: Extended, levels: Mapping[str, str]
) -> tuple[CriterionRow, ...]:
    """The rubric, with the level reached of each criterion."""
    return tuple(
        CriterionRow(
            criterion.id,
            reading.text(f"{question.id}/{criterion.id}#text"),
            criterion.most,
            _levels(reading, question.id, criterion, levels.get(criterion.id, "")),
        )
        for criterion in question.rubric
    )


def _levels(reading: Reading, name: str, criterion: Criterion, chosen: str) -> tuple[LevelRow, ...]:
    return tuple(
        LevelRow(
            level.id,
            reading.text(f"{name}/{criterion.id}/{level.id}#text"),
            level.points,
            chosen=level.id == chosen,
        )
        for level in criterion.levels
    )


def back(
    reading: Reading, question: Extended, _asked: Asked, answer: Answer, mark: Mark
) -> BackParts:
    """The text, the rubric with the levels reached, the comment, and a model answer.

    The model answer is shown once somebody has marked.
    """
    judged = mark.judged
    return BackParts(
        answer=answer.text if isinstance(answer, ExtendedAnswer) else "",
        criteria=criteria(reading, question, dict(judged.levels) if judged else {}),
        comment=judged.comment if judged else "",
        model=reading.text(f"{question.id}#model") if judged and question.model else None,
    )


def key(reading: Reading, question: Extended) -> KeyParts:
    """The rubric and a model answer."""
    return KeyParts(
        criteria=criteria(reading, question, {}),
        model=reading.text(f"{question.id}#model") if question.model else None,
    )
