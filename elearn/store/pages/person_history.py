"""Where somebody belonged and what they were, day by day; and who left of late."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from elearn.core.access import Scope
from elearn.core.learning.duty import Place
from elearn.store.db import db
from elearn.store.scopes import units_below
from elearn.store.tables.people import Person
from elearn.store.tables.units import Membership, Unit, UnitParent

MOST = 200


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody belonged to a unit. `to_day` is half-open; None: they still do."""

    unit_id: int
    unit: str
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who left the service, and the unit that they left."""

    id: int
    key: str
    name: str
    unit: str
    left_at: datetime


def stays(person_id: int) -> list[Stay]:
    """All units that somebody ever belonged to, newest first."""
    rows: Any = db.session.execute(
        select(Unit.id, Unit.name, Membership.from_day, Membership.to_day)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.from_day.desc(), Membership.id.desc())
        .limit(MOST)
    )
    return [Stay(*row) for row in rows]


def places(unit_ids: frozenset[int]) -> list[Place]:
    """Where these units, and all that were ever above them, hung on which days."""
    above = (
        select(UnitParent.unit_id.label("unit_id"), UnitParent.parent_id.label("parent_id"))
        .where(UnitParent.unit_id.in_(unit_ids))
        .cte("above", recursive=True)
    )
    above = above.union(
        select(UnitParent.unit_id, UnitParent.parent_id).where(
            UnitParent.unit_id == above.c.parent_id
        )
    )
    rows: Any = db.session.execute(
        select(
            UnitParent.unit_id, UnitParent.parent_id, UnitParent.from_day, UnitParent.to_day
        ).where(UnitParent.unit_id.in_(select(above.c.unit_id)))
    )
    return [Place(*row) for row in rows]


def leavers(scope: Scope, since: datetime, day: date) -> list[Leaver]:
    """Who left the service since that moment out of a unit in reach, the last first."""
    query = (
        select(Person.id, Person.key, Person.name, Unit.name, Person.left_at)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Person.left_at >= since, Membership.to_day >= since.date())
        .order_by(Person.left_at.desc(), Person.id)
        .limit(MOST)
    )
    if not scope.everybody:
        query = query.where(Membership.unit_id.in_(units_below(scope.units, day)))
    found: dict[int, Leaver] = {}
    for row in db.session.execute(query):
        if row[4] is not None:
            found.setdefault(row[0], Leaver(row[0], row[1], row[2], row[3], row[4]))
    return list(found.values())
