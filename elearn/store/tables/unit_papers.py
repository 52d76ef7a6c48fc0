"""What certificates of an institution's people look like."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class UnitPaper(Model):
    """Name, mark and look of a unit on certificates; it holds for all units below it too.

    `mark` is a drawing (SVG), `ratio` its width by its height; both are there or neither.
    """

    __tablename__ = "unit_papers"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    look: Mapped[str] = mapped_column(String(10))
    mark: Mapped[str | None] = mapped_column(Text)
    ratio: Mapped[float | None]
    set_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)
