"""Whom to remind of what is due, and who was reminded."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select

from elearn.core.access import Role
from elearn.core.learning.compliance import Span, Status
from elearn.core.learning.reminding import Stages
from elearn.store.db import begin_write, db
from elearn.store.tables.compliance import CompliancePlace, ComplianceSpan
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow
from elearn.store.tables.reminders import DutyLetter, Reminder, ReminderStop
from elearn.store.upsert import insert_or_skip

_LATE = (Status.OVERDUE.value, Status.EXPIRED.value, Status.LAW_CHANGED.value)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may be reminded. `stopped`: only of what is compulsory."""

    id: int
    key: str
    name: str
    email: str
    language: str | None
    stopped: bool


def readers(after: int, *, limit: int) -> list[Reader]:
    """People who are there and have mail, from after one, in order."""
    rows: Any = db.session.execute(
        select(
            Person.id,
            Person.key,
            Person.name,
            Person.email,
            Person.language,
            ReminderStop.person_id.is_not(None),
        )
        .outerjoin(ReminderStop, ReminderStop.person_id == Person.id)
        .where(Person.id > after, Person.left_at.is_(None), Person.email.is_not(None))
        .order_by(Person.id)
        .limit(limit)
    )
    return [Reader(*row) for row in rows]


def spans_of(person_ids: Collection[int], today: date) -> dict[int, dict[str, list[Span]]]:
    """How these people stand from today on, by person and pack."""
    found: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    row = ComplianceSpan
    for person_id, pack_id, status, first, last in db.session.execute(
        select(row.person_id, row.pack_id, row.status, row.from_day, row.to_day).where(
            row.person_id.in_(person_ids), or_(row.to_day.is_(None), row.to_day > today)
        )
    ):
        found[person_id][pack_id].append(Span(Status(status), first, last))
    return found


def late_in_units(
    manager_ids: Collection[int], stages: Stages, since: date, today: date
) -> dict[int, dict[str, int]]:
    """How many people became late in the units that these manage, by manager and pack.

    Those whose last day was so many days ago as a stage says, since the last round.
    """
    days = [today - timedelta(days=back) for back in range((today - since).days)]
    firsts = {day - timedelta(days=n - 1) for day in days for n in stages.after}
    if not firsts:
        return {}
    span, place = ComplianceSpan, CompliancePlace
    rows: Any = db.session.execute(
        select(RoleRow.person_id, span.pack_id, func.count(span.person_id.distinct()))
        .join(place, place.unit_id == RoleRow.unit_id)
        .join(span, span.person_id == place.person_id)
        .where(
            RoleRow.person_id.in_(manager_ids),
            RoleRow.role == Role.MANAGER.value,
            RoleRow.from_day <= today,
            or_(RoleRow.to_day.is_(None), RoleRow.to_day > today),
            place.from_day <= today,
            or_(place.to_day.is_(None), place.to_day > today),
            span.person_id != RoleRow.person_id,
            span.status.in_(_LATE),
            span.from_day.in_(firsts),
            or_(span.to_day.is_(None), span.to_day > today),
        )
        .group_by(RoleRow.person_id, span.pack_id)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for manager_id, pack_id, count in rows:
        found[manager_id][pack_id] = count
    return found


def keep(person_id: int, day: date, things: int, *, at: datetime) -> bool:
    """Keep that somebody is reminded on that day; False if they were already."""
    begin_write()
    row = {"person_id": person_id, "day": day, "things": things, "at": at}
    return insert_or_skip(Reminder, row)


def told_since(person_ids: Collection[int], day: date) -> set[tuple[int, str, date]]:
    """Who was told of which course that it is asked of them since that day or a later one."""
    row = DutyLetter
    query = select(row.person_id, row.pack_id, row.asked_on).where(
        row.person_id.in_(person_ids), row.asked_on >= day
    )
    return {(one[0], one[1], one[2]) for one in db.session.execute(query)}


def tell(person_id: int, pack_id: str, asked_on: date, *, at: datetime) -> None:
    """Keep that somebody is told of a course that is asked of them."""
    begin_write()
    row = {"person_id": person_id, "pack_id": pack_id, "asked_on": asked_on, "at": at}
    insert_or_skip(DutyLetter, row)


def forget_before(day: date) -> None:
    """Forget who was reminded or told before that day."""
    begin_write()
    morning = datetime.combine(day, time(), UTC)
    db.session.execute(delete(DutyLetter).where(DutyLetter.at < morning))
    db.session.execute(delete(Reminder).where(Reminder.day < day))


def last_round(kind: str, before: str) -> str | None:
    """The name of the last job of that kind before that one, as far as it is known."""
    query = select(func.max(Job.once)).where(Job.kind == kind, Job.once < before)
    return db.session.scalar(query)


def stop(person_id: int, *, at: datetime) -> None:
    """Somebody wants no reminders of what is not compulsory. Twice changes nothing."""
    begin_write()
    insert_or_skip(ReminderStop, {"person_id": person_id, "at": at})


def go_on(person_id: int) -> None:
    """Somebody wants them again."""
    begin_write()
    db.session.execute(delete(ReminderStop).where(ReminderStop.person_id == person_id))


def is_stopped(person_id: int) -> bool:
    """Whether somebody wants none."""
    return db.session.get(ReminderStop, person_id) is not None
