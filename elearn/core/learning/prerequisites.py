"""What must be known before a course: a small language with a parser of its own, nothing is run.

    record(border-checks) and (years >= 2 or prior(asylum))

`record(x)`: a record of the course x that holds. `prior(x)`: learning from elsewhere recognised in
its place. `years` is compared with a whole number. `not`, `and`, `or` bind in this order. Length,
depth and the number of parts are bounded, and what is wrong is said with its place.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST, DEEPEST, MOST_PARTS, MOST_YEARS = 500, 20, 40, 60
_TOKEN = re.compile(r"\s*(?:(?P<sign>[()]|>=|<=|>|<|=)|(?P<word>[A-Za-z0-9][A-Za-z0-9_-]*))")
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": lambda have, n: have >= n,
    ">": lambda have, n: have > n,
    "<=": lambda have, n: have <= n,
    "<": lambda have, n: have < n,
    "=": lambda have, n: have == n,
}
KEYWORDS = frozenset({"and", "or", "not", "record", "prior", "years"})


class BadExpression(ValueError):
    """An expression that says nothing. `at` counts letters from 1; `code` names the fault."""

    def __init__(self, code: str, at: int, found: str = "") -> None:
        super().__init__(f"{code} at {at}")
        self.code, self.at, self.found = code, at, found


@dataclass(frozen=True, slots=True)
class Record:
    """A record of that course holds."""

    pack_id: str


@dataclass(frozen=True, slots=True)
class Prior:
    """Learning from elsewhere was recognised in place of that course."""

    pack_id: str


@dataclass(frozen=True, slots=True)
class Years:
    """Years of service, compared with a number."""

    sign: str
    number: int


@dataclass(frozen=True, slots=True)
class Not:
    """It must not be so."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be so."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must be so."""

    parts: tuple["Expression", ...]


Expression = Record | Prior | Years | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody on a day: courses held, courses learnt elsewhere, full years."""

    records: frozenset[str] = frozenset()
    prior: frozenset[str] = frozenset()
    years: int = 0


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    at: int
    word: bool


def parse(text: str) -> Expression:
    """Read an expression.

    Raises:
        BadExpression: With what is wrong, and where.
    """
    if len(text) > LONGEST:
        raise BadExpression("too-long", LONGEST + 1)
    reader = _Reader(_tokens(text), len(text.rstrip()) + 1)
    found = reader.any_of(0)
    left = reader.peek()
    if left is not None:
        raise BadExpression("unexpected", left.at, left.text)
    return found


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            place = at + len(text[at:]) - len(text[at:].lstrip())
            raise BadExpression("unexpected", place + 1, text[place])
        name = "word" if match["word"] else "sign"
        found.append(_Token(match[name], match.start(name) + 1, name == "word"))
        at = match.end()
    return found


@dataclass(slots=True)
class _Reader:
    """Reads tokens one after the other; `end` is the place after the last one."""

    tokens: list[_Token]
    end: int
    place: int = 0
    parts: int = field(default=0)

    def peek(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, text: str) -> bool:
        token = self.peek()
        if token is None or token.text != text:
            return False
        self.place += 1
        return True

    def need(self, text: str) -> None:
        if not self.take(text):
            token = self.peek()
            raise BadExpression(
                f"needs-{'open' if text == '(' else 'close'}",
                token.at if token else self.end,
                token.text if token else "",
            )

    def any_of(self, depth: int) -> Expression:
        parts = [self.all_of(depth)]
        while self.take("or"):
            parts.append(self.all_of(depth))
        return AnyOf(tuple(parts)) if len(parts) > 1 else parts[0]

    def all_of(self, depth: int) -> Expression:
        parts = [self.one(depth)]
        while self.take("and"):
            parts.append(self.one(depth))
        return AllOf(tuple(parts)) if len(parts) > 1 else parts[0]

    def one(self, depth: int) -> Expression:
        token = self.peek()
        if token is None:
            raise BadExpression("ends-early", self.end)
        self.parts += 1
        if depth > DEEPEST:
            raise BadExpression("too-deep", token.at)
        if self.parts > MOST_PARTS:
            raise BadExpression("too-many", token.at)
        self.place += 1
        return self.after(token, depth)

    def after(self, token: _Token, depth: int) -> Expression:
        match token.text:
            case "(":
                inner = self.any_of(depth + 1)
                self.need(")")
                return inner
            case "not":
                return Not(self.one(depth + 1))
            case "record":
                return Record(self.pack())
            case "prior":
                return Prior(self.pack())
            case "years":
                return self.years()
            case _:
                raise BadExpression("unexpected", token.at, token.text)

    def pack(self) -> str:
        self.need("(")
        token = self.peek()
        if token is None or not token.word or token.text in KEYWORDS:
            raise BadExpression("needs-course", token.at if token else self.end)
        self.place += 1
        self.need(")")
        return token.text

    def years(self) -> Years:
        sign = self.peek()
        if sign is None or sign.text not in _COMPARE:
            raise BadExpression("needs-sign", sign.at if sign else self.end)
        self.place += 1
        number = self.peek()
        if number is None or not re.fullmatch("[0-9]{1,2}", number.text):
            raise BadExpression("needs-number", number.at if number else self.end)
        if int(number.text) > MOST_YEARS:
            raise BadExpression("needs-number", number.at)
        self.place += 1
        return Years(sign.text, int(number.text))


def holds(expression: Expression, known: Known) -> bool:
    """Whether what must be known is known."""
    match expression:
        case Record(pack_id):
            return pack_id in known.records
        case Prior(pack_id):
            return pack_id in known.prior
        case Years(sign, number):
            return _COMPARE[sign](known.years, number)
        case Not(part):
            return not holds(part, known)
        case AllOf(parts):
            return all(holds(part, known) for part in parts)
        case AnyOf(parts):
            return any(holds(part, known) for part in parts)


def lacking(expression: Expression, known: Known) -> Expression | None:
    """What is still lacking; None if it holds. Of several that must be so, those that are not."""
    if holds(expression, known):
        return None
    if isinstance(expression, AllOf):
        left = [found for part in expression.parts if (found := lacking(part, known)) is not None]
        return left[0] if len(left) == 1 else AllOf(tuple(left))
    return expression


def text_of(expression: Expression) -> str:
    """The expression as text; read again it is the same."""
    match expression:
        case Record(pack_id):
            return f"record({pack_id})"
        case Prior(pack_id):
            return f"prior({pack_id})"
        case Years(sign, number):
            return f"years {sign} {number}"
        case Not(part):
            return f"not {_bracketed(part)}"
        case AllOf(parts):
            return " and ".join(_bracketed(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_bracketed(part) for part in parts)


def _bracketed(part: Expression) -> str:
    text = text_of(part)
    return f"({text})" if isinstance(part, AllOf | AnyOf) else text


def packs_of(expression: Expression) -> frozenset[str]:
    """The courses that an expression names."""
    match expression:
        case Record(pack_id) | Prior(pack_id):
            return frozenset({pack_id})
        case Not(part):
            return packs_of(part)
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*(packs_of(part) for part in parts))
        case Years():
            return frozenset()
