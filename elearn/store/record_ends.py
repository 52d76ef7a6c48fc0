"""Versions whose records hold until the law changes, and until when that is."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from elearn.store.db import db
from elearn.store.tables.packs import PackVersion

UNTIL_LAW = "until_law"
"""What the facts of such a version say."""


@dataclass(frozen=True, slots=True)
class EndingVersion:
    """A version, and the last day of its records as far as it was put down."""

    id: int
    pack_id: str
    digest: str
    until: date | None


def until_law() -> list[EndingVersion]:
    """All versions that were published and whose records hold until the law changes."""
    query = select(
        PackVersion.id,
        PackVersion.pack_id,
        PackVersion.digest,
        PackVersion.records_until,
        PackVersion.facts,
    ).where(PackVersion.published_at.is_not(None))
    return [
        EndingVersion(row.id, row.pack_id, row.digest, row.records_until)
        for row in db.session.execute(query)
        if row.facts.get(UNTIL_LAW)
    ]


def known() -> dict[tuple[str, str], date]:
    """The last day of the records of a version, by pack and version, where law ends them."""
    query = select(PackVersion.pack_id, PackVersion.version, PackVersion.records_until).where(
        PackVersion.published_at.is_not(None), PackVersion.records_until.is_not(None)
    )
    return {(pack, version): day for pack, version, day in db.session.execute(query) if day}


def set_until(version_id: int, day: date | None) -> None:
    """Put down the last day of the records of a version."""
    db.session.execute(
        update(PackVersion).where(PackVersion.id == version_id).values(records_until=day)
    )
