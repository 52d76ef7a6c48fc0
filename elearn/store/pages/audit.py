"""The audit trail, a page at a time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select

from elearn.store.db import db
from elearn.store.pages.overview import name_like
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.people import Person

MOST_ACTIONS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show. `actor` is a part of a name or a sign-in name; days are UTC, both included."""

    actor: str = ""
    action: str = ""
    from_day: date | None = None
    to_day: date | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An act. `actor` is empty for what the machine's operator or nobody did."""

    id: int
    at: datetime
    actor_id: int | None
    actor_key: str
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def entries(wanted: Wanted, *, limit: int) -> list[Entry]:
    """Acts, newest first."""
    query = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.actor_id,
            Person.key,
            Person.name,
            AuditEntry.action,
            AuditEntry.subject,
            AuditEntry.details,
        )
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if wanted.actor:
        query = query.where(
            or_(
                name_like(wanted.actor),
                Person.email == wanted.actor.lower(),
                Person.service_number == wanted.actor.lower(),
            )
        )
    if wanted.action:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.from_day:
        query = query.where(AuditEntry.at >= _midnight(wanted.from_day))
    if wanted.to_day and wanted.to_day < date.max:
        query = query.where(AuditEntry.at < _midnight(wanted.to_day + timedelta(days=1)))
    if wanted.before:
        query = query.where(AuditEntry.id < wanted.before)
    return [
        Entry(r[0], r[1], r[2], r[3] or "", r[4] or "", r[5], r[6], r[7])
        for r in db.session.execute(query)
    ]


def names_of(keys: set[str]) -> dict[str, tuple[int, str]]:
    """Number and name of the people with those keys."""
    rows = db.session.execute(
        select(Person.key, Person.id, Person.name).where(Person.key.in_(keys))
    )
    return {key: (number, name) for key, number, name in rows}


def actions() -> list[str]:
    """Every kind of act that is in the trail."""
    return list(
        db.session.scalars(
            select(AuditEntry.action).distinct().order_by(AuditEntry.action).limit(MOST_ACTIONS)
        )
    )
