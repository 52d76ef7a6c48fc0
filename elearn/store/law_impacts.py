"""Find and keep changes of law that are worked off, and whom they were given to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, insert, literal, select, update

from elearn.core.law.impact import Touch
from elearn.store.db import db
from elearn.store.hold import hold as hold_row
from elearn.store.tables.law import (
    CitationRow,
    CitedProvision,
    LawHit,
    LawImpact,
    LawImpactVersion,
    LawTouch,
)
from elearn.store.tables.packs import PackRow, PackVersion
from elearn.store.tables.people import Person

MOST = 500
"""The most impacts that one question returns."""

OPEN = "open"


@dataclass(frozen=True, slots=True)
class KeptImpact:
    """An impact. `owner` is a name, empty where nobody has it."""

    id: int
    key: str
    register_id: str
    from_version: str
    to_version: str
    provision: str
    day: date | None
    reason: str
    changes: list[dict[str, Any]]
    owner_id: int | None
    owner: str
    due: date | None
    opened_by: int | None
    opened_at: datetime
    hits: int
    open_hits: int


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version that an impact touches, with how many of its places are open."""

    version_id: int
    pack_id: str
    version: str
    title: str
    digest: str
    records: int
    owner_key: str
    owner: str
    due: date | None
    hits: int
    open_hits: int


@dataclass(frozen=True, slots=True)
class WaitingHere:
    """An impact by which `open_hits` places of one version wait, and who has them until when."""

    key: str
    register_id: str
    from_version: str
    to_version: str
    provision: str
    day: date | None
    owner: str
    due: date | None
    open_hits: int


@dataclass(frozen=True, slots=True)
class KeptTouch:
    """A cited provision that an impact touches; `number` is that of the change."""

    provision_id: int
    name: str
    ref: str
    number: int
    nearness: str
    day: str


def _impacts() -> Select[Any]:
    of_it = select(func.count(LawHit.id)).where(LawHit.impact_id == LawImpact.id)
    return select(
        LawImpact.id,
        LawImpact.key,
        LawImpact.register_id,
        LawImpact.from_version,
        LawImpact.to_version,
        LawImpact.provision,
        LawImpact.day,
        LawImpact.reason,
        LawImpact.changes,
        LawImpact.owner_id,
        func.coalesce(Person.name, ""),
        LawImpact.due,
        LawImpact.opened_by,
        LawImpact.opened_at,
        of_it.scalar_subquery(),
        of_it.where(LawHit.state == OPEN).scalar_subquery(),
    ).outerjoin(Person, Person.id == LawImpact.owner_id)


def by_key(key: str) -> KeptImpact | None:
    """The impact with that key."""
    row = db.session.execute(_impacts().where(LawImpact.key == key)).first()
    return KeptImpact(*row) if row else None


def listing() -> list[KeptImpact]:
    """All impacts, newest first."""
    rows = db.session.execute(_impacts().order_by(LawImpact.id.desc()).limit(MOST))
    return [KeptImpact(*row) for row in rows]


def waiting_at(version_id: int) -> list[WaitingHere]:
    """The impacts by which places of a version wait, newest first."""
    waiting = (
        select(LawHit.impact_id, func.count().label("open"))
        .where(LawHit.version_id == version_id, LawHit.state == OPEN)
        .group_by(LawHit.impact_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            LawImpact.key,
            LawImpact.register_id,
            LawImpact.from_version,
            LawImpact.to_version,
            LawImpact.provision,
            LawImpact.day,
            func.coalesce(Person.name, ""),
            LawImpactVersion.due,
            waiting.c.open,
        )
        .join(waiting, waiting.c.impact_id == LawImpact.id)
        .join(LawImpactVersion, LawImpactVersion.impact_id == LawImpact.id)
        .outerjoin(Person, Person.id == LawImpactVersion.owner_id)
        .where(LawImpactVersion.version_id == version_id)
        .order_by(LawImpact.id.desc())
        .limit(MOST)
    )
    return [WaitingHere(*row) for row in rows]


def same(
    register_id: str, from_version: str, to_version: str, provision: str, day: date | None
) -> str | None:
    """The key of the impact that was opened for the same change."""
    return db.session.scalar(
        select(LawImpact.key)
        .where(
            LawImpact.register_id == register_id,
            LawImpact.from_version == from_version,
            LawImpact.to_version == to_version,
            LawImpact.provision == provision,
            LawImpact.day.is_(None) if day is None else LawImpact.day == day,
        )
        .limit(1)
    )


