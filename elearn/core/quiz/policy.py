"""What may be done with a quiz, and until when: begin, go on, look back; and which attempt counts.

Everything is decided from what is given: the quiz, earlier attempts, the dates that a trainer set,
what was granted to this person, and the moment. Nothing is remembered here.

**The deadline** of an attempt is its beginning and the time limit, but at most the closing time;
without a limit it is the closing time alone. Extra time of a person (an accommodation) and minutes
that a trainer grants come on top, also beyond the closing time: whoever needs longer gets it all.

**Which attempt counts.** By `highest` a quiz once passed stays passed. By `last` and `average` the
state follows the rule at each new attempt, until the course is completed; a completed course is
never taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from elearn.core.quiz.model import Quiz
from elearn.core.quiz.options import Counts, Feedback


@dataclass(frozen=True, slots=True)
class Dates:
    """From when until when a quiz can be taken; None is without bound. The end is not included."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def closed(self, now: datetime) -> bool:
        """Whether it has closed."""
        return self.closes_at is not None and now >= self.closes_at


class GrantKind(StrEnum):
    """What a trainer may grant somebody."""

    ATTEMPT = "attempt"
    TIME = "time"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Granted:
    """Something granted to one person for one quiz.

    Attributes:
        kind: More attempts, more time on one attempt, or other dates.
        at: When it was granted.
        amount: How many attempts, or minutes.
        dates: With `dates`: where one is given, it stands in the place of everybody's.
    """

    kind: GrantKind
    at: datetime
    amount: int = 0
    dates: Dates = Dates()


@dataclass(frozen=True, slots=True)
class ExtraTime:
    """What somebody always gets: a share of the limit, in per cent, and minutes."""

    percent: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A finished attempt. `waiting`: people have not marked it yet, so it counts for nothing."""

    finished_at: datetime
    percent: Fraction
    passed: bool
    waiting: bool = False


class Refusal(StrEnum):
    """Why no attempt may begin."""

    NOT_OPEN = "not-open"
    CLOSED = "closed"
    NONE_LEFT = "none-left"
    WAIT = "wait"
    MARKING = "marking"


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whether an attempt may begin.

    Attributes:
        refusal: Why not; None if it may.
        left: Attempts left; None without limit.
        since: With `not-open` and `wait`: the moment from which it may.
    """

    refusal: Refusal | None
    left: int | None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What several attempts come to: the result in per cent, exactly, and whether it passes."""

    percent: Fraction
    passed: bool


def dates_for(dates: Dates, grants: Sequence[Granted]) -> Dates:
    """The dates for one person: the newest ones granted, where any are, before everybody's."""
    opens_at, closes_at = dates.opens_at, dates.closes_at
    for grant in sorted(grants, key=lambda g: g.at):
        if grant.kind is GrantKind.DATES:
            opens_at = grant.dates.opens_at or opens_at
            closes_at = grant.dates.closes_at or closes_at
    return Dates(opens_at, closes_at)


def deadline(
    quiz: Quiz, started_at: datetime, dates: Dates, extra: ExtraTime, granted_minutes: int = 0
) -> datetime | None:
    """When an attempt ends by itself; None if it never does.

    Args:
        quiz: Has the limit.
        started_at: When the attempt began.
        dates: The dates for this person.
        extra: What this person always gets.
        granted_minutes: What a trainer gave on this attempt.
    """
    ends = [dates.closes_at] if dates.closes_at else []
    more = timedelta(minutes=extra.minutes + granted_minutes)
    if quiz.limit is not None:
        ends.append(started_at + timedelta(minutes=quiz.limit))
        more += timedelta(seconds=-(-quiz.limit * 60 * extra.percent // 100))
    return min(ends) + more if ends else None


def over(deadline_at: datetime | None, now: datetime) -> bool:
    """Whether an attempt with that deadline has ended. At the deadline itself it has."""
    return deadline_at is not None and now >= deadline_at


def may_begin(
    quiz: Quiz, past: Sequence[Past], dates: Dates, grants: Sequence[Granted], now: datetime
) -> Beginning:
    """Whether a new attempt may begin now; the open one, if there is one, must have ended.

    Args:
        quiz: Has the rules.
        past: The finished attempts, oldest first.
        dates: Those for this person (`dates_for`).
        grants: What was granted to this person for this quiz.
        now: The moment.
    """
    left = attempts_left(quiz, len(past), grants)
    if dates.opens_at is not None and now < dates.opens_at:
        return Beginning(Refusal.NOT_OPEN, left, dates.opens_at)
    if dates.closed(now):
        return Beginning(Refusal.CLOSED, left)
    if left == 0:
        return Beginning(Refusal.NONE_LEFT, left)
    if past and past[-1].waiting:
        return Beginning(Refusal.MARKING, left)
    since = _waits_until(quiz, past, grants)
    if since is not None and now < since:
        return Beginning(Refusal.WAIT, left, since)
    return Beginning(None, left)


def attempts_left(quiz: Quiz, used: int, grants: Sequence[Granted]) -> int | None:
    """How many more attempts there are; None without limit."""
    if quiz.practice or quiz.most_attempts is None:
        return None
    granted = sum(g.amount for g in grants if g.kind is GrantKind.ATTEMPT)
    return max(0, quiz.most_attempts + granted - used)


def _waits_until(quiz: Quiz, past: Sequence[Past], grants: Sequence[Granted]) -> datetime | None:
    """The moment until which one must wait. An attempt granted since then need not wait."""
    if quiz.practice or not quiz.wait_minutes or not past:
        return None
    ended = past[-1].finished_at
    if any(g.kind is GrantKind.ATTEMPT and g.at >= ended for g in grants):
        return None
    return ended + timedelta(minutes=quiz.wait_minutes)


def counted(quiz: Quiz, past: Sequence[Past]) -> Counted | None:
    """What the finished attempts, oldest first, come to by the quiz's rule; None without any.

    Those that wait for people do not count yet.
    """
    past = [p for p in past if not p.waiting]
    if not past:
        return None
    if quiz.counts is Counts.LAST:
        return Counted(past[-1].percent, past[-1].passed)
    if quiz.counts is Counts.AVERAGE:
        mean = sum((p.percent for p in past), Fraction(0)) / len(past)
        return Counted(mean, mean >= quiz.pass_percent)
    best = max(past, key=lambda p: (p.passed, p.percent))
    return Counted(best.percent, best.passed)


def answers_shown(quiz: Quiz, dates: Dates, now: datetime) -> bool:
    """Whether the right answers of a finished attempt may be looked at.

    `after-closing` without a closing time shows nothing until one is set and over.
    """
    if quiz.shown is Feedback.NEVER:
        return False
    return quiz.shown is not Feedback.AFTER_CLOSING or dates.closed(now)
