"""Find and keep reports of mistakes in packs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from elearn.store.db import db
from elearn.store.tables.packs import MistakeReport, PackVersion


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report, without who made it: the trainers need not know."""

    id: int
    key: str
    pack_id: str
    version: str
    digest: str
    title: str
    item_id: str
    block: str
    language: str
    text: str
    at: datetime
    state: str
    handled_at: datetime | None
    note: str


def _reports() -> Select[*tuple[Any, ...]]:
    return select(
        MistakeReport.id,
        MistakeReport.key,
        PackVersion.pack_id,
        PackVersion.version,
        PackVersion.digest,
        PackVersion.title,
        MistakeReport.item_id,
        MistakeReport.block,
        MistakeReport.language,
        MistakeReport.text,
        MistakeReport.at,
        MistakeReport.state,
        MistakeReport.handled_at,
        MistakeReport.note,
    ).join(PackVersion, PackVersion.id == MistakeReport.version_id)


def keep(**values: Any) -> None:
    """Keep a report."""
    db.session.add(MistakeReport(**values))


def of_person(person_id: int, *, limit: int) -> list[KeptReport]:
    """What somebody has reported, latest first."""
    query = _reports().where(MistakeReport.person_id == person_id)
    rows = db.session.execute(query.order_by(MistakeReport.id.desc()).limit(limit))
    return [KeptReport(*row) for row in rows]


def made_since(person_id: int, moment: datetime) -> int:
    """How many reports somebody has made since then."""
    query = select(func.count(MistakeReport.id)).where(
        MistakeReport.person_id == person_id, MistakeReport.at > moment
    )
    return int(db.session.scalar(query) or 0)


def count(state: str, pack_id: str = "") -> int:
    """How many reports are in that state, of one pack or of all."""
    query = select(func.count(MistakeReport.id)).where(MistakeReport.state == state)
    if pack_id:
        query = query.join(PackVersion, PackVersion.id == MistakeReport.version_id).where(
            PackVersion.pack_id == pack_id
        )
    return int(db.session.scalar(query) or 0)


def listing(state: str, pack_id: str = "", *, limit: int, offset: int) -> list[KeptReport]:
    """Reports in that state: open ones oldest first, closed ones latest first."""
    query = _reports().where(MistakeReport.state == state)
    if pack_id:
        query = query.where(PackVersion.pack_id == pack_id)
    order = MistakeReport.id if state == "open" else MistakeReport.id.desc()
    rows = db.session.execute(query.order_by(order).limit(limit).offset(offset))
    return [KeptReport(*row) for row in rows]


def by_key(key: str) -> KeptReport | None:
    """The report with that key."""
    row = db.session.execute(_reports().where(MistakeReport.key == key)).first()
    return KeptReport(*row) if row else None


def close(report_id: int, note: str, *, by: int | None, at: datetime) -> None:
    """Close a report, with what was done about it."""
    row = db.session.get_one(MistakeReport, report_id)
    row.state, row.note, row.handled_by, row.handled_at = "closed", note, by, at


def open_counts() -> dict[int, int]:
    """How many reports are open on each version, by version number."""
    rows = db.session.execute(
        select(MistakeReport.version_id, func.count(MistakeReport.id))
        .where(MistakeReport.state == "open")
        .group_by(MistakeReport.version_id)
    )
    return {version_id: n for version_id, n in rows}  # noqa: C416  # rows are not plain tuples
