"""Find the records that an event is about, and of them those whom a scope reaches."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.scopes import people_in
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """A record by its keys and days. `renews`: the key of the one that it renewed."""

    id: int
    key: str
    person_id: int
    person: str
    pack: str
    version: str
    issued_at: datetime
    valid_until: date | None
    renews: str | None


def reached(record_ids: Collection[int], scope: Scope, day: date) -> list[RecordKeys]:
    """Of these records, those of people whom the scope holds that day and who are there."""
    older = aliased(RecordRow)
    rows: Any = db.session.execute(
        select(
            RecordRow.id,
            RecordRow.key,
            Person.id,
            Person.key,
            PackVersion.pack_id,
            PackVersion.version,
            RecordRow.issued_at,
            holds_until(),
            older.key,
        )
        .join(Person, Person.id == RecordRow.person_id)
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .outerjoin(older, older.id == RecordRow.renews_id)
        .where(RecordRow.id.in_(record_ids), people_in(scope, day), Person.left_at.is_(None))
        .order_by(RecordRow.id)
    )
    return [RecordKeys(*row) for row in rows]


def ended(first: date, last: date, after: int, *, limit: int) -> list[int]:
    """Records that stood until a day from the first to the last of these, from after one."""
    near = or_(
        RecordRow.valid_until.between(first, last),
        RecordRow.valid_until.is_(None) & PackVersion.records_until.between(first, last),
    )
    return list(
        db.session.scalars(
            select(RecordRow.id)
            .join(PackVersion, PackVersion.id == RecordRow.version_id)
            .where(RecordRow.id > after, near, ~is_revoked(), ~is_superseded())
            .order_by(RecordRow.id)
            .limit(limit)
        )
    )


def standing_on(version_id: int, after: int, *, limit: int) -> list[int]:
    """Records of a version that stand, from after one."""
    return list(
        db.session.scalars(
            select(RecordRow.id)
            .where(
                RecordRow.version_id == version_id,
                RecordRow.id > after,
                ~is_revoked(),
                ~is_superseded(),
            )
            .order_by(RecordRow.id)
            .limit(limit)
        )
    )


def version_name(version_id: int) -> tuple[str, str]:
    """The pack and the version of that number."""
    query = select(PackVersion.pack_id, PackVersion.version).where(PackVersion.id == version_id)
    row = db.session.execute(query).one()
    return row[0], row[1]
