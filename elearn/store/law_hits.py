"""Find and keep the places that changes of law touch, and what was decided about each."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.orm import aliased

from elearn.core.law.outcome import CONCERNED, Outcome
from elearn.store.citations import Place
from elearn.store.db import db, rows
from elearn.store.tables.law import (
    CitationRow,
    CitedProvision,
    LawHit,
    LawImpact,
    LawImpactVersion,
    LawTouch,
)
from elearn.store.tables.packs import PackVersion
from elearn.store.tables.people import Person

MOST = 2000
"""The most places of one item that a page shows, over all versions."""

Key = tuple[str, str, str, str, str, int]
"""What is one place in every version that says the same there."""


@dataclass(frozen=True, slots=True)
class KeptHit:
    """A place. `handler` is a name; `number` is that of the change nearest to it."""

    id: int
    version_id: int
    version: str
    digest: str
    item: str
    part: str
    role: str
    language: str
    mark: str
    provision_id: int
    name: str
    ref: str
    number: int
    nearness: str
    state: str
    in_version: str
    note: str
    handler: str
    handled_at: datetime | None

    @property
    def key(self) -> Key:
        """The same for the same place of another version that says the same."""
        return (self.item, self.part, self.role, self.language, self.mark, self.provision_id)


@dataclass(frozen=True, slots=True)
class ItemTally:
    """How many places of an item a change touches in all versions of a pack, and how many wait."""

    item: str
    hits: int
    open_hits: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that touches an item of a version: law that changed or will, and what was decided.

    `day` is from when, as the register has it; `in_version` where it says something else since.
    """

    item: str
    language: str
    name: str
    ref: str
    day: str
    state: str
    in_version: str
    note: str


def _hits() -> Any:
    return (
        select(
            LawHit.id,
            LawHit.version_id,
            PackVersion.version,
            PackVersion.digest,
            LawHit.item,
            LawHit.part,
            LawHit.role,
            LawHit.language,
            LawHit.mark,
            LawHit.provision_id,
            CitedProvision.name,
            CitedProvision.ref,
            LawTouch.number,
            LawTouch.nearness,
            LawHit.state,
            LawHit.in_version,
            LawHit.note,
            func.coalesce(Person.name, ""),
            LawHit.handled_at,
        )
        .join(PackVersion, PackVersion.id == LawHit.version_id)
        .join(CitedProvision, CitedProvision.id == LawHit.provision_id)
        .join(
            LawTouch,
            (LawTouch.impact_id == LawHit.impact_id)
            & (LawTouch.provision_id == LawHit.provision_id),
        )
        .outerjoin(Person, Person.id == LawHit.handled_by)
    )


def of_item(impact_id: int, pack_id: str, item: str) -> list[KeptHit]:
    """The places of an item, in all versions of its pack that are touched, in reading order."""
    found = db.session.execute(
        _hits()
        .where(LawHit.impact_id == impact_id, PackVersion.pack_id == pack_id, LawHit.item == item)
        .order_by(LawHit.id)
        .limit(MOST)
    )
    return [KeptHit(*row) for row in found]


def items_of(impact_id: int, pack_id: str) -> list[ItemTally]:
    """The items of a pack that a change touches, in reading order. One query."""
    found = db.session.execute(
        select(
            LawHit.item,
            func.count(),
            func.sum(case((LawHit.state == Outcome.OPEN.value, 1), else_=0)),
        )
        .join(PackVersion, PackVersion.id == LawHit.version_id)
        .where(LawHit.impact_id == impact_id, PackVersion.pack_id == pack_id)
        .group_by(LawHit.item)
        .order_by(func.min(LawHit.id))
    )
    return [ItemTally(*row) for row in found]


