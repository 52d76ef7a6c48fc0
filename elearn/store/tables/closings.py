"""Questions that lapsed with the law, as the trainers were told; quizzes that closed for it."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class LapsedQuestion(Model):
    """A question of a version that is asked no more: since when, and what it cites that lapsed."""

    __tablename__ = "lapsed_questions"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("pack_versions.id"), primary_key=True, autoincrement=False
    )
    question_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[date]
    cites: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant)


class QuizClosing(Model):
    """A quiz of a version was closed since law lapsed, from then until then; open without an end.

    `since` is the day from which the law lapsed; `from_at` is when that was known here, too.
    `opened_in` is a later version, in which it is open, once learners were told of that.
    """

    __tablename__ = "quiz_closings"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(12))
    since: Mapped[date]
    from_at: Mapped[datetime] = mapped_column(Instant)
    until_at: Mapped[datetime | None] = mapped_column(Instant)
    opened_in: Mapped[int | None] = mapped_column(ForeignKey("pack_versions.id"))

    __table_args__ = (
        Index(
            "uq_quiz_closings_open",
            "version_id",
            "item_id",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )
