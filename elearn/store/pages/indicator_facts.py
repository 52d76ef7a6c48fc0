"""Completion records as facts for indicators, in the order of their numbers, up to a bound."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from elearn.store.db import db
from elearn.store.scopes import holds_on
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.gains import GainRow
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow, RecordStatus
from elearn.store.tables.units import Membership, Unit, UnitParent

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """The highest numbers that there were: of records, of what became of them, of gains."""

    records: int
    statuses: int
    gains: int


class Kept(NamedTuple):
    """A completion record. `until` is its own last day, if it has one."""

    id: int
    person_id: int
    version_id: int
    issued_at: datetime
    until: date | None


def bounds() -> Bounds:
    """The highest numbers now."""

    def highest(column: Any) -> int:
        return int(db.session.scalar(select(func.max(column))) or 0)

    return Bounds(highest(RecordRow.id), highest(RecordStatus.id), highest(GainRow.id))


def versions() -> dict[int, tuple[str, str]]:
    """Pack and digest of every version, by number."""
    rows = db.session.execute(select(PackVersion.id, PackVersion.pack_id, PackVersion.digest))
    return {row.id: (row.pack_id, row.digest) for row in rows}


def version_ends() -> dict[int, date]:
    """The last day of all records of a version, where it has one."""
    rows = db.session.execute(
        select(PackVersion.id, PackVersion.records_until).where(
            PackVersion.records_until.is_not(None)
        )
    )
    return {row.id: row.records_until for row in rows}


def ended(bound: Bounds, before: datetime) -> frozenset[int]:
    """The records that were revoked or superseded before a moment and not reinstated since."""
    rows = db.session.execute(
        select(RecordStatus.record_id, RecordStatus.status)
        .where(RecordStatus.id <= bound.statuses, RecordStatus.at < before)
        .order_by(RecordStatus.id)
    )
    revoked: set[int] = set()
    superseded: set[int] = set()
    for record_id, status in rows:
        if status == "revoked":
            revoked.add(record_id)
        elif status == "superseded":
            superseded.add(record_id)
        else:  # reinstated
            superseded.discard(record_id)
    return frozenset(revoked | superseded)


def revoked(bound: Bounds, before: datetime) -> frozenset[int]:
    """The records that were revoked before a moment: they count for nothing."""
    return frozenset(
        db.session.scalars(
            select(RecordStatus.record_id).where(
                RecordStatus.id <= bound.statuses,
                RecordStatus.at < before,
                RecordStatus.status == "revoked",
            )
        )
    )


def records(bound: Bounds, since: datetime, before: datetime) -> Iterator[list[Kept]]:
    """The records that were issued between two moments, by number, some at a time."""
    after = 0
    query = (
        select(
            RecordRow.id,
            RecordRow.person_id,
            RecordRow.version_id,
            RecordRow.issued_at,
            RecordRow.valid_until,
        )
        .where(
            RecordRow.id <= bound.records,
            RecordRow.issued_at >= since,
            RecordRow.issued_at < before,
        )
        .order_by(RecordRow.id)
        .limit(_AT_ONCE)
    )
    while True:
        found = [Kept._make(row) for row in db.session.execute(query.where(RecordRow.id > after))]
        if not found:
            return
        yield found
        after = found[-1].id


def traits() -> dict[int, tuple[str | None, str | None]]:
    """Sex and function of everybody of whom either is known, as rosters say them."""
    rows = db.session.execute(
        select(Person.id, Person.sex, Person.function).where(
            Person.sex.is_not(None) | Person.function.is_not(None)
        )
    )
    return {row.id: (row.sex, row.function) for row in rows}


class Place(NamedTuple):
    """Where somebody belongs on a day: the country, and the name of the unit at the top."""

    country: str
    institution: str


def _tops(day: date) -> dict[int, int]:
    """The unit at the top above each unit that stands on a day."""
    rows = db.session.execute(
        select(UnitParent.unit_id, UnitParent.parent_id).where(holds_on(UnitParent, day))
    )
    above = {row.unit_id: row.parent_id for row in rows}
    found: dict[int, int] = {}
    for unit in above:
        top, seen = unit, {unit}
        while (parent := above.get(top)) is not None and parent not in seen:
            top = parent
            seen.add(top)
        found[unit] = top
    return found


def places(day: date) -> dict[int, Place]:
    """Where everybody belongs on a day; of several units the one that came first."""
    tops = _tops(day)
    units = {
        row.id: (row.name, row.country)
        for row in db.session.execute(select(Unit.id, Unit.name, Unit.country))
    }
    known: dict[int, Place] = {}
    found: dict[int, Place] = {}
    rows = db.session.execute(
        select(Membership.person_id, Membership.unit_id)
        .where(holds_on(Membership, day))
        .order_by(Membership.from_day, Membership.id)
    )
    for person_id, unit_id in rows:
        if unit_id not in known:
            top = tops.get(unit_id, unit_id)
            known[unit_id] = Place(units[unit_id][1], units[top][0])
        found.setdefault(person_id, known[unit_id])
    return found


def institutions(day: date) -> list[Place]:
    """The units at the top on a day, with their countries, by name."""
    rows = db.session.execute(
        select(Unit.country, Unit.name)
        .join(UnitParent, UnitParent.unit_id == Unit.id)
        .where(UnitParent.parent_id.is_(None), holds_on(UnitParent, day))
        .order_by(Unit.name, Unit.id)
    )
    return [Place(row.country, row.name) for row in rows]


def moved(first: date, last: date) -> list[tuple[int, date]]:
    """Who moved to another unit of one institution in a period and when, once for each move.

    A move is a membership that begins on the day on which another one of the person ends.
    """
    old, new = aliased(Membership), aliased(Membership)
    rows = db.session.execute(
        select(old.person_id, old.unit_id, new.unit_id, new.from_day)
        .join(
            new,
            (new.person_id == old.person_id)
            & (new.from_day == old.to_day)
            & (new.unit_id != old.unit_id),
        )
        .where(new.from_day >= first, new.from_day <= last)
        .order_by(new.id)
    )
    tops: dict[date, dict[int, int]] = defaultdict(dict)
    found = []
    for person_id, before, after, day in rows:
        if day not in tops:
            tops[day] = _tops(day)
        if tops[day].get(before, before) == tops[day].get(after, after):
            found.append((person_id, day))
    return found


def gained(
    bound: Bounds, since: datetime, before: datetime
) -> list[tuple[int, int, datetime, str, str]]:
    """Person, version, moment, and results before and after of each post-test in a period.

    Of each enrolment the first attempt at a post-test counts, with its newest gain.
    """
    first = (
        select(func.min(Attempt.id))
        .join(GainRow, GainRow.post_attempt_id == Attempt.id)
        .where(GainRow.id <= bound.gains)
        .group_by(Attempt.enrolment_id, Attempt.item_id)
    )
    newest = (
        select(func.max(GainRow.id))
        .where(GainRow.post_attempt_id.in_(first), GainRow.id <= bound.gains)
        .group_by(GainRow.post_attempt_id)
    )
    rows = db.session.execute(
        select(Enrolment.person_id, GainRow.version_id, GainRow.at, GainRow.before, GainRow.after)
        .join(Attempt, Attempt.id == GainRow.post_attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(GainRow.id.in_(newest), GainRow.at >= since, GainRow.at < before)
        .order_by(GainRow.id)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]
