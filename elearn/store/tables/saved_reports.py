"""Reports that somebody keeps under a name, and files that were made of reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class SavedReport(Model):
    """A report under a name: what it is of and what narrows it; `next_on` if it comes by itself."""

    __tablename__ = "saved_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    form: Mapped[str] = mapped_column(String(5))
    rhythm: Mapped[str] = mapped_column(String(10))
    next_on: Mapped[date | None] = mapped_column(index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)


class ReportFile(Model):
    """A file that the worker makes of a report, for one person, until it expires.

    States: waiting, ready, refused, too-long. `units` are the numbers of the units whose people
    were in reach when it was made; None for the whole site.
    """

    __tablename__ = "report_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    form: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime | None] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    rows: Mapped[int | None]
    size: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    units: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
