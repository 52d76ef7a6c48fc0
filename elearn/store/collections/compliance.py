"""How people stand, for programs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select

from elearn.store.collections.people import Reach
from elearn.store.db import db
from elearn.store.tables.compliance import ComplianceSpan
from elearn.store.tables.people import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands with a pack: since when, and until when if nothing changes."""

    pack: str
    status: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """Somebody of whom something is or was asked."""

    id: int
    person: str


def _on(day: date) -> Any:
    span = ComplianceSpan
    return (span.from_day <= day) & or_(span.to_day.is_(None), span.to_day > day)


def people(reach: Reach, day: date, person: str, *, after: int, limit: int) -> list[PersonAsked]:
    """Those who stand with anything on that day, by their numbers."""
    stands = exists().where(ComplianceSpan.person_id == Person.id, _on(day))
    query = select(Person.id, Person.key).where(
        reach.people(), Person.left_at.is_(None), stands, Person.id > after
    )
    if person:
        query = query.where(Person.key == person)
    rows: Any = db.session.execute(query.order_by(Person.id).limit(limit))
    return [PersonAsked(*row) for row in rows]


def standings(person_ids: Collection[int], day: date, pack: str) -> dict[int, list[Standing]]:
    """How these people stand on that day, by number. One query."""
    span = ComplianceSpan
    query = select(span.person_id, span.pack_id, span.status, span.from_day, span.to_day).where(
        span.person_id.in_(person_ids), _on(day)
    )
    if pack:
        query = query.where(span.pack_id == pack)
    found: dict[int, list[Standing]] = {}
    rows: Any = db.session.execute(query.order_by(span.person_id, span.pack_id))
    for row in rows:
        found.setdefault(row[0], []).append(Standing(*row[1:]))
    return found