def hold_register(register_id: str) -> None:
    """Let others who open an impact of the same register wait until this transaction ends."""
    hold_row(PackRow, id=register_id)


def hold(key: str) -> None:
    """Let others who work at the same impact wait until this transaction ends."""
    hold_row(LawImpact, key=key)


def add(
    impact: Mapping[str, Any],
    touches: Iterable[tuple[int, Touch, str]],
    records: Mapping[int, int],
) -> int:
    """Keep an impact, and every place that it touches, as open; how many places.

    Args:
        impact: The columns of the impact.
        touches: Number of each provision, how it is touched, and from which day.
        records: The versions that are touched, with how many records on each hold.
    """
    row = LawImpact(**impact)
    db.session.add(row)
    db.session.flush()  # for its number
    given = {"owner_id": impact["owner_id"], "due": impact["due"]}
    _add_all(
        LawTouch,
        [
            {
                "impact_id": row.id,
                "provision_id": number,
                "number": touch.number,
                "nearness": touch.nearness.value,
                "day": day,
            }
            for number, touch, day in touches
        ],
    )
    _add_all(
        LawImpactVersion,
        [
            {"impact_id": row.id, "version_id": version_id, "records": n, **given}
            for version_id, n in records.items()
        ],
    )
    db.session.execute(_hits_of(row.id))
    counted = select(func.count(LawHit.id)).where(LawHit.impact_id == row.id)
    return db.session.scalar(counted) or 0


def _add_all(table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)


def _hits_of(impact_id: int) -> Any:
    """Every place that cites what the impact touches becomes a hit, within the database."""
    same_columns = ("version_id", "item", "part", "role", "language", "mark", "provision_id")
    found = (
        select(
            literal(impact_id),
            literal(OPEN),
            *(getattr(CitationRow, name) for name in same_columns),
        )
        .join(LawTouch, LawTouch.provision_id == CitationRow.provision_id)
        .join(LawImpactVersion, LawImpactVersion.version_id == CitationRow.version_id)
        .where(LawTouch.impact_id == impact_id, LawImpactVersion.impact_id == impact_id)
        .order_by(CitationRow.version_id, CitationRow.id)
    )
    return insert(LawHit).from_select(["impact_id", "state", *same_columns], found)


def touches_of(impact_id: int) -> list[KeptTouch]:
    """What of the law that is cited an impact touches."""
    rows = db.session.execute(
        select(
            LawTouch.provision_id,
            CitedProvision.name,
            CitedProvision.ref,
            LawTouch.number,
            LawTouch.nearness,
            LawTouch.day,
        )
        .join(CitedProvision, CitedProvision.id == LawTouch.provision_id)
        .where(LawTouch.impact_id == impact_id)
        .order_by(LawTouch.number, CitedProvision.name, CitedProvision.ref)
    )
    return [KeptTouch(*row) for row in rows]


def versions_of(impact_id: int) -> list[KeptVersion]:
    """The versions that an impact touches, by pack. One query."""
    counted = (
        select(
            LawHit.version_id,
            func.count().label("hits"),
            func.sum(case((LawHit.state == OPEN, 1), else_=0)).label("open_hits"),
        )
        .where(LawHit.impact_id == impact_id)
        .group_by(LawHit.version_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            LawImpactVersion.version_id,
            PackVersion.pack_id,
            PackVersion.version,
            PackVersion.title,
            PackVersion.digest,
            LawImpactVersion.records,
            func.coalesce(Person.key, ""),
            func.coalesce(Person.name, ""),
            LawImpactVersion.due,
            counted.c.hits,
            counted.c.open_hits,
        )
        .join(PackVersion, PackVersion.id == LawImpactVersion.version_id)
        .join(counted, counted.c.version_id == LawImpactVersion.version_id)
        .outerjoin(Person, Person.id == LawImpactVersion.owner_id)
        .where(LawImpactVersion.impact_id == impact_id)
        .order_by(PackVersion.pack_id, PackVersion.id)
    )
    return [KeptVersion(*row) for row in rows]


def give(impact_id: int, pack_id: str, *, owner_id: int | None, due: date | None) -> int:
    """Give a pack's part of an impact to somebody, until a day; how many versions that are."""
    of_pack = select(PackVersion.id).where(PackVersion.pack_id == pack_id)
    done = db.session.execute(
        update(LawImpactVersion)
        .where(LawImpactVersion.impact_id == impact_id, LawImpactVersion.version_id.in_(of_pack))
        .values(owner_id=owner_id, due=due)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update has a row count
