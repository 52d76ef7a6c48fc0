"""Find and keep what packs cite."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from elearn.core.ids import version_key
from elearn.core.pack.citations import Citation
from elearn.store.db import db
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.law import CitationRow, CitedProvision, VersionLaw
from elearn.store.tables.packs import PackRow, PackVersion, ReleaseLine
from elearn.store.tables.records import RecordRow, RecordStatus

_AT_ONCE = 5000
"""Rows that one statement writes."""


@dataclass(frozen=True, slots=True)
class LawOfVersion:
    """A version whose citations are kept, and the law that it was checked against."""

    version_id: int
    pack_id: str
    version: str
    title: str
    state: str
    language: str
    digest: str
    register_version: str
    checked: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many places of a version cite some provisions, by what they are and in which language."""

    version_id: int
    role: str
    language: str
    places: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a version that cites a provision."""

    version_id: int
    item: str
    part: str
    role: str
    language: str
    mark: str
    provision_id: int


def without_index(index_version: int) -> list[tuple[int, str]]:
    """Number and digest of the course versions that this index does not hold yet."""
    rows = db.session.execute(
        select(PackVersion.id, PackVersion.digest)
        .join(PackRow, PackRow.id == PackVersion.pack_id)
        .outerjoin(VersionLaw, VersionLaw.version_id == PackVersion.id)
        .where(
            PackRow.kind == "course",
            func.coalesce(VersionLaw.index_version, -1) != index_version,
        )
        .order_by(PackVersion.id)
    )
    return [(number, digest) for number, digest in rows]


def keep(
    version_id: int,
    found: Iterable[Citation],
    law: tuple[str, str, date | None],
    *,
    index_version: int,
) -> int:
    """Keep the citations of a version in the place of those before; how many there are.

    `law` is the register, its version and the day of the check; empty where the pack names none.
    """
    kept = list(found)
    numbers = _numbered({(c.name, c.ref) for c in kept})
    db.session.execute(delete(CitationRow).where(CitationRow.version_id == version_id))
    rows = [
        {
            "version_id": version_id,
            "item": c.item,
            "part": c.part,
            "role": c.role.value,
            "language": c.language,
            "mark": c.mark,
            "provision_id": numbers[c.name, c.ref],
        }
        for c in kept
    ]
    for start in range(0, len(rows), _AT_ONCE):
        db.session.execute(insert(CitationRow), rows[start : start + _AT_ONCE])
    db.session.execute(delete(VersionLaw).where(VersionLaw.version_id == version_id))
    db.session.add(
        VersionLaw(
            version_id=version_id,
            register_id=law[0],
            register_version=law[1],
            checked=law[2],
            index_version=index_version,
        )
    )
    return len(rows)


def _numbered(cited: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The numbers of these provisions; those that are new get one."""
    if not cited:
        return {}
    add = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    once = add(CitedProvision).on_conflict_do_nothing(index_elements=["name", "ref"])
    known = cited_provisions({name for name, _ref in cited})
    new = [{"name": name, "ref": ref} for name, ref in sorted(cited - known.keys())]
    if new:
        db.session.execute(once, new)
        known = cited_provisions({name for name, _ref in cited})
    return known


def cited_provisions(names: Iterable[str]) -> dict[tuple[str, str], int]:
    """The number of each provision of these instruments and judgments that something cites."""
    rows = db.session.execute(
        select(CitedProvision.name, CitedProvision.ref, CitedProvision.id).where(
            CitedProvision.name.in_(sorted(names))
        )
    )
    return {(name, ref): number for name, ref, number in rows}


def provision(number: int) -> tuple[str, str] | None:
    """Instrument or judgment and provision with that number."""
    row = db.session.get(CitedProvision, number)
    return (row.name, row.ref) if row else None


