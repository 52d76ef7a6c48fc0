"""A calculation as it is shown."""

from datetime import date
from fractions import Fraction

from elearn.core.quiz.answers import Answer
from elearn.core.quiz.chance import Asked
from elearn.core.quiz.form import Filled
from elearn.core.quiz.formula import Value, value_text
from elearn.core.quiz.kinds.calculation import Calculation, CalculationAnswer, Step, drawn_of
from elearn.core.quiz.mark import Mark
from elearn.core.quiz.numbers import number_text
from elearn.services.kinds import base
from elearn.services.kinds.base import BackParts, FormParts, FormRow, KeyParts, KeyRow, ReviewRow
from elearn.services.kinds.drawn import text_of
from elearn.services.shelf import Reading, Text


def form(reading: Reading, question: Calculation, asked: Asked, filled: Filled) -> FormParts:
    """The steps, each with a field."""
    results = drawn_of(question).results
    return FormParts(
        rows=tuple(
            FormRow(
                slot.token,
                _label(reading, question, step),
                base.first(filled, slot.token),
                kind=_kind(result),
                unit=_unit(reading, question, step),
            )
            for slot, step, result in zip(asked.lefts, question.steps, results, strict=True)
        ),
        by_row=True,
        alike=False,
    )


def _kind(result: Value) -> str:
    if isinstance(result, Fraction):
        return "number"
    return "day" if isinstance(result, date) else "text"


def _label(reading: Reading, question: Calculation, step: Step) -> Text:
    return text_of(reading, question, f"{question.id}/{step.id}#text")


def _unit(reading: Reading, question: Calculation, step: Step) -> str:
    return reading.plain(f"{question.id}/{step.id}#unit") if step.unit else ""


def back(
    reading: Reading, question: Calculation, _asked: Asked, answer: Answer, mark: Mark
) -> BackParts:
    """The steps, with what was typed and the result."""
    given = dict(answer.steps) if isinstance(answer, CalculationAnswer) else {}
    results = drawn_of(question).results
    return BackParts(
        tuple(
            ReviewRow(
                _label(reading, question, step),
                chosen=step.id in given,
                mark="right" if mark.parts.get(step.id) else "wrong",
                answer=given.get(step.id, ""),
                right=f"{value_text(result)} {_unit(reading, question, step)}".strip(),
            )
            for step, result in zip(question.steps, results, strict=True)
        )
    )


def key(reading: Reading, question: Calculation) -> KeyParts:
    """The steps with their formulas, each with the result of the first values as an example."""
    drawn = drawn_of(question)
    return KeyParts(
        tuple(
            KeyRow(_label(reading, question, step), _formula(step, result))
            for step, result in zip(question.steps, drawn.results, strict=True)
        )
    )


def _formula(step: Step, result: Value) -> str:
    about = f" ± {number_text(step.tolerance)}" if step.tolerance else ""
    return f"{step.answer} = {value_text(result)}{about} {step.unit}".strip()
