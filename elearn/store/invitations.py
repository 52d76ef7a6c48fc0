"""Find and keep invitations. Used, withdrawn or long over, they are deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import aliased

from elearn.store.db import begin_write, db
from elearn.store.scopes import units_below
from elearn.store.tables.invitations import Invitation
from elearn.store.tables.people import Person
from elearn.store.tables.units import Unit
from elearn.store.upsert import insert_or_skip

MOST = 200
"""The most invitations that one page shows."""


@dataclass(frozen=True, slots=True)
class KeptInvitation:
    """An invitation with the names that belong to it. `by` is empty where nobody here invited."""

    id: int
    key: str
    unit_id: int
    unit_key: str
    unit: str
    country: str
    self_registered: bool
    email: str
    name: str
    role: str
    language: str | None
    courses: tuple[str, ...]
    by_id: int | None
    by: str
    at: datetime
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """An invitation to keep."""

    key: str
    unit_id: int
    self_registered: bool
    email: str
    name: str
    role: str
    language: str | None
    courses: tuple[str, ...]
    token_hash: str
    by_id: int | None
    expires_at: datetime


def _read(*conditions: ColumnElement[bool]) -> list[KeptInvitation]:
    by = aliased(Person)
    rows: Any = db.session.execute(
        select(Invitation, Unit.key, Unit.name, Unit.country, by.name)
        .join(Unit, Unit.id == Invitation.unit_id)
        .outerjoin(by, by.id == Invitation.by_id)
        .where(*conditions)
        .order_by(Invitation.id.desc())
        .limit(MOST)
    )
    return [
        KeptInvitation(
            id=row.id,
            key=row.key,
            unit_id=row.unit_id,
            unit_key=unit_key,
            unit=unit,
            country=country,
            self_registered=row.self_registered,
            email=row.email,
            name=row.name,
            role=row.role,
            language=row.language,
            courses=tuple(row.courses),
            by_id=row.by_id,
            by=by_name or "",
            at=row.at,
            sent_at=row.sent_at,
            expires_at=row.expires_at,
        )
        for row, unit_key, unit, country, by_name in rows
    ]


def below(unit_id: int, day: date) -> list[KeptInvitation]:
    """The invitations to a unit and to what hangs below it, newest first."""
    units = units_below(frozenset({unit_id}), day)
    return _read(Invitation.unit_id.in_(units), Invitation.self_registered.is_(False))


def by_key(key: str) -> KeptInvitation | None:
    """The invitation with that key."""
    return next(iter(_read(Invitation.key == key)), None)


def standing(token_hash: str, now: datetime) -> KeptInvitation | None:
    """The invitation that a link with that hash opens, unless it is too old."""
    found = _read(Invitation.token_hash == token_hash, Invitation.expires_at > now)
    return next(iter(found), None)


def add(new: NewInvitation, *, at: datetime) -> bool:
    """Keep an invitation; False if this address is invited to this unit in this way already."""
    begin_write()
    values = {
        "key": new.key,
        "unit_id": new.unit_id,
        "self_registered": new.self_registered,
        "email": new.email,
        "name": new.name,
        "role": new.role,
        "language": new.language,
        "courses": list(new.courses),
        "token_hash": new.token_hash,
        "person_id": _account_of(new.email),
        "by_id": new.by_id,
        "at": at,
        "sent_at": at,
        "expires_at": new.expires_at,
    }
    return insert_or_skip(Invitation, values)


def _account_of(email: str) -> int | None:
    return db.session.scalar(select(Person.id).where(Person.email == email))


def renew(
    kept: KeptInvitation, token_hash: str, *, by: int | None, now: datetime, expires_at: datetime
) -> None:
    """Another link instead of the one before; whoever sends it is now who invited."""
    begin_write()
    db.session.execute(
        update(Invitation)
        .where(Invitation.id == kept.id)
        .values(
            token_hash=token_hash,
            by_id=by,
            sent_at=now,
            expires_at=expires_at,
            person_id=_account_of(kept.email),
        )
    )


def remove(number: int) -> bool:
    """Delete an invitation; False if another request was first."""
    begin_write()
    done = db.session.execute(delete(Invitation).where(Invitation.id == number))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a delete's result counts rows


def remove_asked(unit_id: int, email: str) -> None:
    """Delete what somebody asked for themselves with that address for that unit."""
    begin_write()
    db.session.execute(
        delete(Invitation).where(
            Invitation.unit_id == unit_id,
            Invitation.email == email,
            Invitation.self_registered.is_(True),
        )
    )


def remove_ended(unit_id: int, email: str, now: datetime) -> None:
    """Delete what was sent to that address for that unit and is too old."""
    begin_write()
    db.session.execute(
        delete(Invitation).where(
            Invitation.unit_id == unit_id,
            Invitation.email == email,
            Invitation.expires_at <= now,
        )
    )


def forget_before(moment: datetime, *, self_registered: bool) -> None:
    """Delete invitations that ended before, or what people asked for themselves."""
    begin_write()
    db.session.execute(
        delete(Invitation).where(
            Invitation.expires_at < moment, Invitation.self_registered.is_(self_registered)
        )
    )
