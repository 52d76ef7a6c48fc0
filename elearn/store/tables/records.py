"""Completion records: what stands for ever, and beside it what erasure may take."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class RecordRow(Model):
    """A completion record; never edited. One per enrolment, by constraint.

    `issue` is 1; higher only where a completion was taken back, its record revoked, and the course
    completed anew. `renews_id` names the older record that a bridge renewed; the enrolment is then
    the one in the bridge, the version the one that the bridge leads to.
    """

    __tablename__ = "records"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    issue: Mapped[int] = mapped_column(default=1, server_default="1")
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    renews_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    law_checked: Mapped[date | None]
    issued_at: Mapped[datetime] = mapped_column(Instant)
    valid_until: Mapped[date | None] = mapped_column(index=True)
    commitments: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    kid: Mapped[str | None] = mapped_column(String(64))
    signature: Mapped[str | None] = mapped_column(String(600))

    __table_args__ = (
        UniqueConstraint("enrolment_id", "issue"),
        Index("ix_records_version_id_valid_until", "version_id", "valid_until"),
    )


class RecordSecret(Model):
    """The readable side of a record: facts, salts and code. Erasure deletes this row."""

    __tablename__ = "record_secrets"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    salts: Mapped[dict[str, Any]] = mapped_column(JSON)


class RecordStatus(Model):
    """A record was `revoked` or `superseded`; append-only.

    `reinstated`: what superseded it was revoked, so it holds again.
    """

    __tablename__ = "record_statuses"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    status: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
