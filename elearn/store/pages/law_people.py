"""Who holds a record of a course that rests on law which changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from elearn.core.access import Scope
from elearn.core.law.outcome import CONCERNED
from elearn.store.db import db
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.scopes import holds_on, people_in, units_below
from elearn.store.tables.law import CitedProvision, LawHit, LawRequest, LawTouch
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow, RecordStatus
from elearn.store.tables.units import Membership, Unit

_STATES = tuple(outcome.value for outcome in CONCERNED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for: whom it may show, as of which day, of which course or of all."""

    scope: Scope
    day: date
    pack_id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A record that holds, and whether its holder was asked to learn what changed."""

    record_key: str
    record_id: int
    person_id: int
    person_key: str
    name: str
    unit: str
    version_id: int
    pack_id: str
    version: str
    digest: str
    title: str
    issued_at: datetime
    valid_until: date | None
    law_checked: date | None
    asked_at: datetime | None
    due: date | None


def _concerned(version_id: Any) -> ColumnElement[bool]:
    """Whether law that a version rests on changed, and was not found to leave it right."""
    return (
        select(LawHit.id).where(LawHit.version_id == version_id, LawHit.state.in_(_STATES)).exists()
    )


def _holds(day: date) -> ColumnElement[bool]:
    until = holds_until()
    return or_(until.is_(None), until >= day) & ~is_revoked() & ~is_superseded()


def _better(day: date) -> ColumnElement[bool]:
    """Whether the person holds another record of the pack, of a version that is not concerned."""
    other, version = aliased(RecordRow), aliased(PackVersion)
    until = func.coalesce(other.valid_until, version.records_until)
    return (
        select(other.id)
        .join(version, version.id == other.version_id)
        .where(
            other.person_id == RecordRow.person_id,
            version.pack_id == PackVersion.pack_id,
            other.issued_at > RecordRow.issued_at,
            or_(until.is_(None), until >= day),
            ~exists().where(RecordStatus.record_id == other.id, RecordStatus.status == "revoked"),
            ~_concerned(version.id),
        )
        .exists()
    )


def _unit_names(scope: Scope, day: date) -> Any:
    units = (
        select(func.aggregate_strings(Unit.name, ", "))
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.person_id == Person.id, holds_on(Membership, day))
    )
    if not scope.everybody:
        units = units.where(Unit.id.in_(units_below(scope.units, day)))
    return func.coalesce(units.correlate(Person).scalar_subquery(), "")


def _rows(wanted: Wanted, *columns: Any) -> Select[Any]:
    day = wanted.day
    query: Any = (
        select(*columns)
        .select_from(RecordRow)
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .join(Person, Person.id == RecordRow.person_id)
        .outerjoin(LawRequest, LawRequest.record_id == RecordRow.id)
        .where(
            _concerned(RecordRow.version_id),
            _holds(day),
            Person.left_at.is_(None),
            people_in(wanted.scope, day),
            ~_better(day),
        )
    )
    if wanted.pack_id:
        query = query.where(PackVersion.pack_id == wanted.pack_id)
    return query  # type: ignore[no-any-return]  # a select of columns that are not listed


def _full(wanted: Wanted) -> Select[Any]:
    return _rows(
        wanted,
        RecordRow.key,
        RecordRow.id,
        Person.id,
        Person.key,
        Person.name,
        _unit_names(wanted.scope, wanted.day),
        PackVersion.id,
        PackVersion.pack_id,
        PackVersion.version,
        PackVersion.digest,
        PackVersion.title,
        RecordRow.issued_at,
        holds_until(),
        RecordRow.law_checked,
        LawRequest.at,
        LawRequest.due,
    ).order_by(Person.name_fold, Person.id, PackVersion.pack_id, RecordRow.id)


def count(wanted: Wanted) -> int:
    """How many records there are."""
    return db.session.scalar(_rows(wanted, func.count(RecordRow.id))) or 0


def rows(wanted: Wanted, *, limit: int, offset: int = 0) -> list[Row]:
    """One page of them, by name. One query."""
    found = db.session.execute(_full(wanted).limit(limit).offset(offset))
    return [Row(*row) for row in found]


def all_rows(wanted: Wanted, *, at_once: int = 500) -> Iterator[list[Row]]:
    """All of them, so many at a time, none kept in memory afterwards."""
    found = db.session.execute(_full(wanted), execution_options={"yield_per": at_once})
    for part in found.partitions():
        yield [Row(*row) for row in part]


def with_keys(wanted: Wanted, keys: Iterable[str]) -> list[Row]:
    """Those of them with these keys."""
    found = db.session.execute(_full(wanted).where(RecordRow.key.in_(list(keys))))
    return [Row(*row) for row in found]


def packs_concerned() -> list[str]:
    """The packs of which some version rests on law that changed."""
    versions = select(PackVersion.pack_id).where(_concerned(PackVersion.id)).distinct()
    return sorted(db.session.scalars(versions))


def changed_law(version_ids: Iterable[int]) -> dict[int, list[tuple[str, str, str]]]:
    """What changed of the law behind each of these versions: name, provision and day. One query."""
    query = (
        select(LawHit.version_id, CitedProvision.name, CitedProvision.ref, LawTouch.day)
        .distinct()
        .join(CitedProvision, CitedProvision.id == LawHit.provision_id)
        .join(
            LawTouch,
            (LawTouch.impact_id == LawHit.impact_id)
            & (LawTouch.provision_id == LawHit.provision_id),
        )
        .where(LawHit.version_id.in_(sorted(set(version_ids))), LawHit.state.in_(_STATES))
        .order_by(LawTouch.day, CitedProvision.name, CitedProvision.ref)
    )
    found: dict[int, list[tuple[str, str, str]]] = {}
    for version_id, name, ref, day in db.session.execute(query):
        found.setdefault(version_id, []).append((name, ref, day))
    return found
