"""Whom the end of a version concerns: who stands on it, learnt from it, or holds a record of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.scopes import people_in
from elearn.store.tables.bridges import BridgeRow
from elearn.store.tables.enrolments import Enrolment, ItemState
from elearn.store.tables.packs import PackVersion, ReleaseLine
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow, RecordStatus

MOST = 500
"""The most people that are listed."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """An enrolment that is concerned. `stands`: its learner is still on that version."""

    enrolment_id: int
    person_id: int
    stands: bool
    complete: bool
    record: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people are concerned, how many are still on the version, how many hold a record."""

    people: int
    standing: int
    records: int


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is concerned, for those who may know it."""

    person_id: int
    key: str
    name: str
    issued_at: datetime | None
    valid_until: date | None
    complete: bool


_stands_on = func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id)


def _learnt(version_id: int) -> ColumnElement[bool]:
    return exists().where(
        ItemState.enrolment_id == Enrolment.id, ItemState.version_id == version_id
    )


def _stands(version_id: int) -> ColumnElement[bool]:
    """Whether a record is of that version and was not revoked."""
    revoked = exists().where(
        RecordStatus.record_id == RecordRow.id, RecordStatus.status == "revoked"
    )
    return (RecordRow.version_id == version_id) & ~revoked


def _record(version_id: int) -> ColumnElement[bool]:
    """Whether such a record was issued for an enrolment."""
    return exists().where(RecordRow.enrolment_id == Enrolment.id, _stands(version_id))


def _leads_to(version_id: int) -> ColumnElement[bool]:
    """Whether an enrolment is in a bridge that leads to that version, and teaches what it says."""
    bridges = select(BridgeRow.version_id).where(BridgeRow.to_version_id == version_id)
    return ReleaseLine.version_id.in_(bridges)


def _standing(version_id: int) -> ColumnElement[bool]:
    """Whether somebody is on that version still, or in a bridge to it."""
    there = or_(_stands_on == version_id, _leads_to(version_id))
    return there & Enrolment.ended_at.is_(None)


def _of(version_id: int) -> ColumnElement[bool]:
    """Whether an enrolment, of the pack or in a bridge, is concerned."""
    pack = select(PackVersion.pack_id).where(PackVersion.id == version_id).scalar_subquery()
    began = exists().where(ItemState.enrolment_id == Enrolment.id)
    learnt = or_(_learnt(version_id), _leads_to(version_id) & began)
    here = or_(ReleaseLine.pack_id == pack, _leads_to(version_id))
    return here & or_(_standing(version_id), learnt, _record(version_id))


def enrolments(version_id: int, after: int, *, limit: int) -> list[Concerned]:
    """The enrolments concerned, by number, from after that one on."""
    query = (
        select(
            Enrolment.id,
            Enrolment.person_id,
            _standing(version_id),
            Enrolment.completed_at.is_not(None),
            _record(version_id),
        )
        .select_from(Enrolment)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .where(_of(version_id), Enrolment.id > after)
        .order_by(Enrolment.id)
        .limit(limit)
    )
    return [
        Concerned(number, person_id, *map(bool, rest))
        for number, person_id, *rest in db.session.execute(query)
    ]


def count(version_id: int) -> Counted:
    """How many there are. One query."""
    records = (
        select(func.count(func.distinct(RecordRow.person_id)))
        .where(_stands(version_id))
        .scalar_subquery()
    )
    row = db.session.execute(
        select(
            func.count(func.distinct(Enrolment.person_id)),
            func.count(func.distinct(Enrolment.person_id)).filter(_standing(version_id)),
            records,
        )
        .select_from(Enrolment)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .where(_of(version_id))
    ).one()
    return Counted(*row)


def named(version_id: int, scope: Scope, day: date) -> list[Named]:
    """Those concerned whom the scope holds, by name. One query."""
    best = (
        select(
            RecordRow.person_id,
            func.max(RecordRow.issued_at).label("issued_at"),
            func.max(RecordRow.valid_until).label("valid_until"),
        )
        .where(RecordRow.version_id == version_id)
        .group_by(RecordRow.person_id)
        .subquery()
    )
    query = (
        select(
            Person.id,
            Person.key,
            Person.name,
            best.c.issued_at,
            best.c.valid_until,
            func.max(Enrolment.completed_at).is_not(None),
        )
        .select_from(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .outerjoin(best, best.c.person_id == Person.id)
        .where(_of(version_id), people_in(scope, day), Person.left_at.is_(None))
        .group_by(
            Person.id,
            Person.key,
            Person.name,
            Person.name_fold,
            best.c.issued_at,
            best.c.valid_until,
        )
        .order_by(Person.name_fold, Person.id)
        .limit(MOST)
    )
    return [Named(*row) for row in db.session.execute(query)]
