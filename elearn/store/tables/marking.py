"""Answers that people mark, and what they found. What they found is append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class WrittenAnswer(Model):
    """An answer that waits for people, or waited: `number` is all that markers see of its author.

    `state` is `core.quiz.marking.MarkingState`, kept so that the queue can be asked by it.
    `leased_by` marks it until `leased_until`. Its result is the learner's from `released_at` on.
    """

    __tablename__ = "written_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    number: Mapped[int]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[str] = mapped_column(String(64))
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    leased_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    at: Mapped[datetime] = mapped_column(Instant)
    released_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id"),
        UniqueConstraint("version_id", "item_id", "number"),
        Index("ix_written_answers_queue", "released_at", "version_id", "item_id", "at"),
    )


class HumanMark(Model):
    """What a marker found. `digest` names the version whose rubric it was; `settles`: why."""

    __tablename__ = "human_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    written_id: Mapped[int] = mapped_column(ForeignKey("written_answers.id"), index=True)
    marker_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    levels: Mapped[dict[str, Any]] = mapped_column(JSON)
    share: Mapped[str] = mapped_column(String(40))
    comment: Mapped[str] = mapped_column(String(4000))
    settles: Mapped[str | None] = mapped_column(String(1000))
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