def decide(
    hits: Iterable[int],
    outcome: Outcome,
    *,
    in_version: str,
    note: str,
    by: int | None,
    at: datetime,
) -> int:
    """Keep what was decided about these places, and about the same ones in other versions.

    Returns:
        How many places that are, over all versions.
    """
    numbers = sorted(hits)
    other, chosen = aliased(LawHit), aliased(LawHit)
    there, here = aliased(PackVersion), aliased(PackVersion)
    same = (
        select(other.id)
        .join(
            chosen,
            (chosen.impact_id == other.impact_id)
            & (chosen.item == other.item)
            & (chosen.part == other.part)
            & (chosen.role == other.role)
            & (chosen.language == other.language)
            & (chosen.mark == other.mark)
            & (chosen.provision_id == other.provision_id),
        )
        .join(there, there.id == other.version_id)
        .join(here, (here.id == chosen.version_id) & (here.pack_id == there.pack_id))
        .where(chosen.id.in_(numbers))
    )
    done = db.session.execute(
        update(LawHit)
        .where(LawHit.id.in_(same))
        .values(
            state=outcome.value,
            in_version=in_version,
            note=note,
            handled_by=by,
            handled_at=at,
        )
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update has a row count


def still_there(version_id: int, keys: Iterable[Key]) -> list[Key]:
    """Those places that a version has as they are: same words, same citation."""
    wanted = set(keys)
    found = db.session.execute(
        select(
            CitationRow.item,
            CitationRow.part,
            CitationRow.role,
            CitationRow.language,
            CitationRow.mark,
            CitationRow.provision_id,
        ).where(
            CitationRow.version_id == version_id,
            CitationRow.item.in_(sorted({key[0] for key in wanted})),
        )
    )
    return sorted(wanted.intersection(tuple(row) for row in found))


@dataclass(frozen=True, slots=True)
class WaitingImpact:
    """An impact with places of a pack that wait, as a new version of the pack needs to know it."""

    id: int
    to_version: str
    opened_at: datetime
    owner_id: int | None
    due: Any


def waiting_for(pack_id: str, register_id: str) -> list[WaitingImpact]:
    """The impacts by which places of a pack wait to be worked off."""
    open_here = (
        select(LawHit.impact_id)
        .join(PackVersion, PackVersion.id == LawHit.version_id)
        .where(PackVersion.pack_id == pack_id, LawHit.state == Outcome.OPEN.value)
    )
    given = (
        select(
            LawImpactVersion.impact_id,
            func.max(LawImpactVersion.owner_id).label("owner_id"),
            func.max(LawImpactVersion.due).label("due"),
        )
        .join(PackVersion, PackVersion.id == LawImpactVersion.version_id)
        .where(PackVersion.pack_id == pack_id)
        .group_by(LawImpactVersion.impact_id)
        .subquery()
    )
    found = db.session.execute(
        select(
            LawImpact.id,
            LawImpact.to_version,
            LawImpact.opened_at,
            given.c.owner_id,
            given.c.due,
        )
        .join(given, given.c.impact_id == LawImpact.id)
        .where(LawImpact.register_id == register_id, LawImpact.id.in_(open_here))
    )
    return [WaitingImpact(*row) for row in found]


def decided(impact_id: int, pack_id: str) -> dict[Key, tuple[str, str]]:
    """What was decided about each place of a pack: state, and the version that says otherwise."""
    found = db.session.execute(
        select(
            LawHit.item,
            LawHit.part,
            LawHit.role,
            LawHit.language,
            LawHit.mark,
            LawHit.provision_id,
            LawHit.state,
            LawHit.in_version,
        )
        .join(PackVersion, PackVersion.id == LawHit.version_id)
        .where(LawHit.impact_id == impact_id, PackVersion.pack_id == pack_id)
    )
    return {tuple(row[:6]): (row[6], row[7]) for row in found}  # type: ignore[misc]  # six columns are a key


def touched_provisions(impact_id: int) -> list[int]:
    """The numbers of the cited provisions that an impact touches."""
    query = select(LawTouch.provision_id).where(LawTouch.impact_id == impact_id)
    return list(db.session.scalars(query))


def add(impact: WaitingImpact, version_id: int, found: Mapping[Place, tuple[str, str]]) -> None:
    """Keep the places of a version that came later: each with its state, and where it changed."""
    db.session.add(
        LawImpactVersion(
            impact_id=impact.id,
            version_id=version_id,
            records=0,
            owner_id=impact.owner_id,
            due=impact.due,
        )
    )
    db.session.execute(
        insert(LawHit),
        [
            {
                "impact_id": impact.id,
                "version_id": version_id,
                "item": place.item,
                "part": place.part,
                "role": place.role,
                "language": place.language,
                "mark": place.mark,
                "provision_id": place.provision_id,
                "state": state,
                "in_version": in_version,
            }
            for place, (state, in_version) in found.items()
        ],
    )


def open_by_version(pack_id: str = "") -> dict[int, int]:
    """How many places of each version wait to be worked off; of one pack, or of all."""
    query = select(LawHit.version_id, func.count()).where(LawHit.state == Outcome.OPEN.value)
    if pack_id:
        query = query.join(PackVersion, PackVersion.id == LawHit.version_id).where(
            PackVersion.pack_id == pack_id
        )
    found = db.session.execute(query.group_by(LawHit.version_id))
    return {version_id: n for version_id, n in found}  # noqa: C416  # rows are not plain tuples


def found_right(version_ids: Collection[int]) -> dict[int, frozenset[tuple[str, str, str]]]:
    """The changes under which a version was found to be right still, everywhere it cites them.

    Returns:
        By version: instrument or judgment, provision, and the day of the change as the register
        has it. One query.
    """
    what = (LawHit.version_id, CitedProvision.name, CitedProvision.ref, LawTouch.day)
    right = case((LawHit.state == Outcome.STILL_RIGHT.value, 1), else_=0)
    rows_ = db.session.execute(
        select(*what)
        .join(
            LawTouch,
            (LawTouch.impact_id == LawHit.impact_id)
            & (LawTouch.provision_id == LawHit.provision_id),
        )
        .join(CitedProvision, CitedProvision.id == LawHit.provision_id)
        .where(LawHit.version_id.in_(sorted(version_ids)), LawTouch.day != "")
        .group_by(*what)
        .having(func.count() == func.sum(right))
    )
    found: dict[int, set[tuple[str, str, str]]] = {}
    for version_id, name, ref, day in rows_:
        found.setdefault(version_id, set()).add((name, ref, day))
    return {version_id: frozenset(changes) for version_id, changes in found.items()}


_SAID = (
    LawHit.item,
    LawHit.language,
    CitedProvision.name,
    CitedProvision.ref,
    LawTouch.day,
    LawHit.state,
    LawHit.in_version,
    LawHit.note,
)
_STANDING: Any = (
    select(*_SAID)
    .join(
        LawTouch,
        (LawTouch.impact_id == LawHit.impact_id) & (LawTouch.provision_id == LawHit.provision_id),
    )
    .join(CitedProvision, CitedProvision.id == LawHit.provision_id)
    .where(LawHit.state.in_([outcome.value for outcome in CONCERNED]))
    .group_by(*_SAID)
    .order_by(func.min(LawHit.id))
)


def standing_of(version_id: int) -> list[Standing]:
    """What touches the items of a version and was not found to be right still. One query."""
    return [Standing(*row) for row in rows(_STANDING.where(LawHit.version_id == version_id), {})]
