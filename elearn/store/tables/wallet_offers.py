"""Offers by which a wallet fetches a record. They end after minutes and are deleted after a day."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class WalletOffer(Model):
    """An offer: good once, until `until_at`, for who knows both code and number.

    Of code, number and token only hashes are kept; that of the number is over the code too, so
    that it cannot be found out by trying all numbers. `tries` counts wrong numbers.
    """

    __tablename__ = "wallet_offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    pin_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Instant)
    until_at: Mapped[datetime] = mapped_column(Instant, index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    token_until_at: Mapped[datetime | None] = mapped_column(Instant)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
