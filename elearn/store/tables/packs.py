"""Packs, their versions, and the release line that people follow."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class PackRow(Model):
    """A pack by its id, over all versions."""

    __tablename__ = "packs"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(Instant)


class PackVersion(Model):
    """One version. Its content never changes; only its state does.

    States: installed, published, retired, stopped, withdrawn (`core.learning.policy`). `ended_at`,
    `ended_by`, `end_reason` and `law_note` say when, by whom and why it was stopped or withdrawn.
    `sunset_on` is the first day on which it completes nothing for those who are held on it;
    `bridge_due_on` the day by which those who completed an earlier version take the bridge to it.
    `records_until` is the last day of records that hold until the law changes which the version
    rests on; None while no such change is known, and for other versions.
    """

    __tablename__ = "pack_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"))
    version: Mapped[str] = mapped_column(String(60))
    major: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    title: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(10))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    warnings: Mapped[list[Any]] = mapped_column(JSON)
    installed_at: Mapped[datetime] = mapped_column(Instant)
    installed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    end_reason: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    law_note: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    sunset_on: Mapped[date | None]
    bridge_due_on: Mapped[date | None]
    records_until: Mapped[date | None]

    __table_args__ = (UniqueConstraint("pack_id", "version"),)


class ReleaseLine(Model):
    """A pack's major number and the version that its learners are on.

    `sunset_on` is the first day on which the line completes nothing any more, since there is a
    later one.
    """

    __tablename__ = "release_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[str] = mapped_column(ForeignKey("packs.id"))
    major: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    sunset_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("pack_id", "major"),)


class MistakeReport(Model):
    """A learner says that a block is wrong; the trainers work it off."""

    __tablename__ = "mistake_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"), index=True)
    item_id: Mapped[str] = mapped_column(String(64))
    block: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10), index=True)
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    handled_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(String(1000), default="")
