"""What happened to records after they were issued, in the order in which it did."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from elearn.store.db import db
from elearn.store.tables.records import RecordRow, RecordStatus

MOST = 1000
"""The most that are read at once."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Digest, last day and status of each, and the number of the last one."""

    rows: tuple[tuple[str, date | None, str], ...]
    last: int


@dataclass(frozen=True, slots=True)
class Newest:
    """The latest: its number, and the digest of its record."""

    number: int
    digest: str


def newest() -> Newest | None:
    """The latest; None if there is none."""
    last = select(func.max(RecordStatus.id)).scalar_subquery()
    row = db.session.execute(
        select(RecordStatus.id, RecordRow.digest)
        .join(RecordRow, RecordRow.id == RecordStatus.record_id)
        .where(RecordStatus.id == last)
    ).first()
    return Newest(*row) if row else None


def after(number: int, *, until: int) -> Batch:
    """The first thousand with a higher number, up to `until`."""
    found = db.session.execute(
        select(RecordStatus.id, RecordRow.digest, RecordRow.valid_until, RecordStatus.status)
        .join(RecordRow, RecordRow.id == RecordStatus.record_id)
        .where(RecordStatus.id > number, RecordStatus.id <= until)
        .order_by(RecordStatus.id)
        .limit(MOST)
    ).all()
    rows = tuple((digest, expires, status) for _id, digest, expires, status in found)
    return Batch(rows, found[-1].id if found else until)
