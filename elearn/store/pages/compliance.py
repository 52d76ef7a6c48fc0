"""The compliance board and its lists: units below one, packs that are asked, people in a cell."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from elearn.core.access import Scope
from elearn.core.learning.compliance import Status
from elearn.core.unit_tree import Node
from elearn.store.db import db
from elearn.store.scopes import holds_on, people_in, units_below
from elearn.store.tables.compliance import CompliancePlace, ComplianceSpan
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.units import Membership, Unit, UnitParent

MOST_PACKS = 200
"""The most packs that one board shows."""

MOST_ROOTS = 1_000
"""The most units at the top that are added up."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a board is asked for.

    Attributes:
        reach: Whom it may show, as of today.
        today: Today: what may be seen hangs on it.
        day: As of which day things are shown.
        country: Of which country units are shown; empty for all.
    """

    reach: Scope
    today: date
    day: date
    country: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person and a pack, with the status and when it began and ends."""

    person_id: int
    key: str
    name: str
    unit: str
    pack_id: str
    status: Status
    since: date
    until: date | None


def _nodes(wanted: Wanted) -> Any:
    query: Any = (
        select(Unit.id, Unit.key, Unit.name, Unit.kind, Unit.country, UnitParent.parent_id)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .where(holds_on(UnitParent, wanted.day))
        .order_by(Unit.name, Unit.id)
    )
    return query.where(Unit.country == wanted.country) if wanted.country else query


def tops(wanted: Wanted, *, limit: int, offset: int = 0) -> list[Node]:
    """The units at which a reach begins: those at the top, or those that somebody leads."""
    query = _nodes(wanted)
    if wanted.reach.everybody:
        query = query.where(UnitParent.parent_id.is_(None))
    else:
        query = query.where(Unit.id.in_(wanted.reach.units))
    return [Node(*row) for row in db.session.execute(query.limit(limit).offset(offset))]


def roots(wanted: Wanted) -> list[int]:
    """The numbers of the units at which a reach begins, without those that hang below another.

    So whoever is in one of them is in no other, but for those who belong to several.
    """
    query = select(UnitParent.unit_id).where(holds_on(UnitParent, wanted.day))
    if wanted.country:
        query = query.join(Unit, Unit.id == UnitParent.unit_id).where(
            Unit.country == wanted.country
        )
    if wanted.reach.everybody:
        query = query.where(UnitParent.parent_id.is_(None))
    else:
        led = wanted.reach.units
        query = query.where(UnitParent.unit_id.in_(led), UnitParent.unit_id.not_in(_nested(wanted)))
    return list(db.session.scalars(query.order_by(UnitParent.unit_id).limit(MOST_ROOTS)))


def _nested(wanted: Wanted) -> Select[Any]:
    """The units of a reach that hang below another of it."""
    led, day = wanted.reach.units, wanted.day
    above = (
        select(UnitParent.unit_id.label("led_id"), UnitParent.parent_id.label("unit_id"))
        .where(UnitParent.unit_id.in_(led), holds_on(UnitParent, day))
        .cte("above", recursive=True)
    )
    above = above.union(
        select(above.c.led_id, UnitParent.parent_id).where(
            UnitParent.unit_id == above.c.unit_id, holds_on(UnitParent, day)
        )
    )
    return select(above.c.led_id).where(above.c.unit_id.in_(led))


def below(unit_id: int, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Node]:
    """The units that hung right below one on the day, as far as they are in reach today."""
    query = _nodes(wanted).where(UnitParent.parent_id == unit_id)
    if wanted.day != wanted.today and not wanted.reach.everybody:
        query = query.where(Unit.id.in_(units_below(wanted.reach.units, wanted.today)))
    return [Node(*row) for row in db.session.execute(query.limit(limit).offset(offset))]


def within(unit_ids: Collection[int], reach: Scope, day: date) -> frozenset[int]:
    """Those of these units that are in reach on that day."""
    found = select(Unit.id).where(Unit.id.in_(unit_ids), Unit.id.in_(units_below(reach.units, day)))
    return frozenset(db.session.scalars(found))


def by_key(key: str) -> Node | None:
    """The unit with that key, whether or not it stands. Its place is not said."""
    row = db.session.execute(
        select(Unit.id, Unit.key, Unit.name, Unit.kind, Unit.country).where(Unit.key == key)
    ).first()
    return Node(*row, None) if row else None


