"""Numbers as people type them, and exact numbers as people read them."""

import re
from fractions import Fraction
from functools import lru_cache

MAX_NUMBER = 40
"""Characters of a number, with spaces and unit."""

_NUMBER = re.compile(
    r"(?P<sign>[+-]?) ?(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?:[.,](?P<part>[0-9]*))?"
)
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d", "-"))


def parse_number(typed: str, unit: str = "") -> Fraction | None:
    """The number that somebody typed, or None.

    Comma or point before decimals, spaces (of any sort) between groups of three digits, any usual
    minus sign, the unit after it; no exponents.
    """
    if len(typed) > MAX_NUMBER:
        return None
    text = " ".join(typed.split()).translate(_MINUS)
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: len(text) - len(unit)].rstrip()
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    whole, part = match["whole"].replace(" ", ""), match["part"] or ""
    if not whole and not part:
        return None
    number = Fraction(int(whole + part), 10 ** len(part))
    return -number if match["sign"] == "-" else number


@lru_cache(maxsize=4096)
def number_typed(typed: str, unit: str = "") -> Fraction | None:
    """The same; kept, for in a quiz many type the same."""
    return parse_number(typed, unit)


def number_text(value: Fraction) -> str:
    """A number in decimals with a point, exact where that is possible, else to 12 places."""
    places = next((n for n in range(13) if 10**n % value.denominator == 0), 12)
    digits = str(abs(round(value * 10**places))).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
