"""Find and keep requests to revoke completion records."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import aliased

from elearn.core.access import Scope, Subject
from elearn.store.db import db
from elearn.store.hold import hold as hold_row
from elearn.store.scopes import people_in
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person, Role
from elearn.store.tables.records import RecordRow
from elearn.store.tables.revocations import RevocationRequest

OPEN = "asked"
"""The state of a request that nobody has decided about."""

MOST = 100
"""The most requests that a page shows."""

_LEAD = ("manager", "coordinator")


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide about a request, with where to write to them."""

    person_id: int
    name: str
    email: str
    language: str | None


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """A request. `asker` and `decider` are names; None is the operator, or nobody yet."""

    id: int
    key: str
    record_id: int
    person_id: int
    title: str
    pack_id: str
    version: str
    issued_at: datetime
    state: str
    reason: str
    asked_by: int | None
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    note: str
    asker: str | None
    decider: str | None


def _requests() -> Select[*tuple[Any, ...]]:
    asker, decider = aliased(Person), aliased(Person)
    return (
        select(
            RevocationRequest.id,
            RevocationRequest.key,
            RevocationRequest.record_id,
            RecordRow.person_id,
            PackVersion.title,
            PackVersion.pack_id,
            PackVersion.version,
            RecordRow.issued_at,
            RevocationRequest.state,
            RevocationRequest.reason,
            RevocationRequest.asked_by,
            RevocationRequest.asked_at,
            RevocationRequest.decided_by,
            RevocationRequest.decided_at,
            RevocationRequest.note,
            asker.name,
            decider.name,
        )
        .join(RecordRow, RecordRow.id == RevocationRequest.record_id)
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .outerjoin(asker, asker.id == RevocationRequest.asked_by)
        .outerjoin(decider, decider.id == RevocationRequest.decided_by)
    )


def by_key(key: str) -> KeptRequest | None:
    """The request with that key."""
    row = db.session.execute(_requests().where(RevocationRequest.key == key)).first()
    return KeptRequest(*row) if row else None


def open_of(record_id: int) -> str | None:
    """The key of the open request about a record; None if there is none."""
    query = select(RevocationRequest.key).where(
        RevocationRequest.record_id == record_id, RevocationRequest.state == OPEN
    )
    return db.session.scalar(query)


def of_record(record_id: int) -> list[KeptRequest]:
    """The requests about a record, the oldest first."""
    query = _requests().where(RevocationRequest.record_id == record_id)
    found = db.session.execute(query.order_by(RevocationRequest.id).limit(MOST))
    return [KeptRequest(*row) for row in found]


def in_reach(scope: Scope, day: date) -> list[KeptRequest]:
    """The requests about records of people whom a scope reaches: open ones first, then newest."""
    query = (
        _requests()
        .join(Person, Person.id == RecordRow.person_id)
        .where(people_in(scope, day))
        .order_by(RevocationRequest.state != OPEN, RevocationRequest.id.desc())
        .limit(MOST)
    )
    return [KeptRequest(*row) for row in db.session.execute(query)]


def count_open(scope: Scope, day: date, *, besides: int | None) -> int:
    """How many open requests a scope reaches that somebody else than this person has made."""
    query = (
        select(func.count())
        .select_from(RevocationRequest)
        .join(RecordRow, RecordRow.id == RevocationRequest.record_id)
        .join(Person, Person.id == RecordRow.person_id)
        .where(
            RevocationRequest.state == OPEN,
            RevocationRequest.asked_by.is_distinct_from(besides),
            people_in(scope, day),
        )
    )
    return db.session.scalar(query) or 0


def deciders(
    subject: Subject, day: date, *, besides: Collection[int | None], limit: int
) -> list[Decider]:
    """Those who lead or coordinate somebody and have an address, the first ones by name.

    Args:
        subject: The person, with the units around them.
        day: The day.
        besides: Numbers of people who are left out.
        limit: So many at most.
    """
    everywhere = Role.unit_id.is_(None) & (Role.role == "coordinator")
    query = (
        select(Person.id, Person.name, Person.email, Person.language)
        .where(
            Person.id.in_(
                select(Role.person_id).where(
                    Role.role.in_(_LEAD),
                    Role.unit_id.in_(subject.units) | everywhere,
                    Role.from_day <= day,
                    or_(Role.to_day.is_(None), Role.to_day > day),
                )
            ),
            Person.id.not_in([number for number in besides if number is not None]),
            Person.left_at.is_(None),
            Person.email.is_not(None),
        )
        .order_by(Person.name_fold, Person.id)
        .limit(limit)
    )
    found = db.session.execute(query)
    return [Decider(number, name, email or "", language) for number, name, email, language in found]


def add(**values: Any) -> None:
    """Keep a request.

    Raises:
        IntegrityError: If one about that record is open already.
    """
    db.session.add(RevocationRequest(**values))
    db.session.flush()  # to meet the constraint here


def hold(key: str) -> None:
    """Let others who decide about the same request wait until this transaction ends."""
    hold_row(RevocationRequest, key=key)


def decide(request_id: int, state: str, *, note: str, by: int | None, at: datetime) -> None:
    """Keep what was decided about a request."""
    db.session.execute(
        update(RevocationRequest)
        .where(RevocationRequest.id == request_id)
        .values(state=state, note=note, decided_by=by, decided_at=at)
    )
