"""What trainers set for quizzes and give to people: dates, attempts, time. Append-only.

A row by nobody makes up for the time in which a quiz was closed since law lapsed.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class QuizDates(Model):
    """From when until when a quiz of a release line is open; the newest row holds."""

    __tablename__ = "quiz_dates"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("release_lines.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_quiz_dates_of", "line_id", "item_id"),)


class QuizGrant(Model):
    """An attempt, more time on one attempt (minutes), or other dates, for one learner."""

    __tablename__ = "quiz_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"))
    kind: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_quiz_grants_of", "enrolment_id", "item_id"),)


class ExtraTimeRow(Model):
    """Extra time that somebody always gets, from a day to a day: per cent of the limit, minutes."""

    __tablename__ = "extra_time"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    percent: Mapped[int]
    minutes: Mapped[int]
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)
