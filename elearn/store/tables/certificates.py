"""Certificates that were issued: which file, in which language."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class CertificateRow(Model):
    """A certificate of a record in a language of the interface. It stays the file that it was.

    `digest` is SHA-256 of the file, which stands in the instance folder and names the person:
    erasure deletes file and row. `level` is that of its signature as a PDF (PAdES): empty, `b-b` or
    `b-lta`; to become the latter a file is only appended to.
    """

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    language: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(8), default="", server_default="")
    program: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("record_id", "language"),)
