"""What was gained from a pretest to a post-test. Append-only: a newer row stands above."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class GainRow(Model):
    """A gain: both attempts, their results in per cent and the gain as exact fractions.

    `version_id` and `digest` are the post-test's. `gain` is empty where everything was right
    before. A row is kept when the post-test is handed in, and again if a result is corrected.
    """

    __tablename__ = "gains"

    id: Mapped[int] = mapped_column(primary_key=True)
    pre_attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    post_attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    before: Mapped[str] = mapped_column(String(40))
    after: Mapped[str] = mapped_column(String(40))
    gain: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_gains_quiz", "version_id", "item_id"),)
