"""Completion records for programs: without codes and facts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from elearn.store.collections.people import Reach
from elearn.store.db import db
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record. `renews`: the key of the older record that it renewed."""

    id: int
    key: str
    person_id: int
    person: str
    pack: str
    version: str
    kind: str
    language: str
    law_checked: date | None
    issued_at: datetime
    valid_until: date | None
    revoked: bool
    superseded: bool
    renews: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list: keys of a person, a pack, a record; from when on they were issued."""

    person: str = ""
    pack: str = ""
    key: str = ""
    since: datetime | None = None


def page(reach: Reach, wanted: Wanted, *, after: int, limit: int) -> list[RecordLine]:
    """Records by their numbers, of people who have not left the service."""
    older = aliased(RecordRow)
    query = (
        select(
            RecordRow.id,
            RecordRow.key,
            Person.id,
            Person.key,
            PackVersion.pack_id,
            PackVersion.version,
            RecordRow.kind,
            RecordRow.language,
            RecordRow.law_checked,
            RecordRow.issued_at,
            holds_until(),
            is_revoked().label("revoked"),
            is_superseded().label("superseded"),
            older.key,
        )
        .join(Person, Person.id == RecordRow.person_id)
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .outerjoin(older, older.id == RecordRow.renews_id)
        .where(reach.people(), Person.left_at.is_(None), RecordRow.id > after)
    )
    if wanted.person:
        query = query.where(Person.key == wanted.person)
    if wanted.pack:
        query = query.where(PackVersion.pack_id == wanted.pack)
    if wanted.key:
        query = query.where(RecordRow.key == wanted.key)
    if wanted.since is not None:
        query = query.where(RecordRow.issued_at >= wanted.since)
    rows: Any = db.session.execute(query.order_by(RecordRow.id).limit(limit))
    return [RecordLine(*row) for row in rows]
