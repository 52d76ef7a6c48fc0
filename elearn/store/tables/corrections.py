"""Corrections of published questions, and what they did to results. Rows are never taken away."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class CorrectionRow(Model):
    """A correction: proposed by one person, confirmed or declined by another.

    `versions` names the versions of the pack that it concerns. `reached` is the number of the last
    attempt that was worked through after confirming; `done_at` when the last one was.
    """

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"), index=True)
    versions: Mapped[list[str]] = mapped_column(JSON)
    question_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(10))
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(String(1000))
    may_lower: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(String(10), index=True)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    reached: Mapped[int] = mapped_column(default=0, server_default="0")
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class CorrectionResult(Model):
    """What a correction did to an attempt on which it changed a mark. Points as in `attempts`.

    `kept`: the result would have fallen, and was kept.
    """

    __tablename__ = "correction_results"

    correction_id: Mapped[int] = mapped_column(ForeignKey("corrections.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True, index=True)
    points_before: Mapped[str] = mapped_column(String(40))
    max_before: Mapped[str] = mapped_column(String(40))
    passed_before: Mapped[bool]
    points_after: Mapped[str] = mapped_column(String(40))
    max_after: Mapped[str] = mapped_column(String(40))
    passed_after: Mapped[bool]
    kept: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant)
