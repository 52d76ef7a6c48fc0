"""Find and keep links to records, and when they were opened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from elearn.store.db import db
from elearn.store.tables.shares import ShareOpening, ShareRow

MOST = 100
"""The most links of a record that a page shows, and the most openings of a link."""


@dataclass(frozen=True, slots=True)
class KeptShare:
    """A link; `opened` and `last_opened` say how often and when last."""

    id: int
    key: str
    token: str
    record_id: int
    chosen: list[str]
    until: date
    label: str
    made_at: datetime
    taken_back_at: datetime | None
    opened: int
    last_opened: datetime | None


def _shares() -> Select[*tuple[Any, ...]]:
    openings = ShareOpening.share_id == ShareRow.id
    return select(
        ShareRow.id,
        ShareRow.key,
        ShareRow.token,
        ShareRow.record_id,
        ShareRow.chosen,
        ShareRow.until,
        ShareRow.label,
        ShareRow.made_at,
        ShareRow.taken_back_at,
        select(func.count()).where(openings).scalar_subquery(),
        select(func.max(ShareOpening.at)).where(openings).scalar_subquery(),
    )


def of_record(record_id: int) -> list[KeptShare]:
    """The links to a record, newest first."""
    query = _shares().where(ShareRow.record_id == record_id).order_by(ShareRow.id.desc())
    return [KeptShare(*row) for row in db.session.execute(query.limit(MOST))]


def by_key(key: str) -> KeptShare | None:
    """The link with that key."""
    row = db.session.execute(_shares().where(ShareRow.key == key)).first()
    return KeptShare(*row) if row else None


def by_token(token: str) -> KeptShare | None:
    """The link with that token in its address."""
    row = db.session.execute(_shares().where(ShareRow.token == token)).first()
    return KeptShare(*row) if row else None


def keep(values: dict[str, Any]) -> None:
    """Keep a new link."""
    db.session.add(ShareRow(**values))


def take_back(share_id: int, *, at: datetime) -> None:
    """Let a link show nothing any more."""
    db.session.execute(
        update(ShareRow)
        .where(ShareRow.id == share_id, ShareRow.taken_back_at.is_(None))
        .values(taken_back_at=at)
    )


def add_opening(share_id: int, *, at: datetime) -> None:
    """Keep that a link was opened."""
    db.session.add(ShareOpening(share_id=share_id, at=at))


def openings(share_id: int) -> list[datetime]:
    """When a link was opened, the latest first."""
    query = select(ShareOpening.at).where(ShareOpening.share_id == share_id)
    return list(db.session.scalars(query.order_by(ShareOpening.id.desc()).limit(MOST)))


def forget_ended_before(day: date) -> None:
    """Delete links whose last day lies before that one, with their openings."""
    ended = select(ShareRow.id).where(ShareRow.until < day)
    db.session.execute(delete(ShareOpening).where(ShareOpening.share_id.in_(ended)))
    db.session.execute(delete(ShareRow).where(ShareRow.until < day))
