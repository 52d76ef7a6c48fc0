"""The two sides of a scope (core.access): the units of one person, and the filter of a list."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from elearn.core.access import Scope, Subject
from elearn.store.db import db
from elearn.store.tables.people import Person
from elearn.store.tables.units import Membership, UnitParent


def holds_on(table: type[Membership] | type[UnitParent], day: date) -> ColumnElement[bool]:
    """Whether a dated row holds on that day: `from_day` included, `to_day` not."""
    return (table.from_day <= day) & or_(table.to_day.is_(None), table.to_day > day)


def units_below(unit_ids: frozenset[int], day: date) -> Select[*tuple[Any, ...]]:
    """The numbers of these units and of all that hang below them on that day."""
    below = (
        select(UnitParent.unit_id.label("unit_id"))
        .where(UnitParent.unit_id.in_(unit_ids), holds_on(UnitParent, day))
        .cte(recursive=True)
    )
    below = below.union(
        select(UnitParent.unit_id).where(
            UnitParent.parent_id == below.c.unit_id, holds_on(UnitParent, day)
        )
    )
    return select(below.c.unit_id)


def units_above(person_id: int, day: date) -> frozenset[int]:
    """The units that somebody is in on that day, and all above them."""
    above = (
        select(Membership.unit_id.label("unit_id"))
        .where(Membership.person_id == person_id, holds_on(Membership, day))
        .cte(recursive=True)
    )
    above = above.union(
        select(UnitParent.parent_id).where(
            UnitParent.unit_id == above.c.unit_id,
            UnitParent.parent_id.is_not(None),
            holds_on(UnitParent, day),
        )
    )
    return frozenset(db.session.scalars(select(above.c.unit_id)))


def unit_subject(unit_id: int, day: date) -> Subject:
    """A unit as the subject of a check: itself and all above it."""
    above = (
        select(UnitParent.unit_id.label("unit_id"), UnitParent.parent_id.label("parent_id"))
        .where(UnitParent.unit_id == unit_id, holds_on(UnitParent, day))
        .cte(recursive=True)
    )
    above = above.union(
        select(UnitParent.unit_id, UnitParent.parent_id).where(
            UnitParent.unit_id == above.c.parent_id, holds_on(UnitParent, day)
        )
    )
    return Subject(units=frozenset({unit_id, *db.session.scalars(select(above.c.unit_id))}))


def person_subject(person_id: int, day: date) -> Subject:
    """A person as the subject of a check."""
    return Subject(person_id=person_id, units=units_above(person_id, day))


def people_in(scope: Scope, day: date) -> ColumnElement[bool]:
    """The filter that leaves those people whom the scope holds on that day."""
    if scope.everybody:
        return true()
    conditions: list[ColumnElement[bool]] = []
    if scope.people:
        conditions.append(Person.id.in_(scope.people))
    if scope.units:
        members = select(Membership.person_id).where(
            Membership.unit_id.in_(units_below(scope.units, day)), holds_on(Membership, day)
        )
        conditions.append(Person.id.in_(members))
    return or_(*conditions) if conditions else false()


def units_in(scope: Scope, day: date) -> ColumnElement[bool]:
    """The filter on `UnitParent.unit_id` that leaves those units which the scope reaches."""
    if scope.everybody:
        return true()
    return UnitParent.unit_id.in_(units_below(scope.units, day)) if scope.units else false()


def roster_name(person_id: int) -> str:
    """The name of a person as the roster has it."""
    return db.session.scalars(select(Person.name).where(Person.id == person_id)).one()
