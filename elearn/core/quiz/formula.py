"""A small language for calculations: numbers, days and texts; nothing of it is run as a program.

::

    sum     = product (("+" | "-") product)*
    product = signed (("*" | "/") signed)*
    signed  = "-" signed | atom
    atom    = number | "text" | name | name "(" sum ("," sum)* ")" | "(" sum ")"

A number is exact. A day plus or minus a number is a day, a day minus a day the days between them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from elearn.core.quiz.days import day_text
from elearn.core.quiz.mrz_text import check_digit, short_day
from elearn.core.quiz.numbers import number_text

Value = Fraction | date | str

MOST_CHARACTERS = 200
"""Of a formula."""

_DEEPEST = 20
_MOST_BITS = 256
_MOST_TEXT = 200
_YEARS = (1900, 2199)

_TOKEN = re.compile(
    r'\s*(?:(\d{1,15}(?:\.\d{1,15})?)|"([A-Z0-9<]{0,50})"|([a-z][a-z0-9_]{0,31})|([-+*/(),]))'
)


class BadFormula(ValueError):
    """A formula that cannot be read, or not be computed with these values. The text says why."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or a text."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, or the result of an earlier step."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function or an operator with its arguments."""

    function: str
    arguments: tuple["Formula", ...]


Formula = Constant | Name | Call


@lru_cache(maxsize=4096)
def parse(text: str) -> Formula:
    """Read a formula.

    Raises:
        BadFormula: If it is none.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadFormula(f"is longer than {MOST_CHARACTERS} characters")
    reader = _Reader(text)
    found = reader.sum(0)
    if reader.at < len(reader.tokens):
        raise BadFormula(f"does not go on with {reader.tokens[reader.at]!r}")
    return found


def names_in(formula: Formula) -> set[str]:
    """The names that a formula uses."""
    match formula:
        case Name():
            return {formula.name}
        case Call():
            return set().union(*map(names_in, formula.arguments))
        case Constant():
            return set()
        case _:
            assert_never(formula)


def compute(formula: Formula, values: Mapping[str, Value]) -> Value:
    """The value of a formula.

    Raises:
        BadFormula: If a name is unknown, values do not fit, or a result is out of bounds.
    """
    match formula:
        case Constant():
            return formula.value
        case Name():
            if formula.name not in values:
                raise BadFormula(f"uses {formula.name}, which is no parameter and no earlier step")
            return values[formula.name]
        case Call():
            arguments = [compute(each, values) for each in formula.arguments]
            return _bounded(_apply(formula.function, arguments))
        case _:
            assert_never(formula)


def value_text(value: Value) -> str:
    """A value as people read it."""
    if isinstance(value, Fraction):
        return number_text(value)
    return day_text(value) if isinstance(value, date) else value


class _Reader:
    """Reads one formula from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str | Fraction | tuple[str, str]] = []
        self.at = 0
        place = 0
        while text[place:].strip():
            found = _TOKEN.match(text, place)
            if found is None:
                raise BadFormula(f"has no meaning from {text[place:].strip()[:20]!r} on")
            number, quoted, name, sign = found.groups()
            if number is not None:
                self.tokens.append(Fraction(number))
            elif sign is not None:
                self.tokens.append(sign)
            else:
                self.tokens.append(("name", name) if name is not None else ("text", quoted))
            place = found.end()

    def next(self) -> str | Fraction | tuple[str, str]:
        """The next token; an empty text at the end."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        self.at += 1
        return token

    def sign(self, *wanted: str) -> str:
        """The next token if it is one of these signs, else nothing."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if isinstance(token, str) and token in wanted:
            self.at += 1
            return token
        return ""

    def sum(self, depth: int) -> Formula:
        if depth > _DEEPEST:
            raise BadFormula("is nested too deep")
        found = self.product(depth)
        while sign := self.sign("+", "-"):
            found = Call(sign, (found, self.product(depth)))
        return found

    def product(self, depth: int) -> Formula:
        found = self.signed(depth)
        while sign := self.sign("*", "/"):
            found = Call(sign, (found, self.signed(depth)))
        return found

    def signed(self, depth: int) -> Formula:
        if self.sign("-"):
            if depth > _DEEPEST:
                raise BadFormula("is nested too deep")
            return Call("-", (Constant(Fraction(0)), self.signed(depth + 1)))
        return self.atom(depth)

    def atom(self, depth: int) -> Formula:
        match self.next():
            case Fraction() as number:
                return Constant(number)
            case ("text", str(text)):
                return Constant(text)
            case ("name", str(name)):
                return self.named(name, depth)
            case "(":
                found = self.sum(depth + 1)
                self.closed()
                return found
            case "":
                raise BadFormula("ends too early")
            case other:
                raise BadFormula(f"has {other!r} where a value is to be")

    def named(self, name: str, depth: int) -> Formula:
        if not self.sign("("):
            return Name(name)
        if name not in _FUNCTIONS:
            raise BadFormula(f"uses {name}(), which is none of {', '.join(sorted(_FUNCTIONS))}")
        arguments = [self.sum(depth + 1)]
        while self.sign(","):
            arguments.append(self.sum(depth + 1))
        self.closed()
        return Call(name, tuple(arguments))

    def closed(self) -> None:
        if not self.sign(")"):
            raise BadFormula("has a bracket that is not closed")


