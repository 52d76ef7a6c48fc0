"""What happened is put down for systems that want to be told, with the change itself."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from elearn.core.webhook import Event
from elearn.services import jobs
from elearn.store import webhooks as store

KIND = "webhook-news"
"""The kind of job that finds out who is told what."""


def tell_issued(record_id: int, *, now: datetime) -> None:
    """A record was issued. Needs a writing transaction."""
    _tell(Event.RECORD_ISSUED, record_id, now=now)


def tell_revoked(record_id: int, *, now: datetime) -> None:
    """A record was revoked. Needs a writing transaction."""
    _tell(Event.RECORD_REVOKED, record_id, now=now)


def _tell(event: Event, record_id: int, *, now: datetime) -> None:
    if store.any_at_all():
        jobs.enqueue(KIND, {"event": event.value, "records": [record_id]}, now=now)


def tell_law(days: Mapping[int, date], version_ids: Collection[int], *, now: datetime) -> None:
    """Law that versions rest on is otherwise since these days. Needs a writing transaction."""
    known = sorted(number for number in version_ids if number in days)
    if not known or not store.any_at_all():
        return
    for number in known:
        told = {"version": number, "day": days[number].isoformat(), "after": 0}
        jobs.enqueue(KIND, {"event": Event.LAW_CHANGED.value, **told}, now=now)


def ask_daily(now: datetime) -> None:
    """Ask once a day for those records that have ended."""
    if store.any_at_all():
        told = {"event": Event.RECORD_EXPIRED.value, "day": now.date().isoformat(), "after": 0}
        jobs.enqueue(KIND, told, once=f"{KIND}-{now.date()}", now=now)
