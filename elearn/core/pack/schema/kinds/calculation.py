"""A calculation in a pack."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from itertools import islice, product
from math import prod
from typing import Any

from elearn.core.pack.schema import fields
from elearn.core.pack.schema.base import Shape, refuse
from elearn.core.pack.schema.kinds import base
from elearn.core.pack.schema.kinds.base import INLINE, PLAIN, QuestionShape, Said, Wrong
from elearn.core.pack.yaml_tree import Keys
from elearn.core.quiz.formula import MOST_CHARACTERS, BadFormula, Value, names_in, parse, value_text
from elearn.core.quiz.kinds.calculation import Calculation, Drawn, Parameter, Step, worked
from elearn.core.quiz.question import Credit

BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""Where a text has a value."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXT = re.compile(r"[A-Z0-9<]{1,50}")
_MOST_VALUES = 1_000_000
_ALL = 1000
"""Draws that are all tried; of more, the corners and so many of the rest."""


class ParameterName(fields.Value):
    """A name that formulas can use."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> str:
        if isinstance(value, str) and _NAME.fullmatch(value):
            return value
        raise refuse("is to be lower-case letters, digits and _, at most 32.", "id-bad")


class Drawable(fields.Value):
    """A number, a day, or a text of A to Z, 0 to 9 and `<`."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> Value:
        text = str(value).strip()
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            if _NUMBER.fullmatch(text):
                return Fraction(text)
            if _DAY.fullmatch(text):
                return self._day(text)
            if _TEXT.fullmatch(text):
                return text
        raise refuse('must be a number, a day such as 2026-11-23, or a text such as "UTO<<".')

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise refuse(f"is {text}, a day that there is none of.", "date-bad") from None


class ParameterShape(Shape):
    """A value that is drawn."""

    makes = Parameter
    name = ParameterName(required=True)
    first = Drawable(data_key="from")
    last = Drawable(data_key="to")
    step = fields.Number(least=0)
    choices = fields.Many(Drawable(), 2, 100)


class StepShape(Shape):
    """One thing to work out."""

    makes = Step
    id = fields.Id(required=True)
    text = fields.Markdown(required=True)
    answer = fields.Plain(required=True, most=MOST_CHARACTERS)
    tolerance = fields.Number(least=0)
    unit = fields.Plain(most=40)


class CalculationShape(QuestionShape):
    """A calculation."""

    makes = Calculation
    parameters = fields.Many(fields.Group(ParameterShape), 1, 10, required=True)
    credit = base.credit(Credit.SHARE, Credit.ALL)
    steps = fields.Many(fields.Group(StepShape), 1, 10, required=True)

    @staticmethod
    def said(question: Calculation) -> Iterator[Said]:
        """The steps and their units."""
        for i, step in enumerate(question.steps):
            yield Said(("steps", i, "text"), step.id, "text", step.text, INLINE)
            yield Said(("steps", i, "unit"), step.id, "unit", step.unit, PLAIN)

    @staticmethod
    def parts(question: Calculation) -> Iterator[tuple[str, Keys]]:
        """The parameters and the steps: formulas know both by their names."""
        for i, parameter in enumerate(question.parameters):
            yield parameter.name, ("parameters", i, "name")
        yield from base.numbered(question.steps, "steps")

    @staticmethod
    def faults(question: Calculation) -> Iterator[Wrong]:
        """Bounds and formulas that make no sense, and draws that cannot be computed."""
        faults = [*_bounds(question), *_formulas(question), *_places(question)]
        yield from faults or _draws(question)

    @staticmethod
    def written(question: Calculation) -> dict[str, object]:
        """The parameters and the steps."""
        return {
            "parameters": [_parameter(parameter) for parameter in question.parameters],
            "steps": [_step(step) for step in question.steps],
        }


def _bounds(question: Calculation) -> Iterator[Wrong]:
    for i, parameter in enumerate(question.parameters):
        ranged = parameter.first is not None or parameter.last is not None
        if bool(parameter.choices) == ranged:
            say = f'Give "{parameter.name}" either from and to, or choices.'
        elif not 0 < parameter.count <= _MOST_VALUES:
            say = (
                f'"{parameter.name}" must go from a number or a day up to one of the same sort, '
                f"in 1 to {_MOST_VALUES:,} steps."
            )
        elif len({type(choice) for choice in parameter.choices}) > 1:
            say = f'The choices of "{parameter.name}" must be all numbers, all days or all texts.'
        else:
            continue
        yield Wrong(("parameters", i), "parameter-bounds", say)


def _formulas(question: Calculation) -> Iterator[Wrong]:
    known = {parameter.name for parameter in question.parameters}
    for i, step in enumerate(question.steps):
        try:
            unknown = sorted(names_in(parse(step.answer)) - known)
        except BadFormula as error:
            yield Wrong(("steps", i, "answer"), "formula-bad", f"The formula {error}.")
        else:
            if unknown:
                say = f"{unknown[0]} is no parameter and no step before this one."
                yield Wrong(("steps", i, "answer"), "formula-bad", f'In "{step.id}": {say}')
        known.add(step.id)


def _places(question: Calculation) -> Iterator[Wrong]:
    known = {parameter.name for parameter in question.parameters}
    texts: list[tuple[Keys, str]] = [(("prompt",), question.prompt), (("reason",), question.reason)]
    texts += [(said.keys, said.text) for said in base.said_beside(question)]
    texts += [(("steps", i, "text"), step.text) for i, step in enumerate(question.steps)]
    for keys, text in texts:
        for name in sorted({*BRACES.findall(text)} - known):
            say = f"There is no parameter {name} that {{{name}}} could stand for."
            yield Wrong(keys, "parameter-unknown", say)


def _draws(question: Calculation) -> Iterator[Wrong]:
    """The first draw of which a step cannot be computed, or not be typed exactly."""
    for pick in _picks(question):
        try:
            drawn = worked(question, pick)
        except BadFormula as error:
            values = ", ".join(
                f"{p.name} = {value_text(p.value(pick(p)))}" for p in question.parameters
            )
            yield Wrong(("steps",), "formula-fails", f"With {values} a step {error}.")
            return
        for wrong in _untypable(question, drawn):
            yield wrong
            return


def _untypable(question: Calculation, drawn: Drawn) -> Iterator[Wrong]:
    for i, (step, result) in enumerate(zip(question.steps, drawn.results, strict=True)):
        if not isinstance(result, Fraction) or step.tolerance:
            continue
        if 10**6 % result.denominator or abs(result) >= 10**15:
            values = ", ".join(f"{name} = {value_text(value)}" for name, value in drawn.values)
            say = f'With {values} the result of "{step.id}" is {result}; give a tolerance.'
            yield Wrong(("steps", i), "formula-fails", say)


def _picks(question: Calculation) -> Iterator[Callable[[Parameter], int]]:
    """All draws, if they are few; else the corners, and draws spread over the rest."""
    counts = {p.name: p.count for p in question.parameters}
    if prod(counts.values()) <= _ALL:
        ranges = [range(count) for count in counts.values()]
        yield from (_chosen(dict(zip(counts, each, strict=True))) for each in product(*ranges))
        return
    ends = [(0, count - 1) for count in counts.values()]
    for each in islice(product(*ends), _ALL):
        yield _chosen(dict(zip(counts, each, strict=True)))
    for number in range(_ALL):
        yield _chosen({name: _spread(number, name, count) for name, count in counts.items()})


def _chosen(numbers: dict[str, int]) -> Callable[[Parameter], int]:
    return lambda parameter: numbers[parameter.name]


def _spread(number: int, name: str, count: int) -> int:
    found = hashlib.sha256(f"{name}/{number}".encode()).digest()
    return int.from_bytes(found[:8], "big") % count


def _value(value: Value) -> object:
    if isinstance(value, Fraction):
        return base.written_number(value)
    return value.isoformat() if isinstance(value, date) else value


def _parameter(parameter: Parameter) -> dict[str, object]:
    made: dict[str, object] = {"name": parameter.name}
    if parameter.choices:
        return made | {"choices": [_value(choice) for choice in parameter.choices]}
    if parameter.first is not None and parameter.last is not None:
        made |= {"from": _value(parameter.first), "to": _value(parameter.last)}
    return made | ({"step": base.written_number(parameter.step)} if parameter.step != 1 else {})


def _step(step: Step) -> dict[str, object]:
    made: dict[str, object] = {"id": step.id, "text": step.text, "answer": step.answer}
    if step.tolerance:
        made["tolerance"] = base.written_number(step.tolerance)
    return made | ({"unit": step.unit} if step.unit else {})
