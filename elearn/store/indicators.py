"""Find and keep logframes, their newest figures, and frozen figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from elearn.core.indicator.figures import Who
from elearn.store import bulk
from elearn.store.db import begin_write, db
from elearn.store.tables.indicators import LogframeRow, Snapshot, SnapshotPerson

MOST = 50
"""The most logframes, and frozen figures of one, that a page shows."""


@dataclass(frozen=True, slots=True)
class KeptLogframe:
    """A logframe of the site, with its newest figures."""

    id: int
    key: str
    title: str
    source: str
    kept_at: datetime
    figures: dict[str, Any] | None
    last: date | None
    computed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """Frozen figures in a list."""

    key: str
    last: date
    taken_at: datetime
    derived_at: datetime | None
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptSnapshot:
    """Frozen figures with what they were drawn from."""

    id: int
    key: str
    logframe_id: int
    source: str
    last: date
    taken_at: datetime
    bounds: dict[str, int]
    versions: dict[str, Any]
    figures: dict[str, Any]
    people_digest: str


def _frame(row: LogframeRow) -> KeptLogframe:
    return KeptLogframe(
        row.id,
        row.key,
        row.title,
        row.source,
        row.kept_at,
        row.figures,
        row.last,
        row.computed_at,
    )


def logframes() -> list[KeptLogframe]:
    """The logframes of the site, by title."""
    query = select(LogframeRow).order_by(LogframeRow.title, LogframeRow.id).limit(MOST)
    return [_frame(row) for row in db.session.scalars(query)]


def logframe(key: str) -> KeptLogframe | None:
    """The logframe with that key."""
    row = db.session.scalars(select(LogframeRow).where(LogframeRow.key == key)).first()
    return _frame(row) if row else None


def keep_logframe(key: str, title: str, source: str, now: datetime) -> None:
    """Keep a logframe, in place of an earlier one of that key; its figures are to be computed."""
    begin_write()
    row = db.session.scalars(select(LogframeRow).where(LogframeRow.key == key)).first()
    if row is None:
        row = LogframeRow(key=key)
        db.session.add(row)
    row.title, row.source, row.kept_at = title, source, now
    row.figures, row.last, row.computed_at = None, None, None
    db.session.flush()


def set_figures(
    key: str, source: str, figures: Mapping[str, Any], last: date, now: datetime
) -> None:
    """Keep figures that were computed, unless the logframe was replaced meanwhile."""
    begin_write()
    db.session.execute(
        update(LogframeRow)
        .where(LogframeRow.key == key, LogframeRow.source == source)
        .values(figures=dict(figures), last=last, computed_at=now)
    )


def snapshots(logframe_id: int) -> list[SnapshotLine]:
    """The frozen figures of a logframe, newest first."""
    rows = db.session.execute(
        select(
            Snapshot.key, Snapshot.last, Snapshot.taken_at, Snapshot.derived_at, Snapshot.differs
        )
        .where(Snapshot.logframe_id == logframe_id)
        .order_by(Snapshot.id.desc())
        .limit(MOST)
    )
    return [
        SnapshotLine(r.key, r.last, r.taken_at, r.derived_at, tuple(r.differs or ())) for r in rows
    ]


def snapshot(key: str) -> KeptSnapshot | None:
    """The frozen figures with that key."""
    row = db.session.scalars(select(Snapshot).where(Snapshot.key == key)).first()
    if row is None:
        return None
    return KeptSnapshot(
        row.id,
        row.key,
        row.logframe_id,
        row.source,
        row.last,
        row.taken_at,
        row.bounds,
        row.versions,
        row.figures,
        row.people_digest,
    )


_COLUMNS = ("snapshot_id", "person_id", "country", "institution", "sex", "function", "moves")


def keep_snapshot(people: Iterable[tuple[int, Who, list[str]]], **values: Any) -> None:
    """Keep frozen figures, and what they know of each person they count."""
    listed = list(people)
    begin_write()
    row = Snapshot(**values)
    db.session.add(row)
    db.session.flush()  # for the number
    lines = [(row.id, person_id, *who, moves) for person_id, who, moves in listed]
    bulk.insert(SnapshotPerson, _COLUMNS, bulk.prepared(SnapshotPerson, _COLUMNS, lines))


def people_of(snapshot_id: int) -> dict[int, tuple[Who, list[str]]]:
    """What frozen figures know of each person they count."""
    rows = db.session.execute(
        select(
            SnapshotPerson.person_id,
            SnapshotPerson.country,
            SnapshotPerson.institution,
            SnapshotPerson.sex,
            SnapshotPerson.function,
            SnapshotPerson.moves,
        )
        .where(SnapshotPerson.snapshot_id == snapshot_id)
        .order_by(SnapshotPerson.person_id)
    )
    return {r[0]: (Who(r[1], r[2], r[3], r[4]), r[5]) for r in rows}


def set_derived(key: str, differs: Iterable[str], now: datetime) -> None:
    """Keep that frozen figures were derived again, and what was otherwise."""
    begin_write()
    db.session.execute(
        update(Snapshot).where(Snapshot.key == key).values(derived_at=now, differs=list(differs))
    )
