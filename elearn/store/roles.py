"""Find and keep roles: dated rows that end, and are never deleted."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from elearn.store.db import begin_write, db
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow
from elearn.store.tables.units import Unit

MOST = 200
"""The most roles of one person that a page shows."""


@dataclass(frozen=True, slots=True)
class KeptRole:
    """A role of somebody, held now, later or once."""

    id: int
    person_id: int
    role: str
    unit_id: int | None
    unit: str
    from_day: date
    to_day: date | None


def _read(condition) -> list[KeptRole]:  # type: ignore[no-untyped-def]  # noqa: ANN001  # SQLAlchemy's own type is unwieldy
    rows = db.session.execute(
        select(
            RoleRow.id,
            RoleRow.person_id,
            RoleRow.role,
            RoleRow.unit_id,
            Unit.name,
            RoleRow.from_day,
            RoleRow.to_day,
        )
        .outerjoin(Unit, Unit.id == RoleRow.unit_id)
        .where(condition)
        .order_by(RoleRow.to_day.is_(None).desc(), RoleRow.from_day.desc(), RoleRow.id.desc())
        .limit(MOST)
    )
    return [KeptRole(r[0], r[1], r[2], r[3], r[4] or "", r[5], r[6]) for r in rows]


def of_person(person_id: int) -> list[KeptRole]:
    """All roles of somebody, those that hold first, then newest first."""
    return _read(RoleRow.person_id == person_id)


def by_id(role_id: int) -> KeptRole | None:
    """The role with that number."""
    found = _read(RoleRow.id == role_id)
    return found[0] if found else None


def overlaps(person_id: int, role: str, unit_id: int | None, from_day: date) -> bool:
    """Whether somebody holds that role on that day, or will from a later one."""
    query = select(RoleRow.id).where(
        RoleRow.person_id == person_id,
        RoleRow.role == role,
        RoleRow.unit_id.is_(None) if unit_id is None else RoleRow.unit_id == unit_id,
        or_(RoleRow.to_day.is_(None), RoleRow.to_day > from_day),
    )
    return db.session.execute(query.limit(1)).first() is not None


def grant(  # each is a column
    person_id: int,
    role: str,
    unit_id: int | None,
    *,
    from_day: date,
    to_day: date | None,
    by: int | None,
) -> None:
    """Keep a role from a day on, to a day that is not included, or until it is ended."""
    begin_write()
    db.session.add(
        RoleRow(
            person_id=person_id,
            role=role,
            unit_id=unit_id,
            from_day=from_day,
            to_day=to_day,
            granted_by=by,
        )
    )
    db.session.flush()


def end(role_id: int, day: date) -> None:
    """The role ends on that day; one that would begin later never begins."""
    begin_write()
    row = db.session.get_one(RoleRow, role_id)
    row.to_day = max(day, row.from_day)
    db.session.flush()


def holders(role: str, day: date) -> list[tuple[str, str]]:
    """Key and name of everybody who holds that role on that day and has not left, by name."""
    query = (
        select(Person.key, Person.name, Person.name_fold)
        .join(RoleRow, RoleRow.person_id == Person.id)
        .where(
            RoleRow.role == role,
            RoleRow.from_day <= day,
            or_(RoleRow.to_day.is_(None), RoleRow.to_day > day),
            Person.left_at.is_(None),
        )
        .distinct()
        .order_by(Person.name_fold, Person.key)
        .limit(MOST)
    )
    return [(key, name) for key, name, _fold in db.session.execute(query)]
