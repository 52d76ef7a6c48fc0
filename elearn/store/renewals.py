"""Grace periods of institutions, records that end, and who was told of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import aliased

from elearn.core.learning.renewal import LATE
from elearn.core.learning.standing_in_list import SOON
from elearn.store.db import db
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.scopes import holds_on
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow, RecordSecret
from elearn.store.tables.renewals import RenewalNotice, RenewalTerm
from elearn.store.tables.units import Membership, Unit, UnitParent
from elearn.store.upsert import insert_or_skip

_HIGHEST = 50
"""So many units are looked at above one."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A record that ends, and its holder."""

    record_id: int
    record_key: str
    person_id: int
    name: str
    email: str | None
    language: str | None
    pack_id: str
    digest: str
    title: str
    until: date


def _newest_terms() -> Any:
    newest = select(func.max(RenewalTerm.id)).group_by(RenewalTerm.unit_id)
    return (
        select(RenewalTerm.unit_id, RenewalTerm.grace_days)
        .where(RenewalTerm.id.in_(newest), RenewalTerm.grace_days.is_not(None))
        .subquery("terms")
    )


def grace_of(person_ids: Collection[int], day: date) -> dict[int, int]:
    """The days of grace of these people, where their institutions give any. One query.

    Of the units above one the nearest decides; of several units of one person the longest.
    """
    up = (
        select(
            Membership.person_id,
            Membership.unit_id.label("own"),
            Membership.unit_id.label("unit_id"),
            literal(0).label("up"),
        )
        .where(Membership.person_id.in_(person_ids), holds_on(Membership, day))
        .cte("up", recursive=True)
    )
    up = up.union_all(
        select(up.c.person_id, up.c.own, UnitParent.parent_id, up.c.up + 1).where(
            UnitParent.unit_id == up.c.unit_id,
            UnitParent.parent_id.is_not(None),
            holds_on(UnitParent, day),
            up.c.up < _HIGHEST,
        )
    )
    terms = _newest_terms()
    query = (
        select(up.c.person_id, up.c.own, terms.c.grace_days)
        .join(terms, terms.c.unit_id == up.c.unit_id)
        .order_by(up.c.up)
    )
    nearest: dict[tuple[int, int], int] = {}
    for person_id, own, days in db.session.execute(query):
        nearest.setdefault((person_id, own), days)
    found: dict[int, int] = {}
    for (person_id, _own), days in nearest.items():
        found[person_id] = max(days, found.get(person_id, 0))
    return found


def term_of_unit(unit_id: int, day: date) -> tuple[int | None, tuple[int, str] | None]:
    """The days of grace that a unit says itself, and those of the nearest one above, with its name.

    None where nothing is said.
    """
    up = select(literal(unit_id).label("unit_id"), literal(0).label("up")).cte("up", recursive=True)
    up = up.union_all(
        select(UnitParent.parent_id, up.c.up + 1).where(
            UnitParent.unit_id == up.c.unit_id,
            UnitParent.parent_id.is_not(None),
            holds_on(UnitParent, day),
            up.c.up < _HIGHEST,
        )
    )
    terms, unit = _newest_terms(), aliased(Unit)
    query = (
        select(up.c.up, terms.c.grace_days, unit.name)
        .join(terms, terms.c.unit_id == up.c.unit_id)
        .join(unit, unit.id == up.c.unit_id)
        .order_by(up.c.up)
    )
    found = list(db.session.execute(query))
    own = next((days for height, days, _name in found if height == 0), None)
    above = next(((days, name) for height, days, name in found if height), None)
    return own, above


def keep_term(unit_id: int, grace_days: int | None, *, by: int | None, at: datetime) -> None:
    """Keep how long after its end a record can still be renewed by what changed."""
    db.session.add(RenewalTerm(unit_id=unit_id, grace_days=grace_days, by_id=by, at=at))


def ending(today: date, after: int, *, limit: int) -> list[Ending]:
    """Records that stand and end soon or ended lately, of people who are there, from after one."""
    until = holds_until()
    first, last = today - LATE, today + SOON
    near = or_(
        RecordRow.valid_until.between(first, last),
        RecordRow.valid_until.is_(None) & PackVersion.records_until.between(first, last),
    )
    query = (
        select(
            RecordRow.id,
            RecordRow.key,
            Person.id,
            Person.name,
            Person.email,
            Person.language,
            PackVersion.pack_id,
            PackVersion.digest,
            PackVersion.title,
            until,
        )
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .join(Person, Person.id == RecordRow.person_id)
        .join(RecordSecret, RecordSecret.record_id == RecordRow.id)
        .where(
            RecordRow.id > after, near, Person.left_at.is_(None), ~is_revoked(), ~is_superseded()
        )
        .order_by(RecordRow.id)
        .limit(limit)
    )
    found: Any = db.session.execute(query)
    return [Ending(*row) for row in found]


def keep_notice(record_id: int, stage: str, *, at: datetime) -> bool:
    """Keep that the holder is told at this stage; False if they were told already."""
    return insert_or_skip(RenewalNotice, {"record_id": record_id, "stage": stage, "at": at})
