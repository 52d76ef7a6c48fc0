"""Find and keep prior learning: what somebody learnt elsewhere, recognised in place of a pack."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from elearn.store.db import begin_write, db
from elearn.store.tables.duties import PriorLearningRow
from elearn.store.tables.people import Person

MOST = 200
"""The most entries of one person that a page shows."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows it: title, awarding body, dates, and what was seen of it."""

    title: str
    awarding_body: str
    awarded_on: date
    valid_until: date | None
    seen: str


@dataclass(frozen=True, slots=True)
class KeptPrior:
    """A recognition, who made it and when; `withdrawn_because` says why it was taken back."""

    id: int
    key: str
    person_id: int
    pack_id: str
    evidence: Evidence
    by: str
    at: datetime
    withdrawn: bool
    withdrawn_because: str


def _read(condition: ColumnElement[bool]) -> list[KeptPrior]:
    rows: Any = db.session.execute(
        select(PriorLearningRow, Person.name)
        .outerjoin(Person, Person.id == PriorLearningRow.by_id)
        .where(condition)
        .order_by(PriorLearningRow.id.desc())
        .limit(MOST)
    )
    return [
        KeptPrior(
            row.id,
            row.key,
            row.person_id,
            row.pack_id,
            Evidence(row.title, row.awarding_body, row.awarded_on, row.valid_until, row.seen),
            by or "",
            row.at,
            row.withdrawn_at is not None,
            row.withdrawn_because,
        )
        for row, by in rows
    ]


def of_person(person_id: int) -> list[KeptPrior]:
    """All that was recognised of somebody, newest first, with what was taken back."""
    return _read(PriorLearningRow.person_id == person_id)


def by_key(key: str) -> KeptPrior | None:
    """The recognition with that key."""
    found = _read(PriorLearningRow.key == key)
    return found[0] if found else None


def keep(
    key: str, person_id: int, pack_id: str, evidence: Evidence, *, by: int | None, at: datetime
) -> None:
    """Keep a recognition."""
    begin_write()
    db.session.add(
        PriorLearningRow(
            key=key,
            person_id=person_id,
            pack_id=pack_id,
            title=evidence.title,
            awarding_body=evidence.awarding_body,
            awarded_on=evidence.awarded_on,
            valid_until=evidence.valid_until,
            seen=evidence.seen,
            by_id=by,
            at=at,
        )
    )
    db.session.flush()


def withdraw(number: int, reason: str, *, by: int | None, at: datetime) -> bool:
    """Take a recognition back; False if it was taken back already."""
    begin_write()
    done = db.session.execute(
        update(PriorLearningRow)
        .where(PriorLearningRow.id == number, PriorLearningRow.withdrawn_at.is_(None))
        .values(withdrawn_by=by, withdrawn_at=at, withdrawn_because=reason)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows
