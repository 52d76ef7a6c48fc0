"""Invitations: who may come in by a mailed link, until it is used, withdrawn or too old."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class Invitation(Model):
    """Somebody may join a unit by a link. The row is deleted when they have, or may not any more.

    `self_registered`: they asked themselves, as the unit allows; nobody invited them. `person_id`
    is whose account had the address when the letter was written; it is shown to nobody else.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    self_registered: Mapped[bool]
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(30), default="")
    language: Mapped[str | None] = mapped_column(String(10))
    courses: Mapped[list[str]] = mapped_column(JSON)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)

    __table_args__ = (UniqueConstraint("unit_id", "email", "self_registered"),)
