"""Goes at a quiz or a case, what was answered and what it was worth. Append-only but the end."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class Attempt(Model):
    """One go, with the seed that replays it. Points are exact fractions as text: `7/2`."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(10))
    seed: Mapped[str] = mapped_column(String(32))
    draw_version: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    points: Mapped[str | None] = mapped_column(String(40))
    points_max: Mapped[str | None] = mapped_column(String(40))
    passed: Mapped[bool | None]
    ending: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("enrolment_id", "item_id", "number"),
        Index(
            "uq_attempts_open",
            "enrolment_id",
            "item_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )


class AnswerRow(Model):
    """An answer as it was given; a later one with a higher number stands above it."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    raw: Mapped[dict[str, Any]] = mapped_column(JSON)
    late: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("attempt_id", "question_id", "number"),)


class MarkRow(Model):
    """What an answer was worth, by which grader."""

    __tablename__ = "marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    question_id: Mapped[str] = mapped_column(String(64))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"))
    share: Mapped[str] = mapped_column(String(40))
    points: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(10))
    grader_version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)


class CaseStep(Model):
    """A choice made in a case."""

    __tablename__ = "case_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    number: Mapped[int]
    scene_id: Mapped[str] = mapped_column(String(64))
    choice_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("attempt_id", "number"),)
