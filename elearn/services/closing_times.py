"""Making up for the time in which a quiz was closed since law lapsed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from elearn.core.quiz.policy import Dates, GrantKind
from elearn.services import quiz_terms
from elearn.store import attempts as attempt_store
from elearn.store import closings as store
from elearn.store import deadlines
from elearn.store import quiz_terms as terms_store
from elearn.store.attempts import KeptAttempt
from elearn.store.closings import KeptClosing

_BATCH = 100
_MINUTE = timedelta(minutes=1)


def paused(closing: KeptClosing) -> Iterator[tuple[int, KeptAttempt]]:
    """The attempts whose time stands still, each with its release line, some at a time."""
    after = 0
    while batch := store.paused(closing, after=after, limit=_BATCH):
        yield from batch
        after = batch[-1][1].id


def shift_dates(line_id: int, closing: KeptClosing, *, now: datetime) -> None:
    """Let the closing time come later by as long as the quiz was closed for the law.

    That of everybody, and those that were granted; not one that had come before. Needs a writing
    transaction.
    """
    length = now - closing.from_at
    dates = terms_store.dates_of(line_id, closing.item_id)
    if dates.closes_at is not None and dates.closes_at > closing.from_at:
        later = Dates(dates.opens_at, dates.closes_at + length)
        terms_store.add_dates(line_id, closing.item_id, later, by=None, at=now)
    for enrolment_id, closes_at in terms_store.dates_granted(line_id, closing.item_id).items():
        if closes_at > closing.from_at:
            values = _by_nobody(enrolment_id, closing.item_id, GrantKind.DATES, now)
            terms_store.add_grant(**values, closes_at=closes_at + length)


def _by_nobody(
    enrolment_id: int, item_id: str, kind: GrantKind, now: datetime
) -> dict[str, object]:
    return {
        "enrolment_id": enrolment_id,
        "item_id": item_id,
        "kind": kind.value,
        "reason": "",
        "by_id": None,
        "at": now,
    }


def go_on(kept: KeptAttempt, line_id: int, *, now: datetime) -> None:
    """Let the time of an attempt run again: it ends later by as long as it stood still.

    Needs a writing transaction, and the dates shifted before.
    """
    attempt_store.hold(kept.key)
    store.go_on(kept.id)
    if kept.deadline_at is None or kept.paused_at is None:
        return
    wanted = kept.deadline_at + (now - kept.paused_at)
    ends = quiz_terms.deadline_of(kept, line_id, now=now)
    if ends is None:
        deadlines.change(kept.id, None)
        return
    minutes = -(-(wanted - ends) // _MINUTE)
    if minutes > 0:
        values = _by_nobody(kept.enrolment_id, kept.item_id, GrantKind.TIME, now)
        terms_store.add_grant(**values, attempt_id=kept.id, amount=minutes)
        ends += minutes * _MINUTE
    deadlines.change(kept.id, ends)
