"""Calculations of one step as Moodle's simple calculated questions."""

import re
from datetime import date
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement

from elearn.core.quiz.kinds.calculation import Calculation, Parameter, Step
from elearn.core.quiz.numbers import number_text
from elearn.core.said import Said
from elearn.interop.notes import Changes, LeftOut

_ITEMS = 20
"""Values of each data set that go along; Moodle draws from them."""
_STRIDES = (1, 7, 11, 13, 17, 19, 23, 29, 31, 37)
"""So that the data sets do not grow side by side."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FUNCTIONS = {n: n for n in ("min", "max", "floor", "ceil", "abs")} | {"mod": "fmod"}
_MOST_PLACES = 6


def step_of(question: Calculation) -> Step:
    """The one step that can be written.

    Raises:
        LeftOut: If there are several, or values are no numbers.
    """
    if len(question.steps) != 1:
        raise LeftOut("It has several steps; a calculated question in Moodle has one.")
    for parameter in question.parameters:
        values = (parameter.first, parameter.last, *parameter.choices)
        if any(isinstance(value, date | str) for value in values):
            raise LeftOut("It calculates with days or texts, which Moodle's formulas have not.")
    return question.steps[0]


def formula(question: Calculation) -> str:
    """The formula as Moodle writes it.

    Raises:
        LeftOut: If it uses what Moodle's formulas do not know.
    """
    known = {parameter.name for parameter in question.parameters}

    def named(match: re.Match[str]) -> str:
        name = match[0]
        if name in known:
            return f"{{{name}}}"
        if name not in _FUNCTIONS:
            raise LeftOut(
                Said("Its formula uses %(name)s(), which Moodle's formulas have not.", name=name)
            )
        return _FUNCTIONS[name]

    written = question.steps[0].answer
    if '"' in written:
        raise LeftOut("It calculates with texts, which Moodle's formulas have not.")
    return _NAME.sub(named, written)


def write(parent: Element, question: Calculation, changes: Changes) -> None:
    """The answer's settings, the unit and the data sets."""
    step = step_of(question)
    answer = SubElement(parent, "answer", fraction="100")
    SubElement(answer, "text").text = formula(question)
    SubElement(answer, "tolerance").text = number_text(step.tolerance)
    SubElement(answer, "tolerancetype").text = "2"
    SubElement(answer, "correctanswerformat").text = "1"
    SubElement(answer, "correctanswerlength").text = "4"
    if step.unit:
        unit = SubElement(SubElement(parent, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = step.unit
    sets = SubElement(parent, "dataset_definitions")
    for parameter, stride in zip(question.parameters, _STRIDES, strict=False):
        _data_set(sets, parameter, stride)
    changes.remark("Moodle draws from the values that are in the file, at most twenty of each.")


def _data_set(sets: Element, parameter: Parameter, stride: int) -> None:
    element = SubElement(sets, "dataset_definition")
    count = parameter.count
    values = [parameter.value(i * stride % count) for i in range(min(_ITEMS, max(count, 2)))]
    numbers = [value for value in values if isinstance(value, Fraction)]
    places = max(_places(number) for number in numbers)
    ends = sorted(parameter.choices) if parameter.choices else [parameter.first, parameter.last]
    least, most = (number_text(end) for end in (ends[0], ends[-1]) if isinstance(end, Fraction))
    for name, text in (
        ("status", "private"),
        ("name", parameter.name),
        ("distribution", "uniform"),
        ("minimum", least),
        ("maximum", most),
        ("decimals", str(places)),
    ):
        SubElement(SubElement(element, name), "text").text = text
    SubElement(element, "type").text = "calculatedsimple"
    SubElement(element, "itemcount").text = str(len(numbers))
    items = SubElement(element, "dataset_items")
    for at, number in enumerate(numbers, 1):
        item = SubElement(items, "dataset_item")
        SubElement(item, "number").text = str(at)
        SubElement(item, "value").text = number_text(number)
    SubElement(element, "number_of_items").text = str(len(numbers))


def _places(number: Fraction) -> int:
    return next((p for p in range(_MOST_PLACES) if (number * 10**p).denominator == 1), _MOST_PLACES)
