"""Mailed links and one-time codes that let somebody set a password once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from elearn.store.db import begin_write, db
from elearn.store.tables.people import ResetToken


@dataclass(frozen=True, slots=True)
class Token:
    """A token that still stands."""

    id: int
    person_id: int
    channel: str


def keep(
    person_id: int,
    token_hash: str,
    channel: str,
    *,
    issued_by: int | None,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep a token."""
    begin_write()
    db.session.add(
        ResetToken(
            person_id=person_id,
            token_hash=token_hash,
            channel=channel,
            issued_by=issued_by,
            created_at=now,
            expires_at=expires_at,
        )
    )
    db.session.flush()


def standing(token_hash: str, now: datetime) -> Token | None:
    """The token with that hash, if it is neither used nor too old."""
    row = db.session.execute(
        select(ResetToken.id, ResetToken.person_id, ResetToken.channel).where(
            ResetToken.token_hash == token_hash,
            ResetToken.used_at.is_(None),
            ResetToken.expires_at > now,
        )
    ).first()
    return Token(*row) if row else None


def use(token: Token, now: datetime) -> bool:
    """Use a token up, and with it all others of the person; False if another request was first."""
    begin_write()
    done = db.session.execute(
        update(ResetToken)
        .where(ResetToken.id == token.id, ResetToken.used_at.is_(None), ResetToken.expires_at > now)
        .values(used_at=now)
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an update's result counts rows
        return False
    void(token.person_id, now)
    return True


def void(person_id: int, now: datetime, *, channel: str | None = None) -> None:
    """Make every standing token of somebody useless, or those of one channel."""
    begin_write()
    theirs = update(ResetToken).where(
        ResetToken.person_id == person_id, ResetToken.used_at.is_(None)
    )
    if channel is not None:
        theirs = theirs.where(ResetToken.channel == channel)
    db.session.execute(theirs.values(used_at=now))


def void_of(people: Iterable[int], now: datetime) -> None:
    """Make every standing token of these people useless."""
    begin_write()
    standing = db.session.execute(
        select(ResetToken.id, ResetToken.person_id).where(
            ResetToken.used_at.is_(None), ResetToken.expires_at > now
        )
    )
    wanted = set(people)
    theirs = [row.id for row in standing if row.person_id in wanted]
    for start in range(0, len(theirs), 500):
        some = theirs[start : start + 500]
        db.session.execute(update(ResetToken).where(ResetToken.id.in_(some)).values(used_at=now))


def forget_before(moment: datetime) -> int:
    """Delete tokens that ended before; how many."""
    begin_write()
    done = db.session.execute(delete(ResetToken).where(ResetToken.expires_at < moment))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete's result counts rows
