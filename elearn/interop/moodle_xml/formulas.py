"""Moodle's formulas, worked out for given values: numbers, wildcards, signs and its functions.

The functions are those that Moodle's documentation of calculated questions lists; they are PHP's,
and so are their results. `rand`, comparisons and signs of bits are not among what is read here.
"""

import math
import re
from collections.abc import Callable, Mapping

from elearn.core.said import Said
from elearn.interop.notes import LeftOut, shown

_MOST_CHARACTERS = 1000
_MOST_DEPTH = 60
_TOKEN = re.compile(
    r"\s*(?:\{([^{}\s]{1,80})\}|([0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]{1,3})?|\.[0-9]+)"
    r"|([A-Za-z_][A-Za-z0-9_]*)|(\*\*|[-+*/%(),]))"
)
_IN_TEXT = re.compile(r"\{=((?:[^{}]|\{[^{}]*\})*)\}")
_MOST_ARGUMENTS = 20


def _rounded(value: float, places: float = 0) -> float:
    """Half away from zero, as PHP rounds."""
    size = 10.0 ** int(places)
    return math.copysign(math.floor(abs(value) * size + 0.5), value) / size


def _digits(base: int) -> Callable[[float], float]:
    return lambda value: float(int(str(int(value)), base))


def _written(form: str) -> Callable[[float], float]:
    return lambda value: float(format(int(value), form))


_PLAIN = (
    "acos acosh asin asinh atan atanh ceil cos cosh exp expm1 floor log10 log1p sin sinh sqrt tan "
    "tanh"
)
"""Functions of one value that are called the same in Python."""
_FUNCTIONS: dict[str, tuple[Callable[..., float], int, int]] = {
    **{name: (getattr(math, name), 1, 1) for name in re.split(" ", _PLAIN)},
    "abs": (abs, 1, 1),
    "atan2": (math.atan2, 2, 2),
    "bindec": (_digits(2), 1, 1),
    "decbin": (_written("b"), 1, 1),
    "decoct": (_written("o"), 1, 1),
    "deg2rad": (math.radians, 1, 1),
    "fmod": (math.fmod, 2, 2),
    "log": (math.log, 1, 2),
    "max": (max, 2, _MOST_ARGUMENTS),
    "min": (min, 2, _MOST_ARGUMENTS),
    "octdec": (_digits(8), 1, 1),
    "pi": (lambda: math.pi, 0, 0),
    "pow": (math.pow, 2, 2),
    "rad2deg": (math.degrees, 1, 1),
    "round": (_rounded, 1, 2),
}
"""Each function with how many values it takes, at least and at most."""


def result(formula: str, values: Mapping[str, float]) -> float:
    """What a formula gives.

    Args:
        formula: As the file writes it: `{a} * pow({b}, 2)`.
        values: By wildcard.

    Raises:
        LeftOut: If it cannot be read, or has no finite result.
    """
    if len(formula) > _MOST_CHARACTERS:
        raise LeftOut(
            Said(
                "Its formula is longer than %(most_characters)s characters.",
                most_characters=_MOST_CHARACTERS,
            )
        )
    reader = _Reader(formula, values)
    try:
        found = float(reader.sum(0))
    except (ArithmeticError, ValueError, TypeError):
        raise LeftOut(
            Said("The formula %(formula)s cannot be worked out.", formula=repr(shown(formula, 60)))
        ) from None
    if not reader.ended or not math.isfinite(found):
        raise LeftOut(
            Said("The formula %(formula)s cannot be worked out.", formula=repr(shown(formula, 60)))
        )
    return found


def filled(text: str, values: Mapping[str, str], show: Callable[[float], str]) -> str:
    """A text with its wildcards and its formulas `{=…}` filled in.

    Args:
        text: As the file writes it.
        values: By wildcard, as they stand in the file.
        show: How results of formulas are written.

    Raises:
        LeftOut: If a formula cannot be worked out.
    """
    numbers = {name: float(value) for name, value in values.items()}
    text = _IN_TEXT.sub(lambda match: show(result(match[1], numbers)), text)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


class _Reader:
    """Reads a formula from left to right and works it out on the way."""

    def __init__(self, formula: str, values: Mapping[str, float]) -> None:
        self.formula = formula.strip()
        self.values = values
        self.at = 0
        self.token = self._next()

    @property
    def ended(self) -> bool:
        """Whether all of it was read."""
        return self.token is None

    def _next(self) -> re.Match[str] | None:
        if self.at >= len(self.formula):
            return None
        token = _TOKEN.match(self.formula, self.at)
        if token is None:
            raise LeftOut(
                Said(
                    "The formula %(formula)s cannot be read.", formula=repr(shown(self.formula, 60))
                )
            )
        self.at = token.end()
        return token

    def _sign(self, signs: str) -> str:
        """The sign that comes next, if it is one of these; it is passed then."""
        sign = self.token[4] if self.token else None
        if not sign or sign not in signs.split():
            return ""
        self.token = self._next()
        return sign

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise LeftOut(
                Said(
                    "The formula %(formula)s cannot be read.", formula=repr(shown(self.formula, 60))
                )
            )

    def sum(self, depth: int) -> float:
        """Terms with + and -."""
        if depth > _MOST_DEPTH:
            raise LeftOut("Its formula has too many brackets within one another.")
        value = self._product(depth)
        while sign := self._sign("+ -"):
            other = self._product(depth)
            value = value + other if sign == "+" else value - other
        return value

    def _product(self, depth: int) -> float:
        value = self._signed(depth)
        while sign := self._sign("* / %"):
            other = self._signed(depth)
            if sign == "*":
                value *= other
            elif sign == "/":
                value /= other
            else:
                value = math.fmod(int(value), int(other))
        return value

    def _signed(self, depth: int) -> float:
        if sign := self._sign("+ -"):
            value = self._signed(depth + 1) if depth < _MOST_DEPTH else self._power(depth)
            return -value if sign == "-" else value
        return self._power(depth)

    def _power(self, depth: int) -> float:
        value = self._one(depth)
        if self._sign("**"):
            if depth > _MOST_DEPTH:
                raise LeftOut("Its formula has too many powers within one another.")
            return math.pow(value, self._signed(depth + 1))
        return value

    def _one(self, depth: int) -> float:
        token = self.token
        if token is None:
            raise LeftOut(
                Said(
                    "The formula %(formula)s cannot be read.", formula=repr(shown(self.formula, 60))
                )
            )
        wild, digits, name, _sign = token.groups()
        if self._sign("("):
            value = self.sum(depth + 1)
            self._expect(")")
            return value
        self.token = self._next()
        if wild is not None:
            if wild not in self.values:
                raise LeftOut(Said("There is no value for %(wild)s.", wild=shown(wild, 20)))
            return self.values[wild]
        if digits is not None:
            return float(digits)
        if name is not None:
            return self._called(name, depth)
        raise LeftOut(
            Said("The formula %(formula)s cannot be read.", formula=repr(shown(self.formula, 60)))
        )

    def _called(self, name: str, depth: int) -> float:
        if name.lower() not in _FUNCTIONS:
            raise LeftOut(
                Said(
                    "The formula uses %(name)s, which cannot be worked out here.",
                    name=shown(name, 20),
                )
            )
        function, least, most = _FUNCTIONS[name.lower()]
        self._expect("(")
        given: list[float] = []
        while not self._sign(")"):
            if given:
                self._expect(",")
            given.append(self.sum(depth + 1))
        if not least <= len(given) <= most:
            raise LeftOut(
                Said(
                    "The formula %(formula)s cannot be read.", formula=repr(shown(self.formula, 60))
                )
            )
        return float(function(*given))
