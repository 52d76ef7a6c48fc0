"""Find and keep the units that the directory of an institution knows as groups."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update

from elearn.store.db import begin_write, db
from elearn.store.scopes import holds_on, units_below
from elearn.store.tables.people import Person
from elearn.store.tables.scim import ScimGroup
from elearn.store.tables.units import Membership, Unit, UnitParent

MOST_MEMBERS = 20_000
"""The most members of one group."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list; None: nothing. `member` is the key of somebody."""

    key: str | None = None
    name: str | None = None
    external_id: str | None = None
    member: str | None = None


EVERY = Wanted()


@dataclass(frozen=True, slots=True)
class KeptGroup:
    """A unit below the institution."""

    id: int
    key: str
    name: str
    created_at: datetime
    external_id: str | None


def _conditions(unit_id: int, wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    found = [
        Unit.id != unit_id,
        Unit.id.in_(units_below(frozenset({unit_id}), day)),
        holds_on(UnitParent, day),
    ]
    if wanted.key is not None:
        found.append(Unit.key == wanted.key)
    if wanted.name is not None:
        found.append(func.lower(Unit.name) == wanted.name.lower())
    if wanted.external_id is not None:
        found.append(ScimGroup.external_id == wanted.external_id)
    if wanted.member is not None:
        found.append(
            Unit.id.in_(
                select(Membership.unit_id)
                .join(Person, Person.id == Membership.person_id)
                .where(Person.key == wanted.member, holds_on(Membership, day))
            )
        )
    return found


def _joined(unit_id: int) -> Any:
    return and_(ScimGroup.group_id == Unit.id, ScimGroup.unit_id == unit_id)


def count(unit_id: int, wanted: Wanted, day: date) -> int:
    """How many there are."""
    query = (
        select(func.count(Unit.id))
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .outerjoin(ScimGroup, _joined(unit_id))
        .where(*_conditions(unit_id, wanted, day))
    )
    return int(db.session.execute(query).scalar_one())


def page(unit_id: int, wanted: Wanted, day: date, *, offset: int, limit: int) -> list[KeptGroup]:
    """Some of them, by their numbers."""
    rows: Any = db.session.execute(
        select(Unit.id, Unit.key, Unit.name, Unit.created_at, ScimGroup.external_id)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .outerjoin(ScimGroup, _joined(unit_id))
        .where(*_conditions(unit_id, wanted, day))
        .order_by(Unit.id)
        .offset(offset)
        .limit(limit)
    )
    return [KeptGroup(*row) for row in rows]


def members(unit_ids: Collection[int], day: date) -> dict[int, list[tuple[int, str, str]]]:
    """Number, key and name of those who belong to these units, by unit. One query."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for unit_id, number, key, name in db.session.execute(
        select(Membership.unit_id, Person.id, Person.key, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id.in_(unit_ids), holds_on(Membership, day), Person.left_at.is_(None)
        )
        .order_by(Membership.unit_id, Person.id)
        .limit(MOST_MEMBERS)
    ):
        found.setdefault(unit_id, []).append((number, key, name))
    return found


def keep(unit_id: int, group_id: int, external_id: str | None) -> None:
    """Keep what the directory knows a unit by."""
    begin_write()
    done = db.session.execute(
        update(ScimGroup)
        .where(ScimGroup.unit_id == unit_id, ScimGroup.group_id == group_id)
        .values(external_id=external_id)
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an update's result counts rows
        db.session.add(ScimGroup(unit_id=unit_id, group_id=group_id, external_id=external_id))
        db.session.flush()
