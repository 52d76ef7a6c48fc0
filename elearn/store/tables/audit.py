"""What was done, and who looked at whom. Append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class AuditEntry(Model):
    """An act that changed something, by whom."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(120))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class Look(Model):
    """Somebody looked at personal data of others: a page, a list or an export, with its filter."""

    __tablename__ = "looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    page: Mapped[str] = mapped_column(String(40))
    filter: Mapped[dict[str, Any]] = mapped_column(JSON)


class LookPerson(Model):
    """Who was shown in a look."""

    __tablename__ = "look_people"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    look_id: Mapped[int] = mapped_column(ForeignKey("looks.id"), primary_key=True, index=True)
