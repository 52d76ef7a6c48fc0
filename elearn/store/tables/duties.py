"""What is asked of units, roles and people, what excuses from it, and what replaces it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class AssignmentRow(Model):
    """A pack, or a programme (`version_id`), is asked of a unit and all below, a role, a person.

    Never edited: a changed assignment ends, and another one begins that names it (`replaces_id`)
    and keeps its `first_day`. `to_day` is half-open.
    """

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[str | None] = mapped_column(String(30), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    pack_id: Mapped[str | None] = mapped_column(ForeignKey("packs.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("programme_versions.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    first_day: Mapped[date]
    due_on: Mapped[date | None]
    due_days: Mapped[int | None]
    renew_months: Mapped[int | None]
    on_law_change: Mapped[bool]
    compulsory: Mapped[bool]
    note: Mapped[str] = mapped_column(String(500), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class ExemptionRow(Model):
    """A pack is not asked of somebody, from a day to a day, for a reason."""

    __tablename__ = "exemptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class PriorLearningRow(Model):
    """What somebody learnt elsewhere, recognised in place of a pack, with what was seen of it.

    `valid_until` is the last day on which it holds. A recognition taken back never counted.
    """

    __tablename__ = "prior_learning"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    awarding_body: Mapped[str] = mapped_column(String(200))
    awarded_on: Mapped[date]
    valid_until: Mapped[date | None]
    seen: Mapped[str] = mapped_column(String(1000))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_because: Mapped[str] = mapped_column(String(500), default="")
