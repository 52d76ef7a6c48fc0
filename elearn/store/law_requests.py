"""Find and keep that somebody was asked to learn what changed since they completed a course."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from elearn.store.db import db
from elearn.store.records import is_revoked, is_superseded
from elearn.store.tables.law import LawRequest
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.records import RecordRow
from elearn.store.upsert import insert_or_skip


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """That somebody is asked, and until when. `version` is the one that they completed."""

    record_key: str
    pack_id: str
    version: str
    due: date | None
    at: datetime


def keep(record_id: int, person_id: int, *, due: date | None, by: int | None, at: datetime) -> bool:
    """Keep that the holder of a record is asked; whether that is new. Else the day is moved."""
    values = {
        "record_id": record_id,
        "person_id": person_id,
        "due": due,
        "by_id": by,
        "at": at,
    }
    if insert_or_skip(LawRequest, values):
        return True
    db.session.execute(
        update(LawRequest).where(LawRequest.record_id == record_id).values(due=due, by_id=by, at=at)
    )
    return False


def of_person(person_id: int) -> list[KeptRequest]:
    """What somebody is asked, while the records stand that it is about."""
    query: Any = (
        select(
            RecordRow.key,
            PackVersion.pack_id,
            PackVersion.version,
            LawRequest.due,
            LawRequest.at,
        )
        .join(RecordRow, RecordRow.id == LawRequest.record_id)
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .where(LawRequest.person_id == person_id, ~is_revoked(), ~is_superseded())
        .order_by(LawRequest.due.is_(None), LawRequest.due, LawRequest.id)
    )
    return [KeptRequest(*row) for row in db.session.execute(query)]
