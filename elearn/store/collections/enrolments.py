"""Enrolments for programs, and what is done in them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, true

from elearn.store.collections.people import Reach
from elearn.store.db import db
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import PackRow, PackVersion, ReleaseLine
from elearn.store.tables.people import Person


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """Somebody takes, has completed or has left a course."""

    id: int
    key: str
    person_id: int
    person: str
    pack: str
    version: str
    digest: str
    began_at: datetime
    ended_at: datetime | None
    completed_at: datetime | None
    last_at: datetime | None

    @property
    def state(self) -> str:
        """`completed`, `left` or `open`."""
        if self.completed_at is not None:
            return "completed"
        return "left" if self.ended_at is not None else "open"

    @property
    def last_day(self) -> date | None:
        """The day on which they were last at it."""
        return self.last_at.date() if self.last_at else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list: keys of a person, a pack, an enrolment; a state."""

    person: str = ""
    pack: str = ""
    key: str = ""
    state: str = ""


def _in_state(state: str) -> ColumnElement[bool]:
    completed, ended = Enrolment.completed_at.is_not(None), Enrolment.ended_at.is_not(None)
    match state:
        case "completed":
            return completed
        case "left":
            return ~completed & ended
        case "open":
            return ~completed & ~ended
        case _any:
            return true()


def page(reach: Reach, wanted: Wanted, *, after: int, limit: int) -> list[EnrolmentRow]:
    """Enrolments in courses by their numbers, of people who have not left the service."""
    query = (
        select(
            Enrolment.id,
            Enrolment.key,
            Person.id,
            Person.key,
            ReleaseLine.pack_id,
            PackVersion.version,
            PackVersion.digest,
            Enrolment.began_at,
            Enrolment.ended_at,
            Enrolment.completed_at,
            case((Enrolment.last_item.is_not(None), Enrolment.last_at)),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .join(PackRow, PackRow.id == ReleaseLine.pack_id)
        .join(
            PackVersion,
            PackVersion.id == func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id),
        )
        .where(
            reach.people(),
            Person.left_at.is_(None),
            PackRow.kind == "course",
            Enrolment.id > after,
            _in_state(wanted.state),
        )
    )
    if wanted.person:
        query = query.where(Person.key == wanted.person)
    if wanted.pack:
        query = query.where(ReleaseLine.pack_id == wanted.pack)
    if wanted.key:
        query = query.where(Enrolment.key == wanted.key)
    rows: Any = db.session.execute(query.order_by(Enrolment.id).limit(limit))
    return [EnrolmentRow(*row) for row in rows]
