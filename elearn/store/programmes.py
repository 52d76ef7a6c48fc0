"""Find and keep programmes, and what is known of somebody who takes one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from elearn.core.learning.compliance import Held
from elearn.store import compliance
from elearn.store.db import begin_write, db
from elearn.store.tables.people import Person
from elearn.store.tables.programmes import ProgrammeRow, ProgrammeVersion
from elearn.store.tables.units import Membership

MOST = 200
"""The most programmes, or versions of one, that a page shows."""


@dataclass(frozen=True, slots=True)
class KeptProgramme:
    """One version of a programme."""

    id: int
    key: str
    closed: bool
    number: int
    title: str
    steps: str
    from_day: date
    by: str
    version_id: int


def _read(order: Sequence[Any], *conditions: ColumnElement[bool]) -> list[KeptProgramme]:
    rows: Any = db.session.execute(
        select(
            ProgrammeRow.id,
            ProgrammeRow.key,
            ProgrammeRow.closed_at.is_not(None),
            ProgrammeVersion.number,
            ProgrammeVersion.title,
            ProgrammeVersion.steps,
            ProgrammeVersion.from_day,
            func.coalesce(Person.name, ""),
            ProgrammeVersion.id,
        )
        .join(ProgrammeVersion, ProgrammeVersion.programme_id == ProgrammeRow.id)
        .outerjoin(Person, Person.id == ProgrammeVersion.by_id)
        .where(*conditions)
        .order_by(*order)
        .limit(MOST)
    )
    return [KeptProgramme(*row) for row in rows]


def on_day(day: date) -> list[KeptProgramme]:
    """What each programme that is offered says on that day, by title."""
    newest = (
        select(ProgrammeVersion.programme_id, func.max(ProgrammeVersion.number).label("number"))
        .where(ProgrammeVersion.from_day <= day)
        .group_by(ProgrammeVersion.programme_id)
        .subquery()
    )
    this = select(newest.c.number).where(newest.c.programme_id == ProgrammeRow.id)
    return _read(
        (ProgrammeVersion.title, ProgrammeVersion.id),
        ProgrammeRow.closed_at.is_(None),
        ProgrammeVersion.number == this.scalar_subquery(),
    )


def versions(key: str) -> list[KeptProgramme]:
    """All versions of a programme, newest first."""
    return _read((ProgrammeVersion.number.desc(),), ProgrammeRow.key == key)


def add(key: str, *, at: datetime) -> int:
    """Keep a new programme without versions; its number."""
    begin_write()
    row = ProgrammeRow(key=key, at=at)
    db.session.add(row)
    db.session.flush()
    return row.id


def add_version(  # noqa: PLR0913  # one row
    programme_id: int,
    number: int,
    *,
    title: str,
    steps: str,
    from_day: date,
    by: int | None,
    at: datetime,
) -> None:
    """Keep what a programme says from a day on."""
    begin_write()
    db.session.add(
        ProgrammeVersion(
            programme_id=programme_id,
            number=number,
            title=title,
            steps=steps,
            from_day=from_day,
            by_id=by,
            at=at,
        )
    )
    db.session.flush()


def close(programme_id: int, *, at: datetime) -> bool:
    """A programme is offered no more; False if it was not."""
    begin_write()
    done = db.session.execute(
        update(ProgrammeRow)
        .where(ProgrammeRow.id == programme_id, ProgrammeRow.closed_at.is_(None))
        .values(closed_at=at)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def held(person_id: int, day: date) -> frozenset[str]:
    """The courses of which somebody holds a record that counts on that day."""
    found = compliance.held_by([person_id])
    return frozenset(pack_id for (_who, pack_id), every in found.items() if _any_on(every, day))


def _any_on(every: Collection[Held], day: date) -> bool:
    return any(
        one.from_day <= day
        and (one.to_day is None or day < one.to_day)
        and (one.until is None or day <= one.until)
        and not (one.ends_by_law and one.law_day is not None and one.law_day <= day)
        for one in every
    )


def serves_since(person_id: int) -> date | None:
    """Since when somebody serves.

    As those who lead them entered or a roster said, else since their first unit here.
    """
    found = db.session.scalar(select(Person.serves_since).where(Person.id == person_id))
    if found is not None:
        return found
    return db.session.scalar(
        select(func.min(Membership.from_day)).where(Membership.person_id == person_id)
    )


def keep_service(person_id: int, since: date) -> None:
    """Keep since when somebody serves."""
    begin_write()
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(serves_since=since)
        .execution_options(synchronize_session=False)
    )
