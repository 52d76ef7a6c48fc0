"""Moodle's calculated questions: what their formulas and data sets say, in our language."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from xml.etree.ElementTree import Element

from elearn.core.quiz.formula import MOST_CHARACTERS, BadFormula, names_in, parse
from elearn.core.quiz.kinds.calculation import Calculation, Parameter, Step, worked
from elearn.core.quiz.questions import Question
from elearn.core.said import Said
from elearn.interop.building import number
from elearn.interop.moodle_xml import fixed
from elearn.interop.moodle_xml.fields import Fields
from elearn.interop.notes import LeftOut, shown

_TOKEN = re.compile(
    r"\s*(?:\{([A-Za-z][A-Za-z0-9_]*)\}|([0-9]*\.?[0-9]+)|([A-Za-z_][A-Za-z0-9_]*)|([-+*/(),]))"
)
_FUNCTIONS = {"min": "min", "max": "max", "floor": "floor", "ceil": "ceil", "abs": "abs"}
_FUNCTIONS |= {"fmod": "mod"}
"""Functions of Moodle that formulas here have too, by their names here."""
_WILD = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")
_PLACES = frozenset("0123456")
_MOST_VALUES = 1_000_000
_MOST_CHOICES = 100
_CORNERS = 1024
_MILLIONTHS = 10**6
_RELATIVE, _NOMINAL = "1", "2"
RESULT = "The result"
"""What the one step is called."""


def calculated(fields: Fields) -> Question:
    """A calculation of one step, with values drawn anew from the bounds of the data sets.

    Where our formulas cannot say it, a number for the values of the first data set.

    Raises:
        LeftOut: If that cannot be worked out either.
    """
    said = dict(fields.changes.reasons)
    try:
        return _drawn_anew(fields)
    except LeftOut as why:
        fields.changes.reasons = said
        fields.changes.remark(why.said)
        try:
            return fixed.typed(fields, _unit(fields))
        except LeftOut:
            raise why from None


def _drawn_anew(fields: Fields) -> Calculation:
    head = fields.head()
    if "{=" in head.prompt:
        raise LeftOut("Its text holds a formula {=…}, which texts here do not.")
    answer = _right_answer(fields)
    formula = _formula(fields.plain(answer))
    parameters = tuple(_parameters(fields, formula))
    unit = _unit(fields)
    step = Step("result", RESULT, formula, unit=unit)
    texts = {"prompt": _lowered(head.prompt), "reason": _lowered(head.reason)}
    made = Calculation(**{**head.fields(), **texts}, parameters=parameters, steps=(step,))
    fields.changes.remark(
        "Values are drawn anew for every attempt, from the bounds of the data sets."
    )
    tolerance = _tolerance(fields, answer, made)
    return Calculation(
        **{**head.fields(), **texts},
        parameters=parameters,
        steps=(Step("result", RESULT, formula, tolerance, unit),),
    )


def _right_answer(fields: Fields) -> Element:
    full = [a for a in fields.element.findall("answer") if fields.share(a) >= 1]
    if len(full) != 1:
        raise LeftOut(Said("%(count)s formulas are fully right; one can be kept.", count=len(full)))
    if len(fields.element.findall("answer")) > 1:
        fields.changes.remark("Formulas that earned a part of the points were left out.")
    if told := fields.line(full[0].find("feedback")):
        fields.changes.remark(
            Said("Told after the right answer and left out: %(told)s.", told=repr(shown(told, 120)))
        )
    return full[0]


def _formula(text: str) -> str:
    """A formula in our language.

    Raises:
        LeftOut: If it uses what formulas here do not know.
    """
    parts, at = [], 0
    while at < len(text.rstrip()):
        token = _TOKEN.match(text, at)
        if token is None:
            raise LeftOut(
                Said("The formula %(text)s cannot be read here.", text=repr(shown(text, 60)))
            )
        wild, digits, function, sign = token.groups()
        if function and function.lower() not in _FUNCTIONS:
            raise LeftOut(
                Said(
                    "The formula uses %(function)s, which formulas here have not.",
                    function=shown(function, 20),
                )
            )
        named = _FUNCTIONS[function.lower()] if function else ""
        parts.append((wild or "").lower() or (_decimal(digits) if digits else "") or named or sign)
        at = token.end()
    made = " ".join(parts)
    try:
        parse(made)
    except BadFormula as error:
        raise LeftOut(
            Said(
                "The formula %(text)s cannot be read here: %(error)s.",
                text=repr(shown(text, 60)),
                error=error,
            )
        ) from None
    if len(made) > MOST_CHARACTERS:
        raise LeftOut(
            Said(
                "Its formula is longer than %(most_characters)s characters.",
                most_characters=MOST_CHARACTERS,
            )
        )
    return made


def _decimal(digits: str) -> str:
    return f"0{digits}" if digits.startswith(".") else digits


def _lowered(text: str) -> str:
    """A text whose wildcards are named as ours are."""
    return _WILD.sub(lambda match: f"{{{match[1].lower()}}}", text)


def _parameters(fields: Fields, formula: str) -> Iterator[Parameter]:
    """The parameters that the formula or the text names."""
    found: dict[str, Parameter] = {}
    for element in fields.element.iterfind("dataset_definitions/dataset_definition"):
        name = (element.findtext("name/text") or "").strip().lower()
        if name in found:
            raise LeftOut(Said("Two data sets are called %(name)s.", name=repr(shown(name, 20))))
        found[name] = _parameter(name, element)
    text = fields.raw(fields.element.find("questiontext"))
    wanted = names_in(parse(formula)) | {w.lower() for w in _WILD.findall(text)}
    if missing := sorted(wanted - found.keys()):
        raise LeftOut(Said("There is no data set for %(list)s.", list=", ".join(missing)))
    if unused := sorted(found.keys() - wanted):
        fields.changes.remark(
            Said("Data sets that nothing uses were left out: %(list)s.", list=", ".join(unused))
        )
    yield from (found[name] for name in found if name in wanted)


def _parameter(name: str, element: Element) -> Parameter:
    low, high = (element.findtext(f"{key}/text") or "" for key in ("minimum", "maximum"))
    places = (element.findtext("decimals/text") or "0").strip()
    if low.strip() and high.strip() and places in _PLACES:
        step = Fraction(1, 10 ** int(places))
        first, last = sorted((number(low), number(high)))
        made = Parameter(name, first, last, step)
        if 1 < made.count <= _MOST_VALUES:
            return made
    items = [v.text or "" for v in element.iterfind("dataset_items/dataset_item/value")]
    values = tuple(dict.fromkeys(number(item) for item in items))[:_MOST_CHOICES]
    if len(values) < 2:
        raise LeftOut(Said("The data set %(name)s has too few values.", name=repr(shown(name, 20))))
    return Parameter(name, choices=values)


def _unit(fields: Fields) -> str:
    for unit in fields.element.iterfind("units/unit"):
        if (unit.findtext("multiplier") or "1").strip().rstrip("0").rstrip(".") == "1":
            name = " ".join((unit.findtext("unit_name") or "").split())
            if name:
                return name[:40]
    return ""


def _tolerance(fields: Fields, answer: Element, made: Calculation) -> Fraction:
    """What may differ, in the result's own size: relative bounds become the narrowest of them."""
    within = abs(number((answer.findtext("tolerance") or "0").strip() or "0"))
    kind = (answer.findtext("tolerancetype") or _RELATIVE).strip()
    if kind not in (_RELATIVE, _NOMINAL):
        raise LeftOut("Its tolerance is a factor, which there is none of here.")
    if kind == _RELATIVE and within:
        within *= _smallest(made)
        fields.changes.remark("Its tolerance was a share of the result; here it is a number.")
    shown_places = (answer.findtext("correctanswerlength") or "").strip()
    if shown_places in _PLACES and (answer.findtext("correctanswerformat") or "1").strip() == "1":
        within = max(within, Fraction(1, 2 * 10 ** int(shown_places)))
    return Fraction(-(-(within * _MILLIONTHS).numerator // (within * _MILLIONTHS).denominator)) / (
        _MILLIONTHS
    )


def _smallest(made: Calculation) -> Fraction:
    """The smallest result, without its sign, at the ends of what is drawn."""
    ends = [sorted({0, p.count - 1}) for p in made.parameters]
    found = []
    for chosen in islice(product(*ends), _CORNERS):
        picks = dict(zip((p.name for p in made.parameters), chosen, strict=True))
        try:
            result = worked(made, lambda p, picks=picks: picks[p.name]).results[-1]  # type: ignore[misc]
        except BadFormula as error:
            raise LeftOut(
                Said("It cannot be computed for every draw: %(error)s.", error=error)
            ) from None
        if isinstance(result, Fraction):
            found.append(abs(result))
    return min(found, default=Fraction(0))
