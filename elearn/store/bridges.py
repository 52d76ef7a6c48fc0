"""Find and keep bridges: one for each pair of versions, made once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import aliased

from elearn.store.db import db
from elearn.store.records import holds_until, is_revoked, is_superseded
from elearn.store.tables.bridges import BridgeRow
from elearn.store.tables.enrolments import Enrolment, ItemState
from elearn.store.tables.law import LawRequest
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.records import RecordRow, RecordSecret
from elearn.store.upsert import insert_or_skip

MOST = 500
"""The most ways that one question returns."""

Pair = tuple[str, str]
"""Digests of the version that a bridge leads from, and of the one that it leads to."""


@dataclass(frozen=True, slots=True)
class KeptBridge:
    """A bridge. `version_id` and `pack_id` are its own; None where there is nothing to learn."""

    id: int
    pair: Pair
    from_version_id: int
    to_version_id: int
    version_id: int | None
    pack_id: str | None


def _bridges() -> Select[*tuple[Any, ...]]:
    own = aliased(PackVersion)
    return select(
        BridgeRow.id,
        BridgeRow.from_digest,
        BridgeRow.to_digest,
        BridgeRow.from_version_id,
        BridgeRow.to_version_id,
        BridgeRow.version_id,
        own.pack_id,
    ).outerjoin(own, own.id == BridgeRow.version_id)


def _read(query: Select[*tuple[Any, ...]]) -> list[KeptBridge]:
    return [
        KeptBridge(row[0], (row[1], row[2]), *row[3:]) for row in db.session.execute(query.limit(1))
    ]


def find(pair: Pair) -> KeptBridge | None:
    """The bridge between two versions, if it was made."""
    here = (BridgeRow.from_digest == pair[0]) & (BridgeRow.to_digest == pair[1])
    found = _read(_bridges().where(here))
    return found[0] if found else None


def of_version(version_id: int) -> KeptBridge | None:
    """The bridge that this version of a pack is."""
    found = _read(_bridges().where(BridgeRow.version_id == version_id))
    return found[0] if found else None


def to_version(version_id: int) -> list[tuple[str, int]]:
    """Bridges that lead to a version: the version that each leads from, and its own number."""
    older = aliased(PackVersion)
    query: Select[*tuple[Any, ...]] = (
        select(older.version, BridgeRow.version_id)
        .join(older, older.id == BridgeRow.from_version_id)
        .where(BridgeRow.to_version_id == version_id, BridgeRow.version_id.is_not(None))
        .order_by(BridgeRow.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class Way:
    """From a record that stands to a published version of its pack, with the bridge if one is made.

    `due_on`: until when that version asks those who completed an older one to take the bridge.
    `made` without `bridge_pack`: there is nothing to learn on this way. `asked`: a leader asks the
    holder to learn what changed, `asked_until` a day if they said one.
    """

    record_key: str
    pack_id: str
    issued_at: datetime
    valid_until: date | None
    version: str
    digest: str
    version_id: int
    to_version: str
    to_digest: str
    to_version_id: int
    due_on: date | None
    made: bool
    bridge_pack: str | None
    asked: bool = False
    asked_until: date | None = None


def ways_of(person_id: int, pack_id: str = "") -> list[Way]:
    """The ways that lead on from what a person completed, of one pack or of all. One query."""
    version, newer, own = PackVersion, aliased(PackVersion), aliased(PackVersion)
    pair = (BridgeRow.from_digest == version.digest) & (BridgeRow.to_digest == newer.digest)
    query: Select[*tuple[Any, ...]] = (
        select(
            RecordRow.key,
            version.pack_id,
            RecordRow.issued_at,
            holds_until(),
            version.version,
            version.digest,
            version.id,
            newer.version,
            newer.digest,
            newer.id,
            newer.bridge_due_on,
            BridgeRow.id.is_not(None),
            own.pack_id,
            LawRequest.id.is_not(None),
            LawRequest.due,
        )
        .select_from(RecordRow)
        .join(RecordSecret, RecordSecret.record_id == RecordRow.id)
        .join(version, version.id == RecordRow.version_id)
        .join(newer, (newer.pack_id == version.pack_id) & (newer.id != version.id))
        .outerjoin(BridgeRow, pair)
        .outerjoin(own, own.id == BridgeRow.version_id)
        .outerjoin(LawRequest, LawRequest.record_id == RecordRow.id)
        .where(
            RecordRow.person_id == person_id,
            newer.state == "published",
            ~is_revoked(),
            ~is_superseded(),
        )
        .order_by(RecordRow.id.desc())
        .limit(MOST)
    )
    if pack_id:
        query = query.where(version.pack_id == pack_id)
    return [Way(*row) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class DoneItem:
    """Something that a person did once: which item, in the version with that digest, how far."""

    item_id: str
    state: str
    digest: str
    version_id: int
    at: datetime


def done_of(person_id: int, item_ids: Collection[str]) -> list[DoneItem]:
    """Where a person read or finished items with these ids, in whatever course. One query."""
    query: Select[*tuple[Any, ...]] = (
        select(
            ItemState.item_id,
            ItemState.state,
            PackVersion.digest,
            PackVersion.id,
            ItemState.at,
        )
        .join(Enrolment, Enrolment.id == ItemState.enrolment_id)
        .join(PackVersion, PackVersion.id == ItemState.version_id)
        .where(
            Enrolment.person_id == person_id,
            ItemState.item_id.in_(item_ids),
            ItemState.state.in_(("read", "finished")),
        )
        .order_by(ItemState.at)
        .limit(MOST)
    )
    return [DoneItem(*row) for row in db.session.execute(query)]


def reserve(pair: Pair, *, from_version_id: int, to_version_id: int, at: datetime) -> bool:
    """Keep that a bridge is made; False if another transaction has kept it, and has ended.

    Whoever comes second waits here for the first, so that there is one bridge.
    """
    values = {
        "from_digest": pair[0],
        "to_digest": pair[1],
        "from_version_id": from_version_id,
        "to_version_id": to_version_id,
        "made_at": at,
    }
    return insert_or_skip(BridgeRow, values)


def settle(pair: Pair, version_id: int) -> None:
    """Keep which version of which pack the bridge is."""
    db.session.execute(
        update(BridgeRow)
        .where(BridgeRow.from_digest == pair[0], BridgeRow.to_digest == pair[1])
        .values(version_id=version_id)
    )
