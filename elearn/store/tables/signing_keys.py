"""The public side of the site's signing keys. The private side is a file (`store.key_files`)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class SigningKeyRow(Model):
    """A key: what it signs, from when until when it signed, and whether it was revoked.

    A key that was replaced (`until_at`) signs nothing new; what it signed stays good. A revoked one
    is not trusted any more for what is not proved to be older (docs/records.md).
    """

    __tablename__ = "signing_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20), index=True)
    jwk: Mapped[dict[str, Any]] = mapped_column(JSON)
    from_at: Mapped[datetime] = mapped_column(Instant)
    until_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(500), default="")
