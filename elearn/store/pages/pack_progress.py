"""How far learners are with packs: numbers only."""

from dataclasses import dataclass

from sqlalchemy import func, select

from elearn.store.db import db
from elearn.store.tables.enrolments import Enrolment, ItemState
from elearn.store.tables.packs import ReleaseLine


@dataclass(frozen=True, slots=True)
class Learners:
    """How many people are under way on a version, and how many of its line have completed."""

    under_way: int = 0
    completed: int = 0


_stands_on = func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id)
"""The number of the version on which somebody stands."""


def learners() -> dict[int, Learners]:
    """By version number: the people who stand on it."""
    rows = db.session.execute(
        select(
            _stands_on,
            func.count(Enrolment.id) - func.count(Enrolment.completed_at),
            func.count(Enrolment.completed_at),
        )
        .select_from(ReleaseLine)
        .join(Enrolment, Enrolment.line_id == ReleaseLine.id)
        .where(Enrolment.ended_at.is_(None))
        .group_by(_stands_on)
    )
    return {version_id: Learners(*numbers) for version_id, *numbers in rows}


def items(version_id: int) -> dict[tuple[str, str], int]:
    """How many people stand where, by item and state, of those who are on this version."""
    rows = db.session.execute(
        select(ItemState.item_id, ItemState.state, func.count(ItemState.enrolment_id))
        .join(Enrolment, Enrolment.id == ItemState.enrolment_id)
        .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
        .where(_stands_on == version_id, Enrolment.ended_at.is_(None))
        .group_by(ItemState.item_id, ItemState.state)
    )
    return {(item_id, state): n for item_id, state, n in rows}