def in_use(register_id: str) -> list[LawOfVersion]:
    """The versions checked against a register that somebody reads, holds a record of or works on.

    Those are the version of each release line, the newest of each pack, and every one on which
    somebody is held or completed the course.
    """
    lines = select(ReleaseLine.version_id)
    held = select(Enrolment.pinned_version_id).where(
        Enrolment.pinned_version_id.is_not(None), Enrolment.ended_at.is_(None)
    )
    query: Any = (
        select(
            VersionLaw.version_id,
            PackVersion.pack_id,
            PackVersion.version,
            PackVersion.title,
            PackVersion.state,
            PackVersion.language,
            PackVersion.digest,
            VersionLaw.register_version,
            VersionLaw.checked,
            PackVersion.id.in_(lines)
            | PackVersion.id.in_(held)
            | select(RecordRow.id).where(RecordRow.version_id == PackVersion.id).exists(),
        )
        .join(PackVersion, PackVersion.id == VersionLaw.version_id)
        .where(VersionLaw.register_id == register_id)
        .order_by(PackVersion.pack_id, PackVersion.id)
    )
    found = [(LawOfVersion(*row[:-1]), bool(row[-1])) for row in db.session.execute(query)]
    newest: dict[str, LawOfVersion] = {}
    for one, _used in found:
        other = newest.get(one.pack_id)
        if other is None or version_key(one.version) > version_key(other.version):
            newest[one.pack_id] = one
    return [one for one, used in found if used or newest[one.pack_id] is one]


def _one_of(column: Any, name: str) -> ColumnElement[bool]:
    """Whether a number of ours is in a list, however long: it stands in the statement itself."""
    return column.in_(bindparam(name, expanding=True, literal_execute=True))  # type: ignore[no-any-return]


def _citing(query: Any, provisions: Iterable[int], versions: Iterable[int]) -> Iterator[Any]:
    numbers, of = sorted(provisions), sorted(versions)
    if not numbers or not of:
        return iter(())
    limited = query.where(
        _one_of(CitationRow.provision_id, "provisions"), _one_of(CitationRow.version_id, "versions")
    )
    return iter(db.session.execute(limited, {"provisions": numbers, "versions": of}))


def tallies(provisions: Iterable[int], versions: Iterable[int]) -> list[Tally]:
    """How many places of these versions cite these provisions."""
    keys = (CitationRow.version_id, CitationRow.role, CitationRow.language)
    query = select(*keys, func.count()).group_by(*keys)
    return [Tally(*row) for row in _citing(query, provisions, versions)]


def count_items(provisions: Iterable[int], versions: Iterable[int]) -> dict[int, int]:
    """In how many items of each version these provisions are cited."""
    query = select(CitationRow.version_id, func.count(CitationRow.item.distinct())).group_by(
        CitationRow.version_id
    )
    return {version_id: n for version_id, n in _citing(query, provisions, versions)}  # noqa: C416  # rows are not plain tuples


def places(provisions: Iterable[int], versions: Iterable[int]) -> Iterator[Place]:
    """Each place of these versions that cites one of these provisions, version by version."""
    query = select(
        CitationRow.version_id,
        CitationRow.item,
        CitationRow.part,
        CitationRow.role,
        CitationRow.language,
        CitationRow.mark,
        CitationRow.provision_id,
    ).order_by(CitationRow.version_id, CitationRow.id)
    return (Place(*row) for row in _citing(query, provisions, versions))


def records_standing(versions: Iterable[int], day: date) -> dict[int, int]:
    """How many completion records on each of these versions hold on that day."""
    of = sorted(versions)
    if not of:
        return {}
    holds = holds_until().is_(None) | (holds_until() >= day)
    there = _one_of(RecordRow.version_id, "versions")
    counting = (
        select(RecordRow.version_id, func.count())
        .join(PackVersion, PackVersion.id == RecordRow.version_id)
        .group_by(RecordRow.version_id)
    )
    all_of = db.session.execute(counting.where(there, holds), {"versions": of})
    found = {version_id: n for version_id, n in all_of}  # noqa: C416  # rows are not plain tuples
    # Few records have ever been revoked or renewed: only those are looked at one by one.
    ended = counting.where(
        there,
        holds,
        RecordRow.id.in_(select(RecordStatus.record_id)),
        is_revoked() | is_superseded(),
    )
    for version_id, n in db.session.execute(ended, {"versions": of}):
        found[version_id] -= n
    return found
