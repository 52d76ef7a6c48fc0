"""Assignments for programs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from elearn.core.access import Scope
from elearn.store.assignments import touches
from elearn.store.db import db
from elearn.store.tables.duties import AssignmentRow
from elearn.store.tables.people import Person
from elearn.store.tables.programmes import ProgrammeRow, ProgrammeVersion
from elearn.store.tables.units import Unit


@dataclass(frozen=True, slots=True)
class AssignmentItem:
    """What is asked of a unit and below, of a role or of a person. `to_day` is half-open."""

    id: int
    key: str
    pack: str | None
    programme: str | None
    programme_version: int | None
    unit: str | None
    role: str | None
    person_id: int | None
    person: str | None
    from_day: date
    to_day: date | None
    due_on: date | None
    due_days: int | None
    renew_months: int | None
    on_law_change: bool
    compulsory: bool
    note: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list: a pack, the key of one; whether those that ended are wanted."""

    pack: str = ""
    key: str = ""
    ended: bool = False


def page(seen: Scope, day: date, wanted: Wanted, *, after: int, limit: int) -> list[AssignmentItem]:
    """Assignments to the units and people in reach, and to the units above, by their numbers."""
    row = AssignmentRow
    query = (
        select(
            row.id,
            row.key,
            row.pack_id,
            ProgrammeRow.key,
            ProgrammeVersion.number,
            Unit.key,
            row.role,
            row.person_id,
            Person.key,
            row.from_day,
            row.to_day,
            row.due_on,
            row.due_days,
            row.renew_months,
            row.on_law_change,
            row.compulsory,
            row.note,
        )
        .outerjoin(Unit, Unit.id == row.unit_id)
        .outerjoin(Person, Person.id == row.person_id)
        .outerjoin(ProgrammeVersion, ProgrammeVersion.id == row.version_id)
        .outerjoin(ProgrammeRow, ProgrammeRow.id == ProgrammeVersion.programme_id)
        .where(touches(seen, day), row.id > after)
    )
    if wanted.key:
        query = query.where(row.key == wanted.key)
    else:
        stands = or_(row.to_day.is_(None), row.to_day > day)
        query = query.where(~stands if wanted.ended else stands)
    if wanted.pack:
        query = query.where(row.pack_id == wanted.pack)
    rows: Any = db.session.execute(query.order_by(row.id).limit(limit))
    return [AssignmentItem(*found) for found in rows]
