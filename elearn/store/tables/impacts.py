"""What a version would do to results: kept answers marked by its questions. Worked out anew."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class Impact(Model):
    """How far the attempts of a pack were marked by the questions of a version, and how many.

    `reached` is the number of the last attempt that was looked at. `differing` counts those in
    which any mark is another one.
    """

    __tablename__ = "impacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"), unique=True)
    began_at: Mapped[datetime] = mapped_column(Instant)
    reached: Mapped[int] = mapped_column(default=0, server_default="0")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    differing: Mapped[int] = mapped_column(default=0, server_default="0")
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class ImpactResult(Model):
    """An attempt whose result would be another one. Results in per cent, rounded down."""

    __tablename__ = "impact_results"

    impact_id: Mapped[int] = mapped_column(ForeignKey("impacts.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True, index=True)
    percent_before: Mapped[int]
    percent_after: Mapped[int]
    passed_before: Mapped[bool]
    passed_after: Mapped[bool]
