"""Logframes of the site with their newest figures, and frozen figures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class LogframeRow(Model):
    """What a programme promised, as YAML; `figures` as they were computed last, up to `last`."""

    __tablename__ = "logframes"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200), index=True)
    source: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(Instant)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    last: Mapped[date | None]
    computed_at: Mapped[datetime | None] = mapped_column(Instant)


class Snapshot(Model):
    """Frozen figures: from which rows, and by which versions of the law, they were drawn.

    `bounds` are the highest numbers of rows, `versions` what was known of each version of a pack.
    `differs` names what was otherwise when they were derived again, at `derived_at`.
    """

    __tablename__ = "snapshots"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    logframe_id: Mapped[int] = mapped_column(ForeignKey("logframes.id"), index=True)
    source: Mapped[str] = mapped_column(Text)
    last: Mapped[date]
    taken_at: Mapped[datetime] = mapped_column(Instant)
    bounds: Mapped[dict[str, int]] = mapped_column(JSON)
    versions: Mapped[dict[str, Any]] = mapped_column(JSON)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    people_digest: Mapped[str] = mapped_column(String(64))
    derived_at: Mapped[datetime | None] = mapped_column(Instant)
    differs: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class SnapshotPerson(Model):
    """What frozen figures know of somebody they count: later corrections change nothing in them.

    `moves` are the days on which they moved within their institution.
    """

    __tablename__ = "snapshot_people"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    country: Mapped[str] = mapped_column(String(10))
    institution: Mapped[str] = mapped_column(String(200))
    sex: Mapped[str] = mapped_column(String(10))
    function: Mapped[str] = mapped_column(String(64))
    moves: Mapped[list[str]] = mapped_column(JSON)
