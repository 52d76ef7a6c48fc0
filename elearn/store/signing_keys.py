"""Find and keep the public side of signing keys."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from elearn.store.db import db, rows, table_of
from elearn.store.tables.signing_keys import SigningKeyRow

MOST = 1000
"""The most keys that a site is thought to have had."""


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key's public side. `until_at`: it was replaced then."""

    kid: str
    purpose: str
    jwk: dict[str, str]
    from_at: datetime
    until_at: datetime | None
    revoked_at: datetime | None
    reason: str


_KEY = table_of(SigningKeyRow)
_KEYS = select(
    _KEY.c.kid,
    _KEY.c.purpose,
    _KEY.c.jwk,
    _KEY.c.from_at,
    _KEY.c.until_at,
    _KEY.c.revoked_at,
    _KEY.c.reason,
)
_CURRENT = (
    _KEYS.where(
        _KEY.c.purpose == bindparam("purpose"),
        _KEY.c.until_at.is_(None),
        _KEY.c.revoked_at.is_(None),
    )
    .order_by(_KEY.c.id.desc())
    .limit(1)
)
_EVERY = _KEYS.order_by(_KEY.c.id).limit(MOST)


def every() -> list[KeptKey]:
    """All keys, in the order in which they were made."""
    return [KeptKey(*row) for row in rows(_EVERY, {})]


def current(purpose: str) -> KeptKey | None:
    """The key that signs for a purpose now."""
    row = rows(_CURRENT, {"purpose": purpose}).first()
    return KeptKey(*row) if row else None


def keep(kid: str, purpose: str, jwk: dict[str, str], *, at: datetime) -> None:
    """Keep a new key; it takes the place of the one that signed before."""
    db.session.execute(
        update(SigningKeyRow)
        .where(SigningKeyRow.purpose == purpose, SigningKeyRow.until_at.is_(None))
        .values(until_at=at)
    )
    db.session.add(SigningKeyRow(kid=kid, purpose=purpose, jwk=jwk, from_at=at))
    db.session.flush()  # whoever signs next must find it


def revoke(kid: str, reason: str, *, at: datetime) -> bool:
    """Trust a key no more; whether there was such a key that was still trusted."""
    done = db.session.execute(
        update(SigningKeyRow)
        .where(SigningKeyRow.kid == kid, SigningKeyRow.revoked_at.is_(None))
        .values(revoked_at=at, reason=reason)
        .returning(SigningKeyRow.id)
    )
    return done.first() is not None
