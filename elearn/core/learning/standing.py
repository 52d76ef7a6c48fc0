"""How a completion record stands on a day, until when it holds, and whether a name is its name."""

import calendar
import hmac
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from elearn.core.script import fold

MAX_NAME = 200
"""Characters of a name that somebody enters."""


class Status(StrEnum):
    """What the verify page says."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dates:
    """The day of award, and the last day on which the record holds (None: it does not expire)."""

    issued: date
    valid_until: date | None = None


def status(dates: Dates | None, *, revoked: bool, superseded: bool, today: date) -> Status:
    """How a record stands; None for `dates` when there is no such record.

    The gravest thing is said: revoked before superseded before expired.
    """
    if dates is None:
        return Status.UNKNOWN
    if revoked:
        return Status.REVOKED
    if superseded:
        return Status.SUPERSEDED
    if dates.valid_until is not None and today > dates.valid_until:
        return Status.EXPIRED
    return Status.VALID


def valid_until(issued: date, months: int | None) -> date | None:
    """The last day of so many months; the month's last day where it has no such day.

    Raises:
        ValueError: If `months` is less than 1, or the day is beyond the year 9999.
    """
    if months is None:
        return None
    if months < 1:
        raise ValueError("a record holds for at least a month")
    year, month = divmod(issued.year * 12 + issued.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(issued.day, last))


def name_matches(entered: str, kept: str) -> bool:
    """Whether two names are the same but for script, diacritics, case, order and punctuation."""
    if len(entered) > MAX_NAME:
        return False
    ours, theirs = folded_name(kept), folded_name(entered)
    same = hmac.compare_digest(ours.encode(), theirs.encode())
    return same and bool(ours)


def folded_name(name: str) -> str:
    """What two spellings of one name have in common."""
    folded = fold(name)
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in folded).split()))
