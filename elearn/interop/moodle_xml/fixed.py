"""Calculated questions that cannot be calculated anew here: with values that the file holds."""

from collections.abc import Callable
from fractions import Fraction
from math import floor, log10
from typing import TypeVar
from xml.etree.ElementTree import Element

from elearn.core.quiz.questions import Question
from elearn.core.said import Said
from elearn.interop import building
from elearn.interop.building import Number, number
from elearn.interop.moodle_xml import formulas
from elearn.interop.moodle_xml.fields import Fields
from elearn.interop.notes import LeftOut, shown

_RELATIVE, _NOMINAL, _GEOMETRIC = "1", "2", "3"
_SIGNIFICANT = "2"
_MOST_PLACES = 9
_IN_TEXTS = 6
"""Significant digits of a formula in a text, which says nothing of its own."""
_MOST_SETS = 100
_SAID = Said("Its values are fixed now, the same for everybody: some that were in its data sets.")
T = TypeVar("T")
Values = dict[str, str]
"""By wildcard, as they stand in the file."""


def typed(fields: Fields, unit: str) -> Question:
    """A number to be typed, worked out from the first values for which that can be done.

    Raises:
        LeftOut: If there are no such values.
    """
    answers = fields.element.findall("answer")
    values, numbers = _first(
        fields.element, lambda values: [_number(fields, a, values) for a in answers]
    )
    _fill(fields.element, values)
    fields.changes.remark(_SAID)
    return building.numeric(fields.head(), numbers, unit, fields.changes)


def chosen(fields: Fields) -> Question:
    """A choice whose options were calculated, with the first values that make them differ.

    Raises:
        LeftOut: If there are no such values.
    """
    answers = fields.element.findall("answer")
    values, texts = _first(fields.element, lambda values: _options(answers, values))
    for answer, text in zip(answers, texts, strict=True):
        element = answer.find("text")
        if element is not None:
            element.text = text
    _fill(fields.element, values)
    fields.changes.remark(_SAID)
    several = not fields.flag("single", otherwise=True)
    return building.choice(fields.head(), fields.answers(), several=several, changes=fields.changes)


def _options(answers: list[Element], values: Values) -> list[str]:
    texts = [formulas.filled(a.findtext("text") or "", values, _shown_as(a)) for a in answers]
    if len({" ".join(text.split()) for text in texts}) < len(texts):
        raise LeftOut("With all of its values two options read the same.")
    return texts


def _first(element: Element, work: Callable[[Values], list[T]]) -> tuple[Values, list[T]]:
    """The first values for which something can be worked out, and what it is."""
    sets = _values(element)
    for values in sets[:-1]:
        try:
            return values, work(values)
        except LeftOut:
            continue
    return sets[-1], work(sets[-1])


def _values(element: Element) -> list[Values]:
    """The values of the data sets: the first of each, the second of each, and so on."""
    found: dict[str, list[str]] = {}
    for data_set in element.iterfind("dataset_definitions/dataset_definition"):
        name = (data_set.findtext("name/text") or "").strip()
        items = data_set.iterfind("dataset_items/dataset_item")
        found[name] = [(item.findtext("value") or "").strip() for item in items][:_MOST_SETS]
        if not found[name]:
            raise LeftOut(Said("The data set %(name)s has no values.", name=repr(shown(name, 20))))
        for value in found[name]:
            number(value)
    if not found:
        raise LeftOut("There is no data set.")
    columns = zip(*found.values(), strict=False)
    return [dict(zip(found, column, strict=True)) for column in columns]


def _fill(element: Element, values: Values) -> None:
    """Put the values into every text of the question."""
    for text in element.iter("text"):
        if text.text:
            text.text = formulas.filled(text.text, values, lambda x: f"{x:.{_IN_TEXTS}g}")


def _shown_as(answer: Element) -> Callable[[float], str]:
    """How Moodle shows the results of an answer: with so many decimals, or significant digits."""
    length = (answer.findtext("correctanswerlength") or "2").strip()
    places = min(_MOST_PLACES, int(length)) if length.isdecimal() else 2

    def show(value: float) -> str:
        if (answer.findtext("correctanswerformat") or "").strip() != _SIGNIFICANT:
            return f"{value:.{places}f}"
        digits = max(1, places)
        whole = floor(log10(abs(value))) + 1 if value else 1
        return f"{round(value, digits - whole):.{max(0, digits - whole)}f}"

    return show


def _number(fields: Fields, answer: Element, values: Values) -> Number:
    text, told = fields.plain(answer), fields.block(answer.find("feedback"))
    share = fields.share(answer)
    if text == "*":
        return Number(None, Fraction(0), Fraction(0), told)
    value = formulas.result(text, {name: float(number) for name, number in values.items()})
    written = _shown_as(answer)(value)
    places = len(written.partition(".")[2])
    exact = number(written)
    within = abs(number((answer.findtext("tolerance") or "0").strip() or "0"))
    match (answer.findtext("tolerancetype") or _RELATIVE).strip():
        case "2":
            pass
        case "3":
            within = abs(exact) * within / (1 + within)
        case _:
            within *= abs(exact)
    # Whatever is written with fewer decimals than the result has is right as well.
    least = Fraction(1, 2 * 10**places) if float(exact) != value else Fraction(0)
    return Number(exact, _short(max(within, least)), share, told)


def _short(tolerance: Fraction) -> Fraction:
    """A tolerance with at most nine decimals, rounded up."""
    size = 10**_MOST_PLACES
    return Fraction(-(-tolerance.numerator * size // tolerance.denominator), size)
