"""Find and keep completion records."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, insert, select
from sqlalchemy.orm import aliased

from elearn.store import hold as locks
from elearn.store.db import db, rows, table_of
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.records import RecordRow, RecordSecret, RecordStatus

MOST = 500
"""The most records of one person that a page shows."""

_RECORD = table_of(RecordRow)
_KEEP = insert(_RECORD).returning(_RECORD.c.id)
_KEEP_SECRET = insert(table_of(RecordSecret))
_BESIDES = (
    select(_RECORD.c.id)
    .where(
        _RECORD.c.person_id == bindparam("person_id"),
        _RECORD.c.enrolment_id != bindparam("enrolment_id"),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record. `facts` and `code` are None once the person's data were erased.

    `valid_until` is its last day: as was written when it was issued, or as the law has it on which
    its version rests.

    `renews_version` is the version of the record that it renewed, if it did; `withdrawn_because`
    says why the version that was completed was withdrawn, and is None if it was not.
    """

    id: int
    key: str
    person_id: int
    enrolment_id: int
    pack_id: str
    version: str
    title: str
    kind: str
    language: str
    law_checked: date | None
    issued_at: datetime
    valid_until: date | None
    digest: str
    code: str | None
    facts: dict[str, Any] | None
    revoked: bool
    superseded: bool
    version_id: int
    pack_digest: str
    renews_id: int | None
    renews_version: str | None
    withdrawn_because: str | None


def is_revoked() -> ColumnElement[bool]:
    """Whether a record was revoked."""
    return exists().where(RecordStatus.record_id == RecordRow.id, RecordStatus.status == "revoked")


def is_superseded() -> ColumnElement[bool]:
    """Whether a newer record took the place of a record, and was not revoked since."""
    later = aliased(RecordStatus)
    reinstated = exists().where(
        later.record_id == RecordStatus.record_id,
        later.status == "reinstated",
        later.id > RecordStatus.id,
    )
    return exists().where(
        RecordStatus.record_id == RecordRow.id, RecordStatus.status == "superseded", ~reinstated
    )


def holds_until() -> ColumnElement[date | None]:
    """The last day of a record, joined with its version: its own, or that of the law it rests on.

    None where it does not end, as far as is known.
    """
    return func.coalesce(RecordRow.valid_until, PackVersion.records_until)


def _records() -> Select[*tuple[Any, ...]]:
    older, older_version = aliased(RecordRow), aliased(PackVersion)
    return (
        select(
            RecordRow.id,
            RecordRow.key,
            RecordRow.person_id,
            RecordRow.enrolment_id,
            PackVersion.pack_id,
            PackVersion.version,
            PackVersion.title,
            RecordRow.kind,
            RecordRow.language,
            RecordRow.law_checked,
            RecordRow.issued_at,
            holds_until(),
            RecordRow.digest,
            RecordSecret.code,
            case((RecordSecret.record_id.is_(None), None), else_=RecordSecret.facts),
            is_revoked().label("revoked"),
            is_superseded().label("superseded"),
            RecordRow.version_id,
            PackVersion.digest.label("pack_digest"),
            RecordRow.renews_id,
            older_version.version,
            case((PackVersion.state == "withdrawn", PackVersion.end_reason)),
        )
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .outerjoin(older, older.id == RecordRow.renews_id)
        .outerjoin(older_version, older_version.id == older.version_id)
        .outerjoin(RecordSecret, RecordSecret.record_id == RecordRow.id)
    )


_BY_CODE_HASH = _records().where(RecordRow.code_hash == bindparam("code_hash"))


def by_code_hash(code_hash: str) -> KeptRecord | None:
    """The record that a code stands for."""
    row = db.session.execute(_BY_CODE_HASH, {"code_hash": code_hash}).first()
    return KeptRecord(*row) if row else None


def by_code_hashes(hashes: list[str]) -> dict[str, KeptRecord]:
    """The records that codes stand for, by the hash of the code; at most 500 are asked for."""
    query = _records().add_columns(RecordRow.code_hash)
    found = db.session.execute(query.where(RecordRow.code_hash.in_(hashes[:MOST])).limit(MOST))
    return {row[-1]: KeptRecord(*row[:-1]) for row in found}


