"""Find and keep exemptions: what is not asked of somebody, from a day to a day, and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from elearn.store.db import begin_write, db
from elearn.store.tables.duties import ExemptionRow
from elearn.store.tables.people import Person

MOST = 200
"""The most exemptions of one person that a page shows."""


@dataclass(frozen=True, slots=True)
class KeptExemption:
    """An exemption and who gave it. `to_day` is half-open; None: without end."""

    id: int
    key: str
    person_id: int
    pack_id: str
    from_day: date
    to_day: date | None
    reason: str
    by: str
    ended: bool

    @property
    def last_day(self) -> date | None:
        """The last day of it; None: without end."""
        return self.to_day - timedelta(days=1) if self.to_day else None


def _read(condition: ColumnElement[bool]) -> list[KeptExemption]:
    rows: Any = db.session.execute(
        select(ExemptionRow, Person.name)
        .outerjoin(Person, Person.id == ExemptionRow.by_id)
        .where(condition)
        .order_by(ExemptionRow.from_day.desc(), ExemptionRow.id.desc())
        .limit(MOST)
    )
    return [
        KeptExemption(
            row.id,
            row.key,
            row.person_id,
            row.pack_id,
            row.from_day,
            row.to_day,
            row.reason,
            by or "",
            row.ended_at is not None,
        )
        for row, by in rows
    ]


def of_person(person_id: int) -> list[KeptExemption]:
    """All exemptions of somebody, latest first."""
    return _read(ExemptionRow.person_id == person_id)


def by_key(key: str) -> KeptExemption | None:
    """The exemption with that key."""
    found = _read(ExemptionRow.key == key)
    return found[0] if found else None


def overlaps(person_id: int, pack_id: str, from_day: date, to_day: date) -> bool:
    """Whether somebody is exempt from a pack on some of these days already."""
    query = select(ExemptionRow.id).where(
        ExemptionRow.person_id == person_id,
        ExemptionRow.pack_id == pack_id,
        ExemptionRow.from_day < to_day,
        or_(ExemptionRow.to_day.is_(None), ExemptionRow.to_day > from_day),
    )
    return db.session.execute(query.limit(1)).first() is not None


def keep(  # noqa: PLR0913  # one row
    key: str,
    person_id: int,
    pack_id: str,
    *,
    from_day: date,
    to_day: date,
    reason: str,
    by: int | None,
    at: datetime,
) -> None:
    """Keep an exemption."""
    begin_write()
    db.session.add(
        ExemptionRow(
            key=key,
            person_id=person_id,
            pack_id=pack_id,
            from_day=from_day,
            to_day=to_day,
            reason=reason,
            by_id=by,
            at=at,
        )
    )
    db.session.flush()


def end(found: KeptExemption, day: date, *, by: int | None, at: datetime) -> bool:
    """An exemption ends before its time; False if it had ended. A later one never begins."""
    begin_write()
    done = db.session.execute(
        update(ExemptionRow)
        .where(ExemptionRow.id == found.id, ExemptionRow.ended_at.is_(None))
        .values(to_day=max(day, found.from_day), ended_by=by, ended_at=at)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows
