"""Alumni: what somebody shows of themselves, and to whom."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class AlumniProfile(Model):
    """A profile. `visibility` names, per field, nobody, country or alumni; nothing by default."""

    __tablename__ = "alumni_profiles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: token_urlsafe(12))
    joined_at: Mapped[datetime] = mapped_column(Instant)
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    visibility: Mapped[dict[str, Any]] = mapped_column(JSON)
    listed: Mapped[bool] = mapped_column(default=False, index=True)
