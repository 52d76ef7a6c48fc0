"""Bridges between two versions of a course, made once for everybody."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class BridgeRow(Model):
    """The bridge from one version of a course to another, by their digests.

    `version_id` is the version of the bridge itself, a pack of kind `bridge`; None where nothing
    changed that would have to be learnt.
    """

    __tablename__ = "bridges"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_digest: Mapped[str] = mapped_column(String(64))
    to_digest: Mapped[str] = mapped_column(String(64))
    from_version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("pack_versions.id"), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("from_digest", "to_digest"),)
