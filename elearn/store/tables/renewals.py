"""What institutions and the site do about records that end: grace periods, and notices sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class RenewalTerm(Model):
    """How long after its end a record can still be renewed by what changed; the newest row counts.

    For the people of the unit and of those below that have no term of their own. `grace_days` is
    None where a unit takes the term of the one above again.
    """

    __tablename__ = "renewal_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    grace_days: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)


class RenewalNotice(Model):
    """The holder of a record was told that it ends, at a stage (`core.learning.renewal`); once."""

    __tablename__ = "renewal_notices"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
