"""How people stand with what is asked of them, worked out ahead, and the sums of it by unit.

All of it can be made anew from what it follows from: `services.compliance` does.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Model

_TIGHT = {"sqlite_with_rowid": False}
"""Rows lie in the order of their key, so that what a page reads is in one place."""


class ComplianceSpan(Model):
    """A person's status with a pack (`core.learning.compliance`), from a day on.

    Half-open; `to_day` None: for ever, as far as is known.
    """

    __tablename__ = "compliance_spans"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"), primary_key=True)
    from_day: Mapped[date] = mapped_column(primary_key=True)
    to_day: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(12))

    __table_args__ = (_TIGHT,)


class CompliancePlace(Model):
    """A person was in or below a unit, from a day on: as it was when the sums were made."""

    __tablename__ = "compliance_places"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    from_day: Mapped[date] = mapped_column(primary_key=True)
    to_day: Mapped[date | None]

    __table_args__ = (Index("ix_compliance_places_unit", "unit_id", "person_id"), _TIGHT)


class _Numbers:
    """By how much the number of people in each status changes."""

    overdue: Mapped[int]
    expired: Mapped[int]
    law_changed: Mapped[int]
    due_soon: Mapped[int]
    open: Mapped[int]
    current: Mapped[int]
    exempt: Mapped[int]


class ComplianceDay(_Numbers, Model):
    """What changes on a day in a unit and all below, with a pack. Summed up: how many stand how."""

    __tablename__ = "compliance_days"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"), primary_key=True)

    __table_args__ = (_TIGHT,)


class ComplianceQuarter(_Numbers, Model):
    """The same summed up over the quarter that begins on `day`, so that any day is near."""

    __tablename__ = "compliance_quarters"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"), primary_key=True)

    __table_args__ = (_TIGHT,)
