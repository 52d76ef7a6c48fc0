"""Programmes: courses in order, as dated versions of a text."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class ProgrammeRow(Model):
    """A programme over all its versions. `closed_at`: it is offered no more."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class ProgrammeVersion(Model):
    """What a programme says from a day on (`core.learning.programme`); never edited."""

    __tablename__ = "programme_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    steps: Mapped[str] = mapped_column(String(20000))
    from_day: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("programme_id", "number"),)
