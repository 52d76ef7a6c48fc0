"""Find and keep reports under a name, and what is known of files made of reports."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from elearn.store.db import begin_write, db
from elearn.store.tables.saved_reports import ReportFile, SavedReport

MOST = 50
"""The most saved reports, and files, of one person that a page shows."""

WAITING, READY, REFUSED, TOO_LONG = "waiting", "ready", "refused", "too-long"


@dataclass(frozen=True, slots=True)
class KeptSaved:
    """A report under a name."""

    id: int
    key: str
    person_id: int
    name: str
    asked: dict[str, Any]
    form: str
    rhythm: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file made, or to be made, of a report."""

    id: int
    key: str
    person_id: int
    name: str
    asked: dict[str, Any]
    form: str
    state: str
    asked_at: datetime
    made_at: datetime | None
    expires_at: datetime
    rows: int | None
    size: int | None
    digest: str | None
    units: list[int] | None


def _saved(row: SavedReport) -> KeptSaved:
    return KeptSaved(
        row.id, row.key, row.person_id, row.name, row.asked, row.form, row.rhythm, row.next_on
    )


def _file(row: ReportFile) -> KeptFile:
    return KeptFile(
        row.id,
        row.key,
        row.person_id,
        row.name,
        row.asked,
        row.form,
        row.state,
        row.asked_at,
        row.made_at,
        row.expires_at,
        row.rows,
        row.size,
        row.digest,
        row.units,
    )


def saved_of(person_id: int) -> list[KeptSaved]:
    """The saved reports of somebody, by name."""
    query = select(SavedReport).where(SavedReport.person_id == person_id)
    return [_saved(row) for row in db.session.scalars(query.order_by(SavedReport.name).limit(MOST))]


def count_saved(person_id: int) -> int:
    """How many reports somebody has saved."""
    query = select(func.count(SavedReport.id)).where(SavedReport.person_id == person_id)
    return int(db.session.scalar(query) or 0)


def keep_saved(**values: Any) -> None:
    """Keep a report under a name."""
    begin_write()
    db.session.add(SavedReport(**values))
    db.session.flush()


def forget_saved(key: str, person_id: int) -> bool:
    """Delete somebody's saved report; False if there is none."""
    begin_write()
    done = db.session.execute(
        delete(SavedReport).where(SavedReport.key == key, SavedReport.person_id == person_id)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a deletion's result counts rows


def due(day: date, *, limit: int) -> list[KeptSaved]:
    """Saved reports that are to be made on that day, or were before."""
    query = select(SavedReport).where(SavedReport.next_on <= day)
    return [_saved(row) for row in db.session.scalars(query.order_by(SavedReport.id).limit(limit))]


def set_next(saved_id: int, day: date | None) -> None:
    """When a saved report is made next."""
    begin_write()
    db.session.execute(update(SavedReport).where(SavedReport.id == saved_id).values(next_on=day))


def files_of(person_id: int, now: datetime) -> list[KeptFile]:
    """The files of somebody that have not expired, newest first."""
    query = select(ReportFile).where(ReportFile.person_id == person_id, ReportFile.expires_at > now)
    found = db.session.scalars(query.order_by(ReportFile.id.desc()).limit(MOST))
    return [_file(row) for row in found]


def count_waiting(person_id: int) -> int:
    """How many files of somebody are still to be made."""
    query = select(func.count(ReportFile.id)).where(
        ReportFile.person_id == person_id, ReportFile.state == WAITING
    )
    return int(db.session.scalar(query) or 0)


def file_by_key(key: str) -> KeptFile | None:
    """The file with that key."""
    row = db.session.scalars(select(ReportFile).where(ReportFile.key == key)).first()
    return _file(row) if row else None


def keep_file(**values: Any) -> None:
    """Keep that a file is to be made."""
    begin_write()
    db.session.add(ReportFile(**values))
    db.session.flush()


def set_file(key: str, **values: Any) -> None:
    """Keep what became of a file."""
    begin_write()
    db.session.execute(update(ReportFile).where(ReportFile.key == key).values(**values))


def forget_files_before(now: datetime, *, limit: int) -> list[str]:
    """Delete what is known of files that have expired; their digests."""
    begin_write()
    rows = db.session.execute(
        select(ReportFile.id, ReportFile.digest).where(ReportFile.expires_at <= now).limit(limit)
    ).all()
    db.session.execute(delete(ReportFile).where(ReportFile.id.in_([row.id for row in rows])))
    return [row.digest for row in rows if row.digest]
