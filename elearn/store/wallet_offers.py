"""Find and keep offers to wallets. What decides between requests is one statement each."""

from datetime import datetime

from sqlalchemy import delete, select, update

from elearn.store.db import db
from elearn.store.tables.wallet_offers import WalletOffer

MOST_TRIES = 5
"""So many wrong numbers end an offer."""


def keep(record_id: int, code_hash: str, pin_hash: str, *, at: datetime, until: datetime) -> None:
    """Keep a new offer; those of the record that nobody took end."""
    db.session.execute(
        delete(WalletOffer).where(
            WalletOffer.record_id == record_id, WalletOffer.token_hash.is_(None)
        )
    )
    db.session.add(
        WalletOffer(
            record_id=record_id, code_hash=code_hash, pin_hash=pin_hash, made_at=at, until_at=until
        )
    )


def redeem(code_hash: str, pin_hash: str, token_hash: str, *, now: datetime, end: datetime) -> bool:
    """Give an open offer its token; whether there was one with that code and number."""
    done = db.session.execute(
        update(WalletOffer)
        .where(
            WalletOffer.code_hash == code_hash,
            WalletOffer.pin_hash == pin_hash,
            WalletOffer.token_hash.is_(None),
            WalletOffer.tries < MOST_TRIES,
            WalletOffer.until_at > now,
        )
        .values(token_hash=token_hash, token_until_at=end)
        .returning(WalletOffer.id)
    )
    return done.first() is not None


def count_try(code_hash: str) -> None:
    """Keep that a wrong number was given for an offer."""
    db.session.execute(
        update(WalletOffer)
        .where(WalletOffer.code_hash == code_hash)
        .values(tries=WalletOffer.tries + 1)
    )


def record_for(token_hash: str, *, now: datetime) -> int | None:
    """The record that a token fetches, while it is good."""
    query = select(WalletOffer.record_id).where(
        WalletOffer.token_hash == token_hash, WalletOffer.token_until_at > now
    )
    return db.session.scalar(query)


def mark_taken(token_hash: str, *, at: datetime) -> None:
    """Keep when a record was first fetched."""
    db.session.execute(
        update(WalletOffer)
        .where(WalletOffer.token_hash == token_hash, WalletOffer.taken_at.is_(None))
        .values(taken_at=at)
    )


def forget_ended_before(at: datetime) -> None:
    """Delete offers that ended before that moment."""
    db.session.execute(delete(WalletOffer).where(WalletOffer.until_at < at))
