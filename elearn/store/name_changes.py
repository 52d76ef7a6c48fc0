"""Names that people ask to carry."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from elearn.core.access import Scope
from elearn.store.db import begin_write, db
from elearn.store.scopes import people_in
from elearn.store.tables.people import NameChange, Person


@dataclass(frozen=True, slots=True)
class NameChangeRecord:
    """A request, with the name carried now."""

    key: str
    person_id: int
    person_key: str
    old_name: str
    name: str
    reason: str
    asked_at: datetime


_COLUMNS = (
    NameChange.key,
    NameChange.person_id,
    Person.key,
    Person.name,
    NameChange.name,
    NameChange.reason,
    NameChange.asked_at,
)


def ask(key: str, person_id: int, name: str, reason: str, now: datetime) -> bool:
    """Keep a request; False if one of the same person is open."""
    begin_write()
    if open_of(person_id) is not None:
        return False
    db.session.add(NameChange(key=key, person_id=person_id, name=name, reason=reason, asked_at=now))
    db.session.flush()
    return True


def open_of(person_id: int) -> NameChangeRecord | None:
    """The open request of somebody."""
    row = db.session.execute(
        select(*_COLUMNS)
        .join(Person, Person.id == NameChange.person_id)
        .where(NameChange.person_id == person_id, NameChange.decided_at.is_(None))
        .limit(1)
    ).first()
    return NameChangeRecord(*row) if row else None


def declined_since(person_id: int, since: datetime) -> str:
    """The name that somebody asked for last, if that was declined since then; else nothing."""
    row = db.session.execute(
        select(NameChange.name, NameChange.accepted, NameChange.decided_at)
        .where(NameChange.person_id == person_id, NameChange.decided_at.is_not(None))
        .order_by(NameChange.decided_at.desc())
        .limit(1)
    ).first()
    if row is None or row.accepted or not row.decided_at or row.decided_at < since:
        return ""
    return str(row.name)


def open_ones(scope: Scope, day: date, *, limit: int) -> list[NameChangeRecord]:
    """Open requests of the people whom that scope holds, oldest first."""
    rows = db.session.execute(
        select(*_COLUMNS)
        .join(Person, Person.id == NameChange.person_id)
        .where(NameChange.decided_at.is_(None), people_in(scope, day))
        .order_by(NameChange.asked_at, NameChange.id)
        .limit(limit)
    )
    return [NameChangeRecord(*row) for row in rows]


def open_by_key(key: str) -> NameChangeRecord | None:
    """An open request by its key."""
    row = db.session.execute(
        select(*_COLUMNS)
        .join(Person, Person.id == NameChange.person_id)
        .where(NameChange.key == key, NameChange.decided_at.is_(None))
    ).first()
    return NameChangeRecord(*row) if row else None


def decide(key: str, *, accepted: bool, by: int | None, now: datetime) -> bool:
    """Close an open request; False if somebody else was first."""
    begin_write()
    done = db.session.execute(
        update(NameChange)
        .where(NameChange.key == key, NameChange.decided_at.is_(None))
        .values(accepted=accepted, decided_by=by, decided_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows
