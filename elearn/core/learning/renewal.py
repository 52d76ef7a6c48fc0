"""When a record is to be renewed: how it stands before and after its end, and who is told when."""

from datetime import date, timedelta
from enum import StrEnum

from elearn.core.learning.standing_in_list import SOON

LONGEST_GRACE = 365
"""Days."""


class Term(StrEnum):
    """How a record stands that was neither revoked nor superseded.

    `current`: it holds for longer. `due`: it ends within 90 days. `grace`: it has ended, and the
    institution's grace period runs. `expired`: that is over too, or there is none.
    """

    CURRENT = "current"
    DUE = "due"
    GRACE = "grace"
    EXPIRED = "expired"


def term(until: date | None, grace: int, today: date) -> Term:
    """How a record stands whose last day is `until` (None: it does not end).

    Args:
        until: Its last day.
        grace: Days of grace after it.
        today: The day that is asked about.
    """
    if until is None or until > today + SOON:
        return Term.CURRENT
    if until >= today:
        return Term.DUE
    return Term.GRACE if today <= grace_ends(until, grace) else Term.EXPIRED


def grace_ends(until: date, grace: int) -> date:
    """The last day of the grace period: that of the record where there is none."""
    return until + timedelta(days=min(grace, (date.max - until).days))


class Stage(StrEnum):
    """At which moment somebody is told that their record ends: once at each."""

    SOON = "soon"
    MONTH = "month"
    WEEK = "week"
    ENDED = "ended"


_BEFORE = {
    Stage.WEEK: timedelta(days=7),
    Stage.MONTH: timedelta(days=30),
    Stage.SOON: SOON,
}

LATE = timedelta(days=30)
"""So long after its end nobody is told any more: it is no news."""


def stage(until: date, today: date) -> Stage | None:
    """What somebody is to be told of today, if they were not yet; None: nothing."""
    if until < today:
        return Stage.ENDED if until >= today - LATE else None
    return next((one for one, before in _BEFORE.items() if until <= today + before), None)
