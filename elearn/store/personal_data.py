"""Everything that is kept about one person, and who looked at it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from elearn.core.data_groups import Holding
from elearn.store.db import Base, db
from elearn.store.tables.audit import Look, LookPerson
from elearn.store.tables.packs import PackVersion, ReleaseLine
from elearn.store.tables.people import Person
from elearn.store.tables.units import Unit


@dataclass(frozen=True, slots=True)
class LookRecord:
    """Somebody looked: when, who, on which page, with which filter."""

    id: int
    at: datetime
    by: str
    page: str
    filter: dict[str, Any]


def looks_at(person_id: int, *, limit: int, before: int | None) -> list[LookRecord]:
    """Looks of others at somebody, newest first; `before` is the last number of the page before."""
    rows = (
        select(Look.id, Look.at, Person.name, Look.page, Look.filter)
        .join(LookPerson, LookPerson.look_id == Look.id)
        .join(Person, Person.id == Look.actor_id)
        .where(LookPerson.person_id == person_id, Look.actor_id != person_id)
        .order_by(Look.id.desc())
        .limit(limit)
    )
    if before is not None:
        rows = rows.where(Look.id < before)
    return [LookRecord(*row) for row in db.session.execute(rows)]


def rows_of(holding: Holding, person_id: int) -> list[dict[str, Any]]:
    """The rows of a table that belong to somebody, with the columns they may have."""
    if not holding.owner or not holding.columns:
        return []
    table = Base.metadata.tables[holding.table]
    rows = db.session.execute(
        select(*(table.c[name] for name in holding.columns)).where(
            _owned(table, holding.owner, person_id)
        )
    )
    return [
        {name: _named(name, value) for name, value in zip(holding.columns, row, strict=True)}
        for row in rows
    ]


def _owned(table: Table, owner: tuple[str, ...], person_id: int) -> ColumnElement[bool]:
    """Whether a row belongs to somebody, along foreign keys."""
    column = table.c[owner[0]]
    if len(owner) == 1:
        return column == person_id
    (key,) = column.foreign_keys
    target = Base.metadata.tables[key.column.table.name]
    return column.in_(select(key.column).where(_owned(target, owner[1:], person_id)))


def _named(column: str, value: Any) -> Any:
    """A value that says something outside this database, and fits into JSON."""
    if value is None:
        return None
    if column in ("version_id", "pinned_version_id"):
        version = db.session.get(PackVersion, value)
        return f"{version.pack_id} {version.version}" if version else None
    if column == "line_id":
        line = db.session.get(ReleaseLine, value)
        return f"{line.pack_id} {line.major}" if line else None
    if column == "unit_id":
        unit = db.session.get(Unit, value)
        return unit.name if unit else None
    return value.isoformat() if isinstance(value, date) else value
