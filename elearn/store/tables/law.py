"""What packs cite, and the changes of law that are worked off there."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.store.db import Instant, Model


class CitedProvision(Model):
    """A provision (or a whole instrument: `ref` is empty) that something cites."""

    __tablename__ = "cited_provisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    ref: Mapped[str] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("name", "ref"),)


class CitationRow(Model):
    """A place of a version that cites (core.pack.citations); can be made anew from the pack."""

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    item: Mapped[str] = mapped_column(String(80))
    part: Mapped[str] = mapped_column(String(140))
    role: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(10))
    mark: Mapped[str] = mapped_column(String(12))
    provision_id: Mapped[int] = mapped_column(ForeignKey("cited_provisions.id"))

    __table_args__ = (
        Index("ix_citations_provision_id_version_id", "provision_id", "version_id"),
        Index("ix_citations_version_id_item", "version_id", "item"),
    )


class VersionLaw(Model):
    """The law that a course version was checked against, and by which index its citations stand."""

    __tablename__ = "version_laws"

    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"), primary_key=True)
    register_id: Mapped[str] = mapped_column(String(64), index=True)
    register_version: Mapped[str] = mapped_column(String(60))
    checked: Mapped[date | None]
    index_version: Mapped[int]


class LawImpact(Model):
    """A change of law that is worked off in all packs.

    From one version of a register to another, or a provision and a day. `changes` are what changed
    (core.law.changes).
    """

    __tablename__ = "law_impacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    register_id: Mapped[str] = mapped_column(String(64))
    from_version: Mapped[str] = mapped_column(String(60))
    to_version: Mapped[str] = mapped_column(String(60))
    provision: Mapped[str] = mapped_column(String(150))
    day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(1000))
    changes: Mapped[list[Any]] = mapped_column(JSON)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    due: Mapped[date | None]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)


class LawTouch(Model):
    """A cited provision that an impact touches, with the number of the change nearest to it."""

    __tablename__ = "law_touches"

    impact_id: Mapped[int] = mapped_column(ForeignKey("law_impacts.id"), primary_key=True)
    provision_id: Mapped[int] = mapped_column(ForeignKey("cited_provisions.id"), primary_key=True)
    number: Mapped[int]
    nearness: Mapped[str] = mapped_column(String(10))
    day: Mapped[str] = mapped_column(String(10))


class LawImpactVersion(Model):
    """A version that an impact touches: who works it off until when.

    `records` is how many completion records on it stood when the impact was opened.
    """

    __tablename__ = "law_impact_versions"

    impact_id: Mapped[int] = mapped_column(ForeignKey("law_impacts.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"), primary_key=True)
    records: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    due: Mapped[date | None]


class LawHit(Model):
    """A place of a version that an impact touches, and what was decided about it.

    States: `open`; `still-right`; `changed`, in the version `in_version`; `withdrawn`.
    """

    __tablename__ = "law_hits"

    id: Mapped[int] = mapped_column(primary_key=True)
    impact_id: Mapped[int] = mapped_column(ForeignKey("law_impacts.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("pack_versions.id"))
    item: Mapped[str] = mapped_column(String(80))
    part: Mapped[str] = mapped_column(String(140))
    role: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(10))
    mark: Mapped[str] = mapped_column(String(12))
    provision_id: Mapped[int] = mapped_column(ForeignKey("cited_provisions.id"))
    state: Mapped[str] = mapped_column(String(12))
    in_version: Mapped[str] = mapped_column(String(60), default="", server_default="")
    note: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    handled_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index("ix_law_hits_impact_id_version_id", "impact_id", "version_id", "item"),
        Index("ix_law_hits_version_id_state", "version_id", "state", "item"),
    )


class LawRequest(Model):
    """A leader asks somebody to learn what changed since they completed a course."""

    __tablename__ = "law_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    due: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)
