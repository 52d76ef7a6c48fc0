"""Find and keep requests to revoke completion records."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import aliased

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.hold import hold as hold_row
from elearn.store.scopes import people_in
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow
from elearn.store.tables.revocations import RevocationRequest

OPEN = "asked"
"""The state of a request that nobody has decided about."""

MOST = 100
"""The most requests that a page shows."""


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
