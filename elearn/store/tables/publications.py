"""Acts upon versions: proposed by one person, decided by another. Rows are never taken away."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class PublicationRow(Model):
    """An act upon a version: publish, stop, withdraw, sunset, retire.

    States: proposed, confirmed, declined. `settings` says how (`services.publications.Settings`).
    Of a version only one act is proposed at a time.
    """

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"), index=True)
    act: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), index=True)
    reason: Mapped[str] = mapped_column(String(1000))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(String(1000), default="", server_default="")

    __table_args__ = (
        Index(
            "uq_publications_open",
            "version_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )
