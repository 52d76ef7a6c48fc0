"""Links by which somebody shows a record of theirs to others, and when they were opened."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class ShareRow(Model):
    """A link to a record. `token` stands in its address; `key` in the maker's own pages.

    The token opens nothing that the database does not hold in the clear beside it.
    """

    __tablename__ = "shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    chosen: Mapped[list[str]] = mapped_column(JSON)
    until: Mapped[date] = mapped_column(index=True)
    label: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Instant)
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)


class ShareOpening(Model):
    """Somebody opened a link. Who it was is not kept here."""

    __tablename__ = "share_openings"

    id: Mapped[int] = mapped_column(primary_key=True)
    share_id: Mapped[int] = mapped_column(ForeignKey("shares.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
