"""Where the status of a record that left as a credential is published."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Model


class StatusPlace(Model):
    """The place of a record in a status list: drawn by chance, given once, never used again."""

    __tablename__ = "status_places"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    list_number: Mapped[int]
    place: Mapped[int]

    __table_args__ = (UniqueConstraint("list_number", "place"),)
