"""What only the demonstration writes straight into tables: units and roles long past."""

import secrets
from datetime import date, datetime

from sqlalchemy import insert, select, update

from elearn.store.db import db, table_of
from elearn.store.tables.duties import AssignmentRow
from elearn.store.tables.people import Person, Role
from elearn.store.tables.units import Membership, Unit, UnitParent


def add_unit(name: str, kind: str, country: str, parent: int | None, at: datetime) -> int:
    """A unit that has been there since then; its number."""
    unit = Unit(key=secrets.token_urlsafe(12), name=name, kind=kind, country=country, created_at=at)
    db.session.add(unit)
    db.session.flush()  # for its number
    db.session.add(UnitParent(unit_id=unit.id, parent_id=parent, from_day=at.date()))
    return unit.id


def join(person_id: int, unit_id: int, day: date) -> None:
    """Somebody belongs to a unit since that day."""
    db.session.add(Membership(person_id=person_id, unit_id=unit_id, from_day=day))


def grant(person_id: int, role: str, unit_id: int | None, day: date) -> None:
    """Somebody holds a role since that day."""
    db.session.add(Role(person_id=person_id, role=role, unit_id=unit_id, from_day=day))


def set_passwords(names: list[str], password_hash: str) -> None:
    """Give these accounts a password and end their sessions."""
    found = list(db.session.scalars(select(Person.id).where(Person.email.in_(names))))
    db.session.execute(
        update(Person)
        .where(Person.id.in_(found))
        .values(password_hash=password_hash, session_epoch=Person.session_epoch + 1)
    )


def ask(
    units: list[int],
    pack_id: str,
    days: tuple[date, date],
    *,
    renew_months: int | None,
    at: datetime,
) -> None:
    """A course is asked of these units, since the first of the days and until the second."""
    rows = [
        {
            "key": secrets.token_urlsafe(12),
            "unit_id": unit_id,
            "pack_id": pack_id,
            "from_day": days[0],
            "first_day": days[0],
            "due_on": days[1],
            "renew_months": renew_months,
            "on_law_change": True,
            "compulsory": True,
            "note": "",
            "at": at,
        }
        for unit_id in units
    ]
    db.session.execute(insert(table_of(AssignmentRow)), rows)
