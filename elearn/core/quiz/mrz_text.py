"""Letters of the machine-readable zone: ICAO Doc 9303, part 3."""

from datetime import date

_WEIGHTS = (7, 3, 1)
_VALUES = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}


def check_digit(text: str) -> int:
    """The check digit: each value by 7, 3, 1 in turn, summed, the rest by 10.

    Raises:
        ValueError: If a character is none of A to Z, 0 to 9 and `<`.
    """
    try:
        return sum(_VALUES[c] * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10
    except KeyError:
        raise ValueError("only A to Z, 0 to 9 and < have a check digit") from None


def short_day(day: date) -> str:
    """A day as YYMMDD."""
    return f"{day.year % 100:02}{day.month:02}{day.day:02}"