def path(unit_id: int, day: date) -> list[Node]:
    """The units above one on a day, the highest first."""
    up = (
        select(UnitParent.parent_id.label("unit_id"), func.coalesce(1, 1).label("height"))
        .where(UnitParent.unit_id == unit_id, holds_on(UnitParent, day))
        .cte("up", recursive=True)
    )
    up = up.union(
        select(UnitParent.parent_id, up.c.height + 1).where(
            UnitParent.unit_id == up.c.unit_id,
            holds_on(UnitParent, day),
            up.c.height < 50,
        )
    )
    rows = db.session.execute(
        select(Unit.id, Unit.key, Unit.name, Unit.kind, Unit.country)
        .join(up, up.c.unit_id == Unit.id)
        .order_by(up.c.height.desc())
    )
    return [Node(*row, None) for row in rows]


def titles(pack_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Digest and title of the newest published version of these packs, else of the newest one."""
    query = (
        select(PackVersion.pack_id, PackVersion.digest, PackVersion.title)
        .where(PackVersion.pack_id.in_(pack_ids))
        .order_by(PackVersion.published_at.is_not(None), PackVersion.id)
    )
    return {row.pack_id: (row.digest, row.title) for row in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class Cell:
    """Which people of a board are listed: of a unit and below, with a pack, a status, or all."""

    unit_id: int
    packs: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()


def _holds(table: Any, day: date) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (table.from_day <= day) & (
        table.to_day.is_(None) | (table.to_day > day)
    )
    return found


def _listed(query: Select[Any], cell: Cell, wanted: Wanted) -> Select[Any]:
    query = (
        query.join(ComplianceSpan, ComplianceSpan.person_id == CompliancePlace.person_id)
        .join(Person, Person.id == CompliancePlace.person_id)
        .where(
            CompliancePlace.unit_id == cell.unit_id,
            _holds(CompliancePlace, wanted.day),
            _holds(ComplianceSpan, wanted.day),
            Person.left_at.is_(None),
            people_in(wanted.reach, wanted.today),
        )
    )
    if cell.packs:
        query = query.where(ComplianceSpan.pack_id.in_(cell.packs))
    if cell.statuses:
        query = query.where(ComplianceSpan.status.in_([status.value for status in cell.statuses]))
    return query


def count(cell: Cell, wanted: Wanted) -> int:
    """How many rows the list has."""
    query = _listed(select(func.count()).select_from(CompliancePlace), cell, wanted)
    return db.session.scalar(query) or 0


def rows(cell: Cell, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Row]:
    """One page of the list: who needs attention first, then by name. One query."""
    order = {status.value: number for number, status in enumerate(Status)}
    names = (
        select(func.aggregate_strings(Unit.name, ", "))
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.person_id == Person.id, holds_on(Membership, wanted.day))
    )
    if not wanted.reach.everybody:
        names = names.where(Unit.id.in_(units_below(wanted.reach.units, wanted.today)))
    columns: Any = select(
        Person.id,
        Person.key,
        Person.name,
        func.coalesce(names.correlate(Person).scalar_subquery(), ""),
        ComplianceSpan.pack_id,
        ComplianceSpan.status,
        ComplianceSpan.from_day,
        ComplianceSpan.to_day,
    ).select_from(CompliancePlace)
    query = _listed(columns, cell, wanted).order_by(
        case(order, value=ComplianceSpan.status),
        Person.name_fold,
        Person.id,
        ComplianceSpan.pack_id,
    )
    found: Any = db.session.execute(query.limit(limit).offset(offset))
    return [
        Row(
            person_id=row[0],
            key=row[1],
            name=row[2],
            unit=row[3],
            pack_id=row[4],
            status=Status(row[5]),
            since=row[6],
            until=row[7],
        )
        for row in found
    ]


def spans_on(person_id: int, day: date) -> list[tuple[str, Status, date, date | None]]:
    """How one person stands on a day: pack, status, since when, until when."""
    query = (
        select(
            ComplianceSpan.pack_id,
            ComplianceSpan.status,
            ComplianceSpan.from_day,
            ComplianceSpan.to_day,
        )
        .where(ComplianceSpan.person_id == person_id, _holds(ComplianceSpan, day))
        .limit(MOST_PACKS)
    )
    return [(row[0], Status(row[1]), row[2], row[3]) for row in db.session.execute(query)]
