"""Find and keep packs, their versions and their release lines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from elearn.core.ids import major_of, version_key
from elearn.store.db import db
from elearn.store.tables.packs import PackRow, PackVersion, ReleaseLine

MOST = 500
"""The most versions that one question returns."""

BRIDGE = "bridge"
"""The kind of packs that the site makes by itself, for those who completed an older version."""


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version as the database knows it."""

    id: int
    pack_id: str
    kind: str
    version: str
    digest: str
    state: str
    title: str
    language: str
    facts: dict[str, Any]
    warnings: list[Any]
    installed_at: datetime
    published_at: datetime | None
    retired_at: datetime | None


def _versions() -> Select[*tuple[Any, ...]]:
    return select(
        PackVersion.id,
        PackVersion.pack_id,
        PackRow.kind,
        PackVersion.version,
        PackVersion.digest,
        PackVersion.state,
        PackVersion.title,
        PackVersion.language,
        PackVersion.facts,
        PackVersion.warnings,
        PackVersion.installed_at,
        PackVersion.published_at,
        PackVersion.retired_at,
    ).join(PackRow, PackRow.id == PackVersion.pack_id)


def _read(query: Select[*tuple[Any, ...]]) -> list[KeptVersion]:
    return [KeptVersion(*row) for row in db.session.execute(query.limit(MOST))]


def find_version(pack_id: str, version: str) -> KeptVersion | None:
    """That version, if it is installed."""
    found = _read(_versions().where(PackVersion.pack_id == pack_id, PackVersion.version == version))
    return found[0] if found else None


def version_by_id(version_id: int) -> KeptVersion | None:
    """That version, by number."""
    found = _read(_versions().where(PackVersion.id == version_id))
    return found[0] if found else None


def was_published(digest: str) -> bool:
    """Whether a version of that content was ever published."""
    query = select(PackVersion.id).where(
        PackVersion.digest == digest, PackVersion.published_at.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def versions_of(pack_id: str) -> list[KeptVersion]:
    """All versions of a pack, newest first."""
    found = _read(_versions().where(PackVersion.pack_id == pack_id))
    return sorted(found, key=lambda v: version_key(v.version), reverse=True)


def all_versions() -> list[KeptVersion]:
    """All versions of all packs, by pack, newest first; bridges, which nobody wrote, left out."""
    found = _read(_versions().where(PackRow.kind != BRIDGE).order_by(PackVersion.pack_id))
    found.sort(key=lambda v: version_key(v.version), reverse=True)
    return sorted(found, key=lambda v: v.pack_id)


def _newest_published(condition: ColumnElement[bool]) -> list[KeptVersion]:
    return _read(_versions().where(PackVersion.state == "published", condition))


def bridges() -> list[KeptVersion]:
    """The bridges that were made, the newest first."""
    made = _versions().where(PackRow.kind == BRIDGE)
    return _read(made.order_by(PackVersion.id.desc()))


def newest_published(pack_id: str) -> KeptVersion | None:
    """The newest published version of a pack."""
    found = _newest_published(PackVersion.pack_id == pack_id)
    return max(found, key=lambda v: version_key(v.version), default=None)


def _offered(condition: ColumnElement[bool]) -> list[KeptVersion]:
    """Published versions to which their release lines lead."""
    current = exists().where(ReleaseLine.version_id == PackVersion.id)
    return _newest_published(condition & current)


def offered_course(pack_id: str) -> KeptVersion | None:
    """What somebody who begins this course now gets; None where it takes nobody new."""
    found = _offered((PackVersion.pack_id == pack_id) & (PackRow.kind == "course"))
    return max(found, key=lambda v: version_key(v.version), default=None)


def published_courses() -> list[KeptVersion]:
    """What somebody who begins now gets of each course that takes new learners, by title."""
    newest: dict[str, KeptVersion] = {}
    for version in _offered(PackRow.kind == "course"):
        other = newest.get(version.pack_id)
        if other is None or version_key(version.version) > version_key(other.version):
            newest[version.pack_id] = version
    return sorted(newest.values(), key=lambda v: v.title)


def published_registers() -> list[KeptVersion]:
    """The newest published version of each register, by id."""
    newest: dict[str, KeptVersion] = {}
    for version in _newest_published(PackRow.kind == "register"):
        other = newest.get(version.pack_id)
        if other is None or version_key(version.version) > version_key(other.version):
            newest[version.pack_id] = version
    return sorted(newest.values(), key=lambda v: v.pack_id)


def keep_version(**values: Any) -> int:
    """Keep a new version, and its pack if that is new; its number."""
    pack_id = values["pack_id"]
    kind = values.pop("kind")
    if db.session.get(PackRow, pack_id) is None:
        db.session.add(PackRow(id=pack_id, kind=kind, created_at=values["installed_at"]))
        db.session.flush()  # the version refers to it
    row = PackVersion(**values, major=major_of(values["version"]), state="installed")
    db.session.add(row)
    db.session.flush()  # for its number
    return row.id


def publish(version_id: int, *, by: int | None, at: datetime) -> None:
    """Mark as published and let the release line point at it if it is the newest there."""
    row = db.session.get_one(PackVersion, version_id)
    row.state, row.published_at, row.published_by = "published", at, by
    line = db.session.scalar(
        select(ReleaseLine)
        .where(ReleaseLine.pack_id == row.pack_id, ReleaseLine.major == row.major)
        .with_for_update()
    )
    if line is None:
        db.session.add(ReleaseLine(pack_id=row.pack_id, major=row.major, version_id=row.id))
        return
    current = db.session.get_one(PackVersion, line.version_id)
    if version_key(row.version) > version_key(current.version):
        line.version_id = row.id


def retire(version_id: int, *, at: datetime) -> None:
    """No new learners; whoever is on it finishes."""
    row = db.session.get_one(PackVersion, version_id)
    row.state, row.retired_at = "retired", at


def line_of(version_id: int) -> int | None:
    """The release line that this version belongs to."""
    return db.session.scalar(
        select(ReleaseLine.id)
        .join(
            PackVersion,
            (PackVersion.pack_id == ReleaseLine.pack_id) & (PackVersion.major == ReleaseLine.major),
        )
        .where(PackVersion.id == version_id)
    )


def count_learners() -> dict[int, int]:
    """How many people stand on each version, by version number."""
    from elearn.store.tables.enrolments import Enrolment

    stands_on = func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id)
    rows = db.session.execute(
        select(stands_on, func.count(Enrolment.id))
        .select_from(ReleaseLine)
        .join(Enrolment, Enrolment.line_id == ReleaseLine.id)
        .where(Enrolment.ended_at.is_(None))
        .group_by(stands_on)
    )
    return {version_id: n for version_id, n in rows}  # noqa: C416  # rows are not plain tuples