def by_key(key: str) -> KeptRecord | None:
    """The record with that key."""
    row = db.session.execute(_records().where(RecordRow.key == key)).first()
    return KeptRecord(*row) if row else None


def of_enrolment(enrolment_id: int) -> KeptRecord | None:
    """The newest record of an enrolment."""
    query = _records().where(RecordRow.enrolment_id == enrolment_id)
    row = db.session.execute(query.order_by(RecordRow.issue.desc()).limit(1)).first()
    return KeptRecord(*row) if row else None


def next_issue(enrolment_id: int) -> int:
    """The number of the next record of an enrolment: 1, or more if one before it was revoked."""
    newest = select(func.max(RecordRow.issue)).where(RecordRow.enrolment_id == enrolment_id)
    return (db.session.scalar(newest) or 0) + 1


def of_person(person_id: int) -> list[KeptRecord]:
    """All records of a person, newest first."""
    found = db.session.execute(
        _records()
        .where(RecordRow.person_id == person_id)
        .order_by(RecordRow.issued_at.desc())
        .limit(MOST)
    )
    return [KeptRecord(*row) for row in found]


def by_id(record_id: int) -> KeptRecord | None:
    """The record with that number."""
    row = db.session.execute(_records().where(RecordRow.id == record_id)).first()
    return KeptRecord(*row) if row else None


def standing_of(person_id: int, pack_id: str = "") -> list[KeptRecord]:
    """The records of a person, of one pack or of all, that are neither revoked nor superseded.

    Newest first; those of people whose data were erased are not among them.
    """
    query = _records().where(
        RecordRow.person_id == person_id,
        RecordSecret.record_id.is_not(None),
        ~is_revoked(),
        ~is_superseded(),
    )
    if pack_id:
        query = query.where(PackVersion.pack_id == pack_id)
    found = db.session.execute(query.order_by(RecordRow.issued_at.desc()).limit(MOST))
    return [KeptRecord(*row) for row in found]


def has_besides(person_id: int, enrolment_id: int) -> bool:
    """Whether somebody was ever given a record in another enrolment than this one."""
    found = rows(_BESIDES, {"person_id": person_id, "enrolment_id": enrolment_id})
    return found.first() is not None


def renewals_of(record_id: int) -> list[KeptRecord]:
    """The records that renewed this one and were not revoked."""
    query = _records().where(RecordRow.renews_id == record_id, ~is_revoked())
    return [KeptRecord(*row) for row in db.session.execute(query.limit(MOST))]


def keep(record: dict[str, Any], secret: dict[str, Any]) -> int:
    """Keep a record with its readable side; its number.

    Raises:
        IntegrityError: If the enrolment has one already.
    """
    number = int(db.session.execute(_KEEP, record).scalar_one())
    db.session.execute(_KEEP_SECRET, {"record_id": number, **secret})
    return number


def add_status(record_id: int, status: str, reason: str, *, by: int | None, at: datetime) -> None:
    """Revoke or supersede a record, with a reason."""
    db.session.add(RecordStatus(record_id=record_id, status=status, reason=reason, by_id=by, at=at))


def reason(record_id: int, status: str) -> str:
    """Why a record was revoked or superseded; empty if it was not."""
    found = db.session.scalar(
        select(RecordStatus.reason)
        .where(RecordStatus.record_id == record_id, RecordStatus.status == status)
        .order_by(RecordStatus.id)
        .limit(1)
    )
    return found or ""


def statuses(record_id: int) -> list[tuple[str, str, datetime]]:
    """What happened to a record since its issue: status, reason, moment; the oldest first."""
    query = (
        select(RecordStatus.status, RecordStatus.reason, RecordStatus.at)
        .where(RecordStatus.record_id == record_id)
        .order_by(RecordStatus.id)
        .limit(MOST)
    )
    return [(row.status, row.reason, row.at) for row in db.session.execute(query)]


def hold(record_id: int) -> None:
    """Let others who decide about the same record wait until this transaction ends."""
    locks.hold(RecordRow, id=record_id)
