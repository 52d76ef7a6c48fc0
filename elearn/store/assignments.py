"""Find and keep assignments: what is asked of units, roles and people. Rows end, none is lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true, update

from elearn.core.access import Scope
from elearn.store.db import begin_write, db
from elearn.store.scopes import holds_on, units_below
from elearn.store.tables.duties import AssignmentRow
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow
from elearn.store.tables.programmes import ProgrammeRow, ProgrammeVersion
from elearn.store.tables.units import Membership, Unit, UnitParent

MOST = 500
"""The most assignments that one page shows."""

MOST_HOLDERS = 5000


@dataclass(frozen=True, slots=True)
class Terms:
    """By when, how often and how firmly something is asked (`core.learning.duty.Assignment`)."""

    due_on: date | None
    due_days: int | None
    renew_months: int | None
    on_law_change: bool
    compulsory: bool
    note: str


@dataclass(frozen=True, slots=True)
class Whom:
    """Of whom it is asked: of a unit and below, of a role (there, or everywhere), of a person."""

    unit_id: int | None
    role: str | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class AskedProgramme:
    """A version of a programme that is asked; `id` is that of the programme over all versions."""

    id: int
    key: str
    version_id: int
    number: int
    title: str
    steps: str


@dataclass(frozen=True, slots=True)
class What:
    """What is asked: a pack, or a version of a programme."""

    pack_id: str = ""
    programme: AskedProgramme | None = None


@dataclass(frozen=True, slots=True)
class KeptAssignment:
    """An assignment with the names that belong to it. `to_day` is half-open."""

    id: int
    key: str
    whom: Whom
    unit_key: str
    unit: str
    person_key: str
    person: str
    what: What
    from_day: date
    to_day: date | None
    first_day: date
    terms: Terms
    by: str
    replaced: bool


def _read(*conditions: ColumnElement[bool]) -> list[KeptAssignment]:
    by = select(Person.id, Person.name).subquery("by_whom")
    later = select(AssignmentRow.replaces_id).where(AssignmentRow.replaces_id.is_not(None))
    rows: Any = db.session.execute(
        select(
            AssignmentRow,
            Unit.key,
            Unit.name,
            Person.key,
            Person.name,
            by.c.name,
            AssignmentRow.id.in_(later),
            ProgrammeVersion,
            ProgrammeRow.key,
        )
        .outerjoin(Unit, Unit.id == AssignmentRow.unit_id)
        .outerjoin(Person, Person.id == AssignmentRow.person_id)
        .outerjoin(by, by.c.id == AssignmentRow.by_id)
        .outerjoin(ProgrammeVersion, ProgrammeVersion.id == AssignmentRow.version_id)
        .outerjoin(ProgrammeRow, ProgrammeRow.id == ProgrammeVersion.programme_id)
        .where(*conditions)
        .order_by(AssignmentRow.id.desc())
        .limit(MOST)
    )
    return [
        KeptAssignment(
            id=row.id,
            key=row.key,
            whom=Whom(row.unit_id, row.role, row.person_id),
            unit_key=unit_key or "",
            unit=unit or "",
            person_key=person_key or "",
            person=person or "",
            what=What(row.pack_id or "", _programme(version, programme_key)),
            from_day=row.from_day,
            to_day=row.to_day,
            first_day=row.first_day,
            terms=Terms(
                row.due_on,
                row.due_days,
                row.renew_months,
                row.on_law_change,
                row.compulsory,
                row.note,
            ),
            by=made_by or "",
            replaced=replaced,
        )
        for (
            row,
            unit_key,
            unit,
            person_key,
            person,
            made_by,
            replaced,
            version,
            programme_key,
        ) in rows
    ]


def _programme(version: ProgrammeVersion | None, key: str | None) -> AskedProgramme | None:
    if version is None or key is None:
        return None
    return AskedProgramme(
        version.programme_id, key, version.id, version.number, version.title, version.steps
    )


def _above(unit_ids: Collection[int], day: date) -> Any:
    """The units above these on that day."""
    above = (
        select(UnitParent.parent_id.label("unit_id"))
        .where(UnitParent.unit_id.in_(unit_ids), holds_on(UnitParent, day))
        .cte("above", recursive=True)
    )
    above = above.union(
        select(UnitParent.parent_id).where(
            UnitParent.unit_id == above.c.unit_id,
            UnitParent.parent_id.is_not(None),
            holds_on(UnitParent, day),
        )
    )
    return select(above.c.unit_id).where(above.c.unit_id.is_not(None))


def in_reach(scope: Scope, named: Scope, day: date, *, ended: bool) -> list[KeptAssignment]:
    """Assignments to the units in reach and above, and to people of whom names may be seen.

    Newest first.

    `ended`: those that stand no more, else those that stand or will.
    """
    stands = or_(AssignmentRow.to_day.is_(None), AssignmentRow.to_day > day)
    return _read(touches(scope, day, named), ~stands if ended else stands)


def touches(scope: Scope, day: date, named: Scope | None = None) -> ColumnElement[bool]:
    """The filter that leaves assignments to units and people in reach, and to the units above.

    `named`: whose names may be seen, where these are fewer.
    """
    named = scope if named is None else named
    if scope.everybody and named.everybody:
        return true()
    people = AssignmentRow.person_id.in_(
        select(Membership.person_id).where(
            Membership.unit_id.in_(units_below(named.units, day)), holds_on(Membership, day)
        )
    )
    if scope.everybody:
        return or_(AssignmentRow.person_id.is_(None), people)
    return or_(
        AssignmentRow.unit_id.in_(units_below(scope.units, day)),
        AssignmentRow.unit_id.in_(_above(scope.units, day)),
        people,
    )


def by_key(key: str) -> KeptAssignment | None:
    """The assignment with that key."""
    found = _read(AssignmentRow.key == key)
    return found[0] if found else None


def standing(whom: Whom, what: What, day: date) -> bool:
    """Whether the same is asked of the same already, that day or from a later one.

    Of a programme in whatever version.
    """
    query = select(AssignmentRow.id).where(
        *(
            column.is_(None) if value is None else column == value
            for column, value in (
                (AssignmentRow.unit_id, whom.unit_id),
                (AssignmentRow.role, whom.role),
                (AssignmentRow.person_id, whom.person_id),
            )
        ),
        _is(what),
        or_(AssignmentRow.to_day.is_(None), AssignmentRow.to_day > day),
    )
    return db.session.execute(query.limit(1)).first() is not None


def _is(what: What) -> ColumnElement[bool]:
    if what.programme is None:
        return AssignmentRow.pack_id == what.pack_id
    return AssignmentRow.version_id.in_(
        select(ProgrammeVersion.id).where(ProgrammeVersion.programme_id == what.programme.id)
    )


def keep(  # noqa: PLR0913  # one row
    key: str,
    whom: Whom,
    what: What,
    terms: Terms,
    *,
    from_day: date,
    first_day: date,
    replaces: int | None,
    by: int | None,
    at: datetime,
) -> None:
    """Keep an assignment from that day on."""
    begin_write()
    db.session.add(
        AssignmentRow(
            key=key,
            unit_id=whom.unit_id,
            role=whom.role,
            person_id=whom.person_id,
            pack_id=what.pack_id or None,
            version_id=what.programme.version_id if what.programme else None,
            from_day=from_day,
            to_day=None,
            first_day=first_day,
            due_on=terms.due_on,
            due_days=terms.due_days,
            renew_months=terms.renew_months,
            on_law_change=terms.on_law_change,
            compulsory=terms.compulsory,
            note=terms.note,
            replaces_id=replaces,
            by_id=by,
            at=at,
        )
    )
    db.session.flush()


def end(found: KeptAssignment, day: date, *, by: int | None, at: datetime) -> bool:
    """An assignment stands no more from that day on; False if it had ended.

    One that would begin later never begins.
    """
    begin_write()
    done = db.session.execute(
        update(AssignmentRow)
        .where(AssignmentRow.id == found.id, AssignmentRow.to_day.is_(None))
        .values(to_day=max(day, found.from_day), ended_by=by, ended_at=at)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def count_people(whom: Whom, day: date) -> int:
    """How many people are under it on that day."""
    query = select(func.count(Person.id.distinct())).where(Person.left_at.is_(None))
    if whom.person_id is not None:
        return int(db.session.scalar(query.where(Person.id == whom.person_id)) or 0)
    below = units_below(frozenset({whom.unit_id or 0}), day)
    members = select(Membership.person_id).where(
        Membership.unit_id.in_(below), holds_on(Membership, day)
    )
    if whom.role is None:
        return int(db.session.scalar(query.where(Person.id.in_(members))) or 0)
    held = select(RoleRow.person_id).where(
        RoleRow.role == whom.role,
        RoleRow.from_day <= day,
        or_(RoleRow.to_day.is_(None), RoleRow.to_day > day),
    )
    if whom.unit_id is not None:
        there = RoleRow.unit_id.in_(below)
        held = held.where(or_(there, RoleRow.unit_id.is_(None) & RoleRow.person_id.in_(members)))
    return int(db.session.scalar(query.where(Person.id.in_(held))) or 0)


def holders(role: str) -> list[int]:
    """Everybody who ever held a role, at most 5,000: whom an assignment to it may concern."""
    query = select(RoleRow.person_id).where(RoleRow.role == role).distinct()
    return list(db.session.scalars(query.order_by(RoleRow.person_id).limit(MOST_HOLDERS)))
