"""Who will hold a current record of which course on a day: one row a person and a course."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, and_, case, func, literal, select, true

from elearn.core.learning.readiness import Ready
from elearn.store.db import db
from elearn.store.pages import overview
from elearn.store.pages.overview import FOR_EVER, Wanted
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import PackRow, PackVersion
from elearn.store.tables.records import RecordRow


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked.

    Attributes:
        wanted: Whom and which courses, as of today.
        day: The day that is looked at.
        touched: The versions whose law is otherwise by then.
        states: Those to keep; None for all.
    """

    wanted: Wanted
    day: date
    touched: frozenset[int]
    states: frozenset[Ready] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A person and a course; `version_id` and the rest are of the record that says most."""

    person_id: int
    person_key: str
    name: str
    unit: str
    pack_id: str
    ready: Ready
    version_id: int | None
    version: str | None
    law_checked: date | None
    valid_until: date | None


def versions_held(packs: Collection[str]) -> list[tuple[int, str]]:
    """The versions of these packs for which records were issued: number and digest."""
    query = (
        select(PackVersion.id, PackVersion.digest)
        .where(
            PackVersion.pack_id.in_(packs),
            PackVersion.id.in_(select(RecordRow.version_id)),
        )
        .order_by(PackVersion.id)
    )
    return [(row.id, row.digest) for row in db.session.execute(query)]


def _records(asked: Asked, people: Any) -> Any:
    """Per person and course the newest record: current on the day, holding then, standing now."""
    stands = ~is_revoked() & ~is_superseded()
    until = func.coalesce(holds_until(), literal(FOR_EVER, Date))
    holds = stands & (until >= asked.day)
    current = holds & RecordRow.version_id.not_in(asked.touched)
    return (
        select(
            RecordRow.person_id,
            PackVersion.pack_id,
            func.max(case((current, RecordRow.id))).label("current"),
            func.max(case((holds, RecordRow.id))).label("holds"),
            func.max(case((stands, RecordRow.id))).label("stands"),
        )
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .where(
            RecordRow.person_id.in_(select(people.c.id)),
            PackVersion.pack_id.in_(asked.wanted.packs),
        )
        .group_by(RecordRow.person_id, PackVersion.pack_id)
        .subquery("records_on_the_day")
    )


def _rows(asked: Asked) -> Select[Any]:
    people = overview.people_in_reach(asked.wanted)
    records = _records(asked, people)
    taking = overview.newest_enrolments(people, asked.wanted.packs)
    began = and_(Enrolment.completed_at.is_(None), Enrolment.last_item.is_not(None))
    ready = case(
        (records.c.current.is_not(None), Ready.READY.value),
        (records.c.holds.is_not(None), Ready.LAW.value),
        (records.c.stands.is_not(None), Ready.ENDS.value),
        (and_(Enrolment.id.is_not(None), began), Ready.UNDER_WAY.value),
        else_=Ready.NONE.value,
    ).label("ready")
    best = func.coalesce(records.c.current, records.c.holds, records.c.stands)
    query = (
        select(
            people.c.id,
            people.c.key,
            people.c.name,
            people.c.unit,
            PackRow.id.label("pack_id"),
            ready,
            RecordRow.version_id,
            PackVersion.version,
            RecordRow.law_checked,
            holds_until().label("valid_until"),
            people.c.name_fold,
        )
        .select_from(people)
        .join(PackRow, true())
        .outerjoin(
            records, and_(records.c.person_id == people.c.id, records.c.pack_id == PackRow.id)
        )
        .outerjoin(RecordRow, RecordRow.id == best)
        .outerjoin(PackVersion, PackVersion.id == RecordRow.version_id)
        .outerjoin(taking, and_(taking.c.person_id == people.c.id, taking.c.pack_id == PackRow.id))
        .outerjoin(Enrolment, Enrolment.id == taking.c.enrolment_id)
        .where(PackRow.id.in_(asked.wanted.packs))
    )
    if asked.states is not None:
        query = query.where(ready.in_([state.value for state in asked.states]))
    return query


def _ordered(asked: Asked) -> Select[Any]:
    rows = _rows(asked).subquery("listed")
    by_state = overview.rank(rows.c.ready, tuple(state.value for state in Ready))
    by_course = overview.rank(rows.c.pack_id, asked.wanted.packs)
    return select(rows).order_by(by_state, rows.c.name_fold, rows.c.id, by_course)


def counts(asked: Asked) -> dict[tuple[str, Ready], int]:
    """How many people stand how, by course."""
    rows = _rows(asked).subquery()
    query = select(rows.c.pack_id, rows.c.ready, func.count()).group_by(
        rows.c.pack_id, rows.c.ready
    )
    return {(pack_id, Ready(ready)): n for pack_id, ready, n in db.session.execute(query)}


def _row(row: Any) -> Row:
    return Row(
        row.id,
        row.key,
        row.name,
        row.unit,
        row.pack_id,
        Ready(row.ready),
        row.version_id,
        row.version,
        row.law_checked,
        row.valid_until,
    )


def rows(asked: Asked, *, limit: int, offset: int = 0) -> list[Row]:
    """One page of rows, who needs attention first. One query."""
    return [_row(row) for row in db.session.execute(_ordered(asked).limit(limit).offset(offset))]


def all_rows(asked: Asked, *, at_once: int = 500) -> Iterator[list[Row]]:
    """All rows in the order of the list, so many at a time."""
    found = db.session.execute(_ordered(asked), execution_options={"yield_per": at_once})
    for part in found.partitions():
        yield [_row(row) for row in part]
