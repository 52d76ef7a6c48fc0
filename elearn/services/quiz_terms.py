"""On which terms one learner takes a quiz: its dates, what was granted, their extra time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from elearn.core.quiz import policy
from elearn.core.quiz.model import Quiz
from elearn.core.quiz.policy import Dates, ExtraTime, Granted, GrantKind
from elearn.services import shelf
from elearn.store import deadlines
from elearn.store import quiz_terms as store
from elearn.store.attempts import KeptAttempt
from elearn.store.enrolments import KeptEnrolment
from elearn.store.quiz_terms import KeptExtraTime, KeptGrant


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one learner.

    Attributes:
        dates: From when until when, for this learner.
        grants: What was granted, oldest first.
        extra: The extra time that holds today.
        extra_rows: The same with reasons, and what begins later.
    """

    dates: Dates
    grants: tuple[KeptGrant, ...]
    extra: ExtraTime
    extra_rows: tuple[KeptExtraTime, ...]

    @property
    def granted(self) -> list[Granted]:
        """What the rules look at."""
        return [grant.granted for grant in self.grants]

    def minutes_on(self, attempt_id: int) -> int:
        """The minutes that were granted on one attempt."""
        return sum(
            g.amount for g in self.grants if g.kind == GrantKind.TIME and g.attempt_id == attempt_id
        )


def terms(enrolment: KeptEnrolment, item_id: str, *, now: datetime) -> Terms:
    """The terms on which a learner takes a quiz. Three queries."""
    grants = tuple(store.grants_of(enrolment.id, item_id))
    rows = store.extra_time_of(enrolment.person_id, since=now.date())
    return _terms(store.dates_of(enrolment.line_id, item_id), grants, rows, now)


def _terms(
    everybody: Dates, grants: tuple[KeptGrant, ...], rows: list[KeptExtraTime], now: datetime
) -> Terms:
    return Terms(
        dates=policy.dates_for(everybody, [grant.granted for grant in grants]),
        grants=grants,
        extra=store.extra_time(rows, now.date()),
        extra_rows=tuple(rows),
    )


def set_deadlines(attempts: Iterable[KeptAttempt], line_id: int, *, now: datetime) -> None:
    """Work out anew when open attempts at quizzes of a release line end, and keep it.

    None ends in the past, and one that has ended stays as it is. Needs a writing transaction.
    """
    everybody: dict[str, Dates] = {}
    for kept in attempts:
        if policy.over(kept.deadline_at, now):
            continue
        if kept.item_id not in everybody:
            everybody[kept.item_id] = store.dates_of(line_id, kept.item_id)
        ends = _deadline(kept, everybody[kept.item_id], now)
        if ends != kept.deadline_at:
            deadlines.change(kept.id, ends)


def deadline_of(kept: KeptAttempt, line_id: int, *, now: datetime) -> datetime | None:
    """When an open attempt ends by itself, by the terms that hold now; never in the past."""
    return _deadline(kept, store.dates_of(line_id, kept.item_id), now)


def _deadline(kept: KeptAttempt, everybody: Dates, now: datetime) -> datetime | None:
    grants = tuple(store.grants_of(kept.enrolment_id, kept.item_id))
    rows = store.extra_time_of(kept.person_id, since=now.date())
    found = _terms(everybody, grants, rows, now)
    quiz = shelf.item(kept.digest, kept.item_id)
    assert isinstance(quiz, Quiz)
    minutes = found.minutes_on(kept.id)
    ends = policy.deadline(quiz, kept.started_at, found.dates, found.extra, minutes)
    return max(ends, now) if ends is not None else None
