"""Find and keep nominations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import aliased

from elearn.core.access import Scope
from elearn.store.db import begin_write, db
from elearn.store.scopes import people_in
from elearn.store.tables.people import Person
from elearn.store.tables.units import Nomination, Unit

OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"
MOST = 200
"""The most nominations that one page shows."""


@dataclass(frozen=True, slots=True)
class KeptNomination:
    """A nomination with the names that belong to it."""

    key: str
    person_id: int
    person_key: str
    person: str
    unit: str
    pack_id: str
    by: str
    at: datetime
    state: str
    decided_by: str
    decided_at: datetime | None
    note: str


def _read(*conditions: ColumnElement[bool], oldest_first: bool = False) -> list[KeptNomination]:
    by, decided = aliased(Person), aliased(Person)
    order: Any = Nomination.id.asc() if oldest_first else Nomination.id.desc()
    rows: Any = db.session.execute(
        select(
            Nomination.key,
            Nomination.person_id,
            Person.key,
            Person.name,
            Unit.name,
            Nomination.pack_id,
            by.name,
            Nomination.at,
            Nomination.state,
            decided.name,
            Nomination.decided_at,
            Nomination.note,
        )
        .join(Person, Person.id == Nomination.person_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(by, by.id == Nomination.by_id)
        .outerjoin(decided, decided.id == Nomination.decided_by)
        .where(*conditions)
        .order_by(order)
        .limit(MOST)
    )
    return [
        KeptNomination(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            row[8],
            row[9] or "",
            row[10],
            row[11],
        )
        for row in rows
    ]


def open_ones(scope: Scope, day: date) -> list[KeptNomination]:
    """Open nominations of the people whom the scope holds, oldest first."""
    return _read(
        Nomination.state == OPEN,
        Person.left_at.is_(None),
        people_in(scope, day),
        oldest_first=True,
    )


def open_among(keys: Collection[str], scope: Scope, day: date) -> list[KeptNomination]:
    """Those of these nominations that wait, of people whom the scope holds."""
    return _read(
        Nomination.key.in_(keys),
        Nomination.state == OPEN,
        Person.left_at.is_(None),
        people_in(scope, day),
    )


def made_by(person_id: int, scope: Scope, day: date) -> list[KeptNomination]:
    """What somebody put forward, newest first, as far as the scope still holds those people."""
    return _read(Nomination.by_id == person_id, people_in(scope, day))


def of_person(person_id: int) -> list[KeptNomination]:
    """The nominations of one person, newest first."""
    return _read(Nomination.person_id == person_id)


def by_key(key: str) -> KeptNomination | None:
    """The nomination with that key."""
    found = _read(Nomination.key == key)
    return found[0] if found else None


def is_open(person_id: int, pack_id: str) -> bool:
    """Whether somebody's nomination for that pack waits for a decision."""
    query = select(Nomination.id).where(
        Nomination.person_id == person_id,
        Nomination.pack_id == pack_id,
        Nomination.state == OPEN,
    )
    return db.session.execute(query.limit(1)).first() is not None


def keep(key: str, *, unit_id: int, person_id: int, pack_id: str, by: int, at: datetime) -> None:
    """Keep a new nomination."""
    begin_write()
    db.session.add(
        Nomination(
            key=key,
            unit_id=unit_id,
            person_id=person_id,
            pack_id=pack_id,
            by_id=by,
            at=at,
            state=OPEN,
        )
    )
    db.session.flush()


def decide(key: str, state: str, *, by: int, note: str, at: datetime) -> bool:
    """Close an open nomination; False if somebody else was first."""
    begin_write()
    done = db.session.execute(
        update(Nomination)
        .where(Nomination.key == key, Nomination.state == OPEN)
        .values(state=state, decided_by=by, decided_at=at, note=note)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows
