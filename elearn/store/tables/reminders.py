"""Who was reminded on which day, and who wants no reminders of what is not compulsory."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class Reminder(Model):
    """Somebody was reminded on that day: one letter at most, by its key."""

    __tablename__ = "reminders"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    things: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)


class DutyLetter(Model):
    """Somebody was told that a course is asked of them, since `asked_on` without a break."""

    __tablename__ = "duty_letters"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"), primary_key=True)
    asked_on: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class ReminderStop(Model):
    """Somebody wants no reminders of what is not compulsory."""

    __tablename__ = "reminder_stops"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
