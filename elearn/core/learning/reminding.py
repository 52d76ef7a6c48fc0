"""When somebody is reminded of what is due: so many days before and after, each stage once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from elearn.core.learning.compliance import Span, Status
from elearn.core.learning.duty import Duty, merged, span

MOST_DAYS, MOST_STAGES = 365, 10
_LATE = frozenset({Status.OVERDUE, Status.EXPIRED, Status.LAW_CHANGED})
_STAGES = re.compile(r"[0-9]{1,3}( *, *[0-9]{1,3})*")


@dataclass(frozen=True, slots=True)
class Stages:
    """So many days before the last day, and after it, a reminder leaves."""

    before: tuple[int, ...] = (30, 7, 1)
    after: tuple[int, ...] = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class Call:
    """Something is due: by which day, and whether that has passed."""

    due: date
    late: bool


def read_stages(text: str) -> tuple[int, ...]:
    """Days as a setting says them, `30, 7, 1`; nothing for none.

    Raises:
        ValueError: If it says anything else, or too much.
    """
    if not text.strip():
        return ()
    if not _STAGES.fullmatch(text.strip()):
        raise ValueError(text)
    days = tuple(int(one) for one in text.split(","))
    if len(days) > MOST_STAGES or not all(1 <= day <= MOST_DAYS for day in days):
        raise ValueError(text)
    return days


def call(spans: Iterable[Span], today: date) -> Call | None:
    """What is due next by a timeline, or is late since; None if nothing is.

    What is not asked, or excused, on the day before it would be late is not due.
    """
    for one in sorted(spans, key=lambda one: one.from_day):
        over = one.to_day is not None and one.to_day <= today
        if one.status in _LATE and not over:
            return Call(one.from_day - timedelta(days=1), late=one.from_day <= today)
    return None


def asked_since(duties: Iterable[Duty], day: date) -> date | None:
    """Since when a course is asked of somebody without a break; None if it is not on that day.

    `duties` are theirs for that course. A changed assignment, or another unit under the same one,
    is no new beginning.
    """
    for first, after in merged(span(one.from_day, one.to_day) for one in duties):
        if first <= day < after:
            return first
    return None


def reached(due: date, stages: Stages, since: date, today: date) -> bool:
    """Whether a stage lies after the day of the last round, up to today."""
    days = [due - timedelta(days=n) for n in stages.before]
    days += [due + timedelta(days=n) for n in stages.after]
    return any(since < day <= today for day in days)
