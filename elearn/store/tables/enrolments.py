"""Enrolments, what happened in them, and the state that follows from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class Enrolment(Model):
    """One person taking one pack, on a release line.

    They are on the version that the line leads to, or on `pinned_version_id` where that is set:
    the one on which they are held, or on which they stood when they went on to another line.
    `moved_from_id` is the enrolment that this one goes on from.
    """

    __tablename__ = "enrolments"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("release_lines.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    last_item: Mapped[str | None] = mapped_column(String(64))
    last_at: Mapped[datetime | None] = mapped_column(Instant)
    pinned_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("pack_versions.id"), index=True
    )
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"), index=True)

    __table_args__ = (
        Index(
            "uq_enrolments_open",
            "person_id",
            "line_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Event(Model):
    """Something that happened to a learner; append-only, once per client id."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    client_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    item_id: Mapped[str] = mapped_column(String(64))
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("enrolment_id", "client_id"),)


class ItemState(Model):
    """Where a learner stands with an item, in a word: `opened`, `read`, `passed`, `finished`.

    A self-check that was answered has a row too, `checked`, under its own id: no item has the same.
    Derived from events.
    """

    __tablename__ = "item_states"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    at: Mapped[datetime] = mapped_column(Instant)
