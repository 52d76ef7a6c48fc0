"""Find and keep completion records."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, exists, select

from elearn.store import hold as locks
from elearn.store.db import db
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.records import RecordRow, RecordSecret, RecordStatus

MOST = 500
"""The most records of one person that a page shows."""


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record. `facts` and `code` are None once the person's data were erased."""

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


def _has(status: str) -> Any:
    return (
        exists()
        .where(RecordStatus.record_id == RecordRow.id, RecordStatus.status == status)
        .label(status)
    )


def _records() -> Select[*tuple[Any, ...]]:
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
            RecordRow.valid_until,
            RecordRow.digest,
            RecordSecret.code,
            case((RecordSecret.record_id.is_(None), None), else_=RecordSecret.facts),
            _has("revoked"),
            _has("superseded"),
        )
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .outerjoin(RecordSecret, RecordSecret.record_id == RecordRow.id)
    )


_BY_CODE_HASH = _records().where(RecordRow.code_hash == bindparam("code_hash"))


def by_code_hash(code_hash: str) -> KeptRecord | None:
    """The record that a code stands for."""
    row = db.session.execute(_BY_CODE_HASH, {"code_hash": code_hash}).first()
    return KeptRecord(*row) if row else None


def by_key(key: str) -> KeptRecord | None:
    """The record with that key."""
    row = db.session.execute(_records().where(RecordRow.key == key)).first()
    return KeptRecord(*row) if row else None


def of_enrolment(enrolment_id: int) -> KeptRecord | None:
    """The record of an enrolment."""
    row = db.session.execute(_records().where(RecordRow.enrolment_id == enrolment_id)).first()
    return KeptRecord(*row) if row else None


def of_person(person_id: int) -> list[KeptRecord]:
    """All records of a person, newest first."""
    rows = db.session.execute(
        _records()
        .where(RecordRow.person_id == person_id)
        .order_by(RecordRow.issued_at.desc())
        .limit(MOST)
    )
    return [KeptRecord(*row) for row in rows]


def keep(record: dict[str, Any], secret: dict[str, Any]) -> int:
    """Keep a record with its readable side; its number.

    Raises:
        IntegrityError: If the enrolment has one already.
    """
    row = RecordRow(**record)
    db.session.add(row)
    db.session.flush()  # for its number, and to meet the constraint here
    db.session.add(RecordSecret(record_id=row.id, **secret))
    return row.id


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


def hold(record_id: int) -> None:
    """Let others who decide about the same record wait until this transaction ends."""
    locks.hold(RecordRow, id=record_id)
