"""Facts as plain values that JSON can hold, and back.

Only classes named here come back, so that a kept value can make nothing else.
"""

import dataclasses
from collections.abc import Callable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, cast

from elearn.core.case import conditions
from elearn.core.case import model as case
from elearn.core.law import register as law
from elearn.core.pack import facts, model, references
from elearn.core.pack.schema.lesson import ModuleHead
from elearn.core.problems import Problem, Severity
from elearn.core.quiz import options
from elearn.core.quiz import questions as quiz
from elearn.core.quiz.kinds import calculation, categorise, cloze, extended, hotspot, matrix

_RECORDS: tuple[type[Any], ...] = (
    facts.Facts,
    references.References,
    references.Cite,
    references.Target,
    references.Figure,
    references.Flaw,
    Problem,
    ModuleHead,
    model.Outcome,
    model.Award,
    model.LawBasis,
    model.CompletionRule,
    model.Paper,
    model.MeaningSame,
    model.UpdatePolicy,
    model.BridgeBasis,
    model.Meta,
    model.SelfCheck,
    model.Lesson,
    model.BankDraw,
    model.Section,
    model.Quiz,
    model.Bank,
    model.Medium,
    model.Course,
    quiz.Option,
    quiz.Pair,
    quiz.Entry,
    quiz.Hint,
    quiz.AnswerFeedback,
    extended.Criterion,
    extended.Level,
    matrix.Row,
    categorise.Sorted,
    cloze.Gap,
    hotspot.Region,
    calculation.Parameter,
    calculation.Step,
    calculation.Drawn,
    options.Marking,
    *quiz.KINDS.values(),
    conditions.Bounds,
    conditions.Measured,
    conditions.Shown,
    conditions.Made,
    conditions.Been,
    conditions.After,
    conditions.Left,
    conditions.Every,
    conditions.Some,
    conditions.Not,
    case.Measure,
    case.Exhibit,
    case.Message,
    case.Reasoning,
    case.Choice,
    case.Scene,
    case.Budget,
    case.PassRule,
    case.Case,
    law.Verification,
    law.Provision,
    law.Instrument,
    law.Judgment,
    law.Term,
)
_WORDS: tuple[type[Enum], ...] = (
    Severity,
    case.Judgement,
    case.Ending,
    law.Level,
    options.Layout,
    options.Navigation,
    options.Counts,
    options.Feedback,
    options.CertaintyRule,
    quiz.Credit,
)
_NAMES = {cls: cls.__name__ for cls in (*_RECORDS, *_WORDS)}
_FIELDS = {cls: tuple(f.name for f in dataclasses.fields(cls)) for cls in _RECORDS}
_BY_NAME: dict[str, type[Any]] = {cls.__name__: cls for cls in _RECORDS}
_WORD_BY_NAME: dict[str, type[Enum]] = {cls.__name__: cls for cls in _WORDS}


class NotPlain(ValueError):
    """The value was not made by `to_plain`."""


def to_plain(value: Any) -> Any:
    """Plain values; every list begins with a tag.

    Raises:
        TypeError: If `value` holds something of another class.
    """
    if value is None or type(value) in (bool, int, float, str):
        return value
    cls = type(value)
    if cls in _FIELDS:
        return [_NAMES[cls], *(to_plain(getattr(value, name)) for name in _FIELDS[cls])]
    return _other(value, cls)


def _other(value: Any, cls: type[Any]) -> Any:
    if cls is tuple:
        return ["(", *map(to_plain, value)]
    if cls is dict:
        return ["{", *(part for pair in value.items() for part in map(to_plain, pair))]
    if cls in _NAMES:
        return ["=", _NAMES[cls], value.value]
    if cls is Fraction:
        return ["/", str(value)]
    if cls is date:
        return ["@", value.isoformat()]
    raise TypeError(f"{cls.__name__} has no plain form")


def from_plain(value: Any) -> Any:
    """What `to_plain` was given.

    Raises:
        NotPlain: If the value cannot have come from there.
    """
    try:
        return _back(value)
    except (TypeError, ValueError, KeyError, IndexError, RecursionError) as error:
        raise NotPlain("not a kept value") from error


def _back(value: Any) -> Any:
    if type(value) is not list:
        return value
    tag = value[0]
    cls = _BY_NAME.get(tag)
    if cls is not None:
        return cls(**dict(zip(_FIELDS[cls], map(_back, value[1:]), strict=True)))
    return _SPECIAL[tag](value)


def _pairs(value: list[Any]) -> dict[Any, Any]:
    parts = [_back(part) for part in value[1:]]
    return dict(zip(parts[::2], parts[1::2], strict=True))


_SPECIAL: dict[str, Callable[[list[Any]], Any]] = {
    "(": lambda value: tuple(map(_back, value[1:])),
    "{": _pairs,
    "=": lambda value: _WORD_BY_NAME[value[1]](value[2]),
    "/": lambda value: Fraction(cast("str", value[1])),
    "@": lambda value: date.fromisoformat(value[1]),
}
