"""Find and keep acts upon versions, proposed and decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import aliased

from elearn.store.db import db
from elearn.store.hold import hold as hold_row
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person
from elearn.store.tables.publications import PublicationRow

MOST = 200
"""The most acts that one question returns."""


@dataclass(frozen=True, slots=True)
class KeptPublication:
    """An act upon a version, with the names of those who proposed and decided.

    A name is None where the operator acted.
    """

    id: int
    key: str
    version_id: int
    pack_id: str
    version: str
    title: str
    act: str
    state: str
    reason: str
    settings: Mapping[str, Any]
    proposed_by: int | None
    proposed_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    note: str
    proposer: str | None
    decider: str | None


def _publications() -> Select[Any]:
    proposer, decider = aliased(Person), aliased(Person)
    return (
        select(
            PublicationRow.id,
            PublicationRow.key,
            PublicationRow.version_id,
            PackVersion.pack_id,
            PackVersion.version,
            PackVersion.title,
            PublicationRow.act,
            PublicationRow.state,
            PublicationRow.reason,
            PublicationRow.settings,
            PublicationRow.proposed_by,
            PublicationRow.proposed_at,
            PublicationRow.decided_by,
            PublicationRow.decided_at,
            PublicationRow.note,
            proposer.name,
            decider.name,
        )
        .join(PackVersion, PackVersion.id == PublicationRow.version_id)
        .outerjoin(proposer, proposer.id == PublicationRow.proposed_by)
        .outerjoin(decider, decider.id == PublicationRow.decided_by)
        .order_by(PublicationRow.id.desc())
        .limit(MOST)
    )


def _read(query: Select[Any]) -> list[KeptPublication]:
    return [KeptPublication(*row) for row in db.session.execute(query)]


def add(**values: Any) -> None:
    """Keep an act, proposed or confirmed.

    Raises:
        IntegrityError: If one of that version is proposed already.
    """
    db.session.add(PublicationRow(**values))
    db.session.flush()  # to meet the constraint here


def by_key(key: str) -> KeptPublication | None:
    """The act with that key."""
    found = _read(_publications().where(PublicationRow.key == key))
    return found[0] if found else None


def hold(key: str) -> None:
    """Let others who decide about the same act wait until this transaction ends."""
    hold_row(PublicationRow, key=key)


def of_version(version_id: int) -> list[KeptPublication]:
    """The acts upon a version, newest first."""
    return _read(_publications().where(PublicationRow.version_id == version_id))


def of_pack(pack_id: str) -> list[KeptPublication]:
    """The acts upon all versions of a pack, newest first."""
    return _read(_publications().where(PackVersion.pack_id == pack_id))


def proposed() -> list[KeptPublication]:
    """Those that wait for a second person, newest first."""
    return _read(_publications().where(PublicationRow.state == "proposed"))


def count_proposed(*, besides: int | None = None) -> int:
    """How many wait for a second person; without those that this person has proposed."""
    query = select(func.count(PublicationRow.id)).where(PublicationRow.state == "proposed")
    if besides is not None:
        query = query.where(PublicationRow.proposed_by.is_distinct_from(besides))
    return db.session.scalar(query) or 0


def decide(
    publication_id: int,
    state: str,
    *,
    settings: Mapping[str, Any],
    note: str,
    by: int | None,
    at: datetime,
) -> None:
    """Confirm or decline."""
    db.session.execute(
        update(PublicationRow)
        .where(PublicationRow.id == publication_id)
        .values(state=state, settings=dict(settings), note=note, decided_by=by, decided_at=at)
    )
