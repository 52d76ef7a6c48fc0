"""Days as people type them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MAX_DAY = 30
"""Characters of a day."""

_FIRST = re.compile(r"(\d{1,2})[./ -] ?(\d{1,2}|[a-z]{3,9})[./ -] ?(\d{4}|\d{2})\.?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day whose year may have two digits only."""

    day: int
    month: int
    year: int
    short: bool

    def means(self, day: date) -> bool:
        """Whether it is that day; a short year fits every century."""
        year = day.year % 100 if self.short else day.year
        return (self.day, self.month, self.year) == (day.day, day.month, year)


@lru_cache(maxsize=4096)
def parse_day(typed: str) -> TypedDay | None:
    """The day that somebody typed, or None; kept, for in a quiz many type the same.

    Day, month and year with points, slashes, hyphens or spaces between them; or year, month and day
    with hyphens. The month may be an English word or its first three letters, as in passports.
    """
    text = " ".join(typed.split()).lower()
    if len(text) > MAX_DAY:
        return None
    found = _ISO.fullmatch(text)
    if found:
        year, month, day = found.groups()
    else:
        found = _FIRST.fullmatch(text)
        if not found:
            return None
        day, month, year = found.groups()
    number = int(month) if month.isdigit() else _month(month)
    short = len(year) == 2
    try:
        # The year 2000 stands for short ones: it has all days that any year has.
        date(2000 if short else int(year), number, int(day))
    except ValueError:
        return None
    return TypedDay(int(day), number, int(year), short)


def _month(word: str) -> int:
    return next((n for n, name in enumerate(_MONTHS, 1) if word in (name, name[:3])), 0)


def day_text(day: date) -> str:
    """A day as people read it: `23.11.2026`."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"
