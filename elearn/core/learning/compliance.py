"""How somebody stands, on every day, with what is asked of them: a timeline, worked out ahead.

Everything follows from dated facts: what is asked and since when, what is held and until when, who
is exempt. So the status of any day, past or to come, is known without waiting for it, and what is
corrected later counts from the day on which it holds.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from elearn.core.learning.duty import Duty, Exemption, PriorLearning
from elearn.core.learning.standing import valid_until

SOON = timedelta(days=60)
"""What ends or is due within this time is due soon, where an installation does not say else."""


class Status(StrEnum):
    """How somebody stands with a pack that is asked of them; who needs attention first.

    `overdue`: it was never held, and the day has passed. `expired`: it was held and has ended.
    `law-changed`: it is held, but the law has changed since it was learnt. `due-soon`: it ends, or
    is due, within 60 days. `open`: it is asked, and there is time. `current`: it is held.
    `exempt`: it is not asked of them these days.
    """

    OVERDUE = "overdue"
    EXPIRED = "expired"
    LAW_CHANGED = "law-changed"
    DUE_SOON = "due-soon"
    OPEN = "open"
    CURRENT = "current"
    EXEMPT = "exempt"


TO_DO = frozenset(
    {Status.OVERDUE, Status.EXPIRED, Status.LAW_CHANGED, Status.DUE_SOON, Status.OPEN}
)
"""Under these somebody still has something to do."""


FINE = frozenset({Status.CURRENT, Status.DUE_SOON, Status.OPEN, Status.EXEMPT})
"""Under these nothing is late."""


@dataclass(frozen=True, slots=True)
class Held:
    """What shows that somebody knows a pack: a completion record, in the days in which it stood.

    Attributes:
        from_day: The day of award.
        to_day: The first day on which it stood no more: it was revoked or superseded.
        until: The last day of its validity; None if it does not end by date.
        law_day: The first day on which law that it rests on was otherwise; None if none is.
        ends_by_law: It holds until the law changes, whatever an assignment says.
    """

    from_day: date
    to_day: date | None = None
    until: date | None = None
    law_day: date | None = None
    ends_by_law: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A status from a day on, up to and without another; None: for ever, as far as is known."""

    status: Status
    from_day: date
    to_day: date | None


def timeline(
    duties: Collection[Duty],
    held: Collection[Held] = (),
    exemptions: Collection[Exemption] = (),
    prior: Collection[PriorLearning] = (),
    *,
    soon: timedelta = SOON,
) -> tuple[Span, ...]:
    """How one person stands with one pack: each day on which it is asked of them, exactly once.

    Neighbouring spans differ, or nothing was asked between them. Everything given must be of one
    person and one pack.
    """
    if not duties:
        return ()
    facts = _Facts(
        tuple(duties),
        (*held, *(Held(p.from_day, until=p.valid_until) for p in prior)),
        tuple(exemptions),
        soon,
    )
    days = sorted(_turns(facts))
    found: list[Span] = []
    for day, until in zip(days, (*days[1:], None), strict=True):
        status = _status(facts, day)
        if status is None:
            continue
        if found and found[-1].status is status and found[-1].to_day == day:
            found[-1] = Span(status, found[-1].from_day, until)
        else:
            found.append(Span(status, day, until))
    return tuple(found)


def status_on(spans: Iterable[Span], day: date) -> Status | None:
    """The status on a day; None where nothing was asked."""
    for span in spans:
        if span.from_day <= day and (span.to_day is None or day < span.to_day):
            return span.status
    return None


@dataclass(frozen=True, slots=True)
class _Facts:
    duties: tuple[Duty, ...]
    held: tuple[Held, ...]
    exemptions: tuple[Exemption, ...]
    soon: timedelta


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the duties of a day ask together: the strictest of each."""

    due: date
    months: int | None
    law: bool


def _rule(duties: Sequence[Duty], day: date) -> _Rule | None:
    """The rule of a day; what is only recommended counts where nothing is compulsory."""
    asked = [d for d in duties if _within(d.from_day, d.to_day, day)]
    asked = [d for d in asked if d.compulsory] or asked
    if not asked:
        return None
    months = [d.renew_months for d in asked if d.renew_months is not None]
    return _Rule(
        due=min(d.due for d in asked),
        months=min(months, default=None),
        law=any(d.on_law_change for d in asked),
    )


def _within(from_day: date, to_day: date | None, day: date) -> bool:
    return from_day <= day and (to_day is None or day < to_day)


def _status(facts: _Facts, day: date) -> Status | None:
    rule = _rule(facts.duties, day)
    if rule is None:
        return None
    if any(_within(e.from_day, e.to_day, day) for e in facts.exemptions):
        return Status.EXEMPT
    standing = [h for h in facts.held if _within(h.from_day, h.to_day, day)]
    ends = [_end(one, rule) for one in standing]
    if any(end >= day for end in ends):
        best = max(ends)
        return Status.DUE_SOON if _near(best, day, facts.soon) else Status.CURRENT
    if any(end_by_date(one, rule.months) >= day for one in standing):
        return Status.LAW_CHANGED
    if day <= rule.due:
        return Status.DUE_SOON if _near(rule.due, day, facts.soon) else Status.OPEN
    return Status.EXPIRED if standing else Status.OVERDUE


def _near(end: date, day: date, soon: timedelta) -> bool:
    return end != date.max and end - day <= soon


def _end(held: Held, rule: _Rule) -> date:
    """The last day on which it counts as current under a rule; `date.max` for none."""
    by_date = end_by_date(held, rule.months)
    if held.law_day is None or not (rule.law or held.ends_by_law):
        return by_date
    return min(by_date, moved(held.law_day, timedelta(days=-1)))


def end_by_date(held: Held, months: int | None) -> date:
    """The last day of it, by its own date and where it is to be renewed; `date.max` for none."""
    own = held.until or date.max
    if months is None:
        return own
    try:
        anew = valid_until(held.from_day, months) or date.max
    except ValueError:  # beyond the last year that there is
        anew = date.max
    return min(own, anew)


def moved(day: date, by: timedelta) -> date:
    """A day moved, as far as there are days."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def _turns(facts: _Facts) -> set[date]:
    """Every day on which the status may be another one than on the day before."""
    days: set[date] = set()
    for duty in facts.duties:
        days.update((duty.from_day, duty.to_day or date.max))
        days.update(_around(duty.due, facts.soon))
    for exemption in facts.exemptions:
        days.update((exemption.from_day, exemption.to_day or date.max))
    every = {duty.renew_months for duty in facts.duties} | {None}
    for held in facts.held:
        days.update((held.from_day, held.to_day or date.max))
        for months in every:
            days.update(_around(end_by_date(held, months), facts.soon))
        if held.law_day is not None:
            days.update(_around(moved(held.law_day, timedelta(days=-1)), facts.soon))
    days.discard(date.max)
    return days


def _around(end: date, soon: timedelta) -> Iterator[date]:
    """The days on which a last day begins to be near, and on which it has passed."""
    if end != date.max:
        yield moved(end, -soon)
        yield moved(end, timedelta(days=1))
