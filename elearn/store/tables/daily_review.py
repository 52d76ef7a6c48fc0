"""The daily review: who takes part, what they remember of each question, what they answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class DailyReview(Model):
    """What somebody decided about the daily review, and since when. No row: never asked."""

    __tablename__ = "daily_reviews"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    active: Mapped[bool]
    since_at: Mapped[datetime] = mapped_column(Instant)


class ReviewCard(Model):
    """What somebody remembers of a question, which is found again by its id in later versions.

    `major` and `digest` name the version that it was last asked from; `number` counts answers.
    """

    __tablename__ = "review_cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"))
    question_id: Mapped[str] = mapped_column(String(64))
    major: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    stability: Mapped[float]
    difficulty: Mapped[float]
    last_on: Mapped[date]
    due_on: Mapped[date]

    __table_args__ = (UniqueConstraint("person_id", "pack_id", "question_id"),)


class ReviewAnswer(Model):
    """An answer in the daily review; append-only until the learner has all of it erased.

    `rating` and `due_on` are what followed from it, by `scheduler`.
    """

    __tablename__ = "review_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("review_cards.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(10))
    raw: Mapped[dict[str, Any]] = mapped_column(JSON)
    share: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(10))
    grader_version: Mapped[int]
    rating: Mapped[str] = mapped_column(String(10))
    scheduler: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("card_id", "number"),)
