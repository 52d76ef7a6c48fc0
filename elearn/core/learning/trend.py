"""The days of a trend, and where its points stand in a picture."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MONTHS = 12
"""A trend goes back so many months."""

LEFT, RIGHT, TOP, BOTTOM = 60, 690, 30, 230
"""The frame of the picture: 0 per cent lies at the bottom, 100 at the top."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the picture. `joined`: whether a line leads to it from the one before."""

    x: float
    y: float
    joined: bool


def month_days(day: date, months: int = MONTHS) -> tuple[date, ...]:
    """The same day of each month, from so many months back up to that day.

    The month's last day where it has no such day. The year must not be among the first that are.
    """
    found = []
    for back in range(months, -1, -1):
        year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
        last = calendar.monthrange(year, month + 1)[1]
        found.append(date(year, month + 1, min(day.day, last)))
    return tuple(found)


def marks(shares: Sequence[int | None]) -> tuple[Mark | None, ...]:
    """Where shares in per cent stand, evenly from left to right; None where there is no share."""
    step = (RIGHT - LEFT) / max(1, len(shares) - 1)
    found: list[Mark | None] = []
    for number, share in enumerate(shares):
        if share is None:
            found.append(None)
            continue
        joined = bool(found) and found[-1] is not None
        y = BOTTOM - (BOTTOM - TOP) * share / 100
        found.append(Mark(round(LEFT + number * step, 1), round(y, 1), joined))
    return tuple(found)
