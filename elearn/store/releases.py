"""The versions of a pack and their release lines, as far as moving on is concerned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select, update

from elearn.core.ids import version_key
from elearn.core.learning.policy import Release, State
from elearn.store.db import db, rows, table_of
from elearn.store.hold import hold as hold_row
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import PackRow, PackVersion, ReleaseLine

MOST = 500
"""The most versions of a pack that are read."""


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """A version with its release line; `line_id` is None where nothing of its major was published.

    `current_id` is the version to which the line leads. `release` is what the rules want of it.
    """

    id: int
    version: str
    digest: str
    state: str
    title: str
    published_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    law_note: str
    bridge_due_on: date | None
    version_sunset_on: date | None
    line_id: int | None
    current_id: int | None
    line_sunset_on: date | None

    @property
    def release(self) -> Release:
        """The same for the rules of `core.learning.policy`."""
        ends = [self.line_sunset_on]
        current = self.current_id == self.id
        if not current:
            ends.append(self.version_sunset_on)
        sunset = min((day for day in ends if day), default=None)
        return Release(self.version, State(self.state), current, sunset)


_VERSION, _LINE = table_of(PackVersion), table_of(ReleaseLine)


@lru_cache(maxsize=1)
def _of_pack() -> Select[Any]:
    return (
        select(
            _VERSION.c.id,
            _VERSION.c.version,
            _VERSION.c.digest,
            _VERSION.c.state,
            _VERSION.c.title,
            _VERSION.c.published_at,
            _VERSION.c.ended_at,
            _VERSION.c.end_reason,
            _VERSION.c.law_note,
            _VERSION.c.bridge_due_on,
            _VERSION.c.sunset_on,
            _LINE.c.id,
            _LINE.c.version_id,
            _LINE.c.sunset_on,
        )
        .select_from(_VERSION)
        .outerjoin(
            _LINE,
            and_(_LINE.c.pack_id == _VERSION.c.pack_id, _LINE.c.major == _VERSION.c.major),
        )
        .where(_VERSION.c.pack_id == bindparam("pack_id"))
        .limit(MOST)
    )


def of_pack(pack_id: str) -> list[KeptRelease]:
    """All versions of a pack, newest first. One query."""
    found = [KeptRelease(*row) for row in rows(_of_pack(), {"pack_id": pack_id})]
    return sorted(found, key=lambda r: version_key(r.version), reverse=True)


def hold(pack_id: str) -> None:
    """Let others who act upon versions of this pack wait until the commit."""
    hold_row(PackRow, id=pack_id)


def hold_learners(line_id: int, version_id: int, until: date) -> None:
    """Those who are under way on a line stay on this version, whatever the line leads to next."""
    db.session.execute(
        update(Enrolment)
        .where(
            Enrolment.line_id == line_id,
            Enrolment.ended_at.is_(None),
            Enrolment.completed_at.is_(None),
            Enrolment.pinned_version_id.is_(None),
            Enrolment.last_item.is_not(None),
        )
        .values(pinned_version_id=version_id)
    )
    db.session.execute(
        update(PackVersion).where(PackVersion.id == version_id).values(sunset_on=until)
    )


def release_learners(line_id: int) -> None:
    """Those who are under way on a line follow it again, on whichever version they were held."""
    db.session.execute(
        update(Enrolment)
        .where(
            Enrolment.line_id == line_id,
            Enrolment.ended_at.is_(None),
            Enrolment.completed_at.is_(None),
            Enrolment.pinned_version_id.is_not(None),
        )
        .values(pinned_version_id=None)
    )


def let_go(enrolment_ids: Iterable[int]) -> None:
    """Those who were held in these enrolments follow the line again."""
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id.in_(list(enrolment_ids)))
        .values(pinned_version_id=None)
    )


def set_sunset(line_id: int, day: date | None) -> None:
    """From when on a line completes nothing any more."""
    db.session.execute(update(ReleaseLine).where(ReleaseLine.id == line_id).values(sunset_on=day))


def set_bridge_due(version_id: int, day: date | None) -> None:
    """Until when those who completed an earlier version take the bridge to this one."""
    db.session.execute(
        update(PackVersion).where(PackVersion.id == version_id).values(bridge_due_on=day)
    )


def end(
    version_ids: Iterable[int],
    state: State,
    *,
    reason: str,
    law_note: str,
    by: int | None,
    at: datetime,
) -> None:
    """Stop or withdraw these versions."""
    db.session.execute(
        update(PackVersion)
        .where(PackVersion.id.in_(list(version_ids)))
        .values(state=state.value, ended_at=at, ended_by=by, end_reason=reason, law_note=law_note)
    )