def _bounded(value: Value) -> Value:
    match value:
        case Fraction():
            if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MOST_BITS:
                raise BadFormula("gives a number that is too big")
        case date():
            if not _YEARS[0] <= value.year <= _YEARS[1]:
                raise BadFormula(f"gives a day in the year {value.year}")
        case str():
            if len(value) > _MOST_TEXT:
                raise BadFormula("gives a text that is too long")
        case _:
            assert_never(value)
    return value


def _apply(function: str, arguments: list[Value]) -> Value:
    if function in ("+", "-"):
        return _add(function, arguments[0], arguments[1])
    if function in ("*", "/"):
        left, right = map(_number, arguments)
        if function == "*":
            return left * right
        return left / _not_nothing(right)
    least, most, made = _FUNCTIONS[function]
    if not least <= len(arguments) <= most:
        raise BadFormula(f"gives {function}() {len(arguments)} values")
    return made(arguments)


def _add(sign: str, left: Value, right: Value) -> Value:
    if isinstance(left, date):
        if isinstance(right, date) and sign == "-":
            return Fraction((left - right).days)
        days = _whole(right)
        try:
            return left + timedelta(days=days if sign == "+" else -days)
        except OverflowError:
            raise BadFormula("gives a day that there is none of") from None
    number = _number(left)
    return number + _number(right) if sign == "+" else number - _number(right)


def _number(value: Value) -> Fraction:
    if isinstance(value, Fraction):
        return value
    raise BadFormula("takes a day or a text for a number")


def _whole(value: Value) -> int:
    number = _number(value)
    if number.denominator != 1:
        raise BadFormula("needs a whole number")
    return number.numerator


def _day(value: Value) -> date:
    if isinstance(value, date):
        return value
    raise BadFormula("takes a number or a text for a day")


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    raise BadFormula("takes a number or a day for a text")


def _not_nothing(value: Fraction) -> Fraction:
    if not value:
        raise BadFormula("divides by 0")
    return value


def _made_day(parts: list[Value]) -> date:
    year, month, day = map(_whole, parts)
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise BadFormula("gives a day that there is none of") from None


def _check(parts: list[Value]) -> Fraction:
    try:
        return Fraction(check_digit("".join(map(_text, parts))))
    except ValueError as error:
        raise BadFormula(f"is wrong: {error}") from None


def _digits(parts: list[Value]) -> str:
    number, width = map(_whole, parts)
    if number < 0 or not 0 < width <= 30 or len(str(number)) > width:
        raise BadFormula("gives digits() a number that does not fit")
    return f"{number:0{width}}"


def _extreme(parts: list[Value], choose: Callable[[list[Fraction]], Fraction]) -> Value:
    if all(isinstance(part, date) for part in parts):
        days = {Fraction(_day(part).toordinal()): part for part in parts}
        return days[choose(list(days))]
    return choose([_number(part) for part in parts])


_FUNCTIONS: dict[str, tuple[int, int, Callable[[list[Value]], Value]]] = {
    "min": (1, 10, lambda parts: _extreme(parts, min)),
    "max": (1, 10, lambda parts: _extreme(parts, max)),
    "mod": (2, 2, lambda parts: _number(parts[0]) % _not_nothing(_number(parts[1]))),
    "floor": (1, 1, lambda parts: Fraction(_number(parts[0]).__floor__())),
    "ceil": (1, 1, lambda parts: Fraction(_number(parts[0]).__ceil__())),
    "abs": (1, 1, lambda parts: abs(_number(parts[0]))),
    "days": (2, 2, lambda parts: Fraction((_day(parts[1]) - _day(parts[0])).days)),
    "day": (3, 3, _made_day),
    "year": (1, 1, lambda parts: Fraction(_day(parts[0]).year)),
    "check": (1, 10, _check),
    "digits": (2, 2, _digits),
    "mrz": (1, 1, lambda parts: short_day(_day(parts[0]))),
    "join": (1, 10, lambda parts: "".join(map(_text, parts))),
}
"""By name: fewest and most arguments, and what it does."""
