"""Values of a pack as one line of plain text."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from elearn.core.quiz.numbers import number_text


def shown(value: Any) -> str:  # noqa: C901, PLR0911 - one for each sort of value
    """A value for reading; what is empty or not set is empty."""
    match value:
        case None | ():
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case Fraction():
            return number_text(value)
        case tuple() | list():
            return ", ".join(shown(each) for each in value)
        case set() | frozenset():
            return ", ".join(sorted(shown(each) for each in value))
        case Mapping():
            return ", ".join(f"{name}: {shown(each)}" for name, each in sorted(value.items()))
        case _ if is_dataclass(value):
            return _record(value)
        case _:
            return str(value)


def _record(value: Any) -> str:
    named = ((f.name.rstrip("_"), getattr(value, f.name)) for f in fields(value))
    parts = [f"{name.replace('_', ' ')}: {shown(each)}" for name, each in named if shown(each)]
    return f"({'; '.join(parts)})"
