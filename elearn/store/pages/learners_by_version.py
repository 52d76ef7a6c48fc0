"""How many people stand on which version of a pack, and how far they are: numbers only."""

from dataclasses import dataclass

from sqlalchemy import Integer, cast, exists, func, select

from elearn.store.db import db
from elearn.store.tables.attempts import Attempt
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import PackVersion, ReleaseLine


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many people who stand alike."""

    version: str
    held: bool
    complete: bool
    begun: bool
    in_attempt: bool
    people: int


def of_pack(pack_id: str) -> list[Crowd]:
    """The people who take a pack and have not left it. One query, a row for each way to stand."""
    stands_on = func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id)
    under_way = exists().where(Attempt.enrolment_id == Enrolment.id, Attempt.finished_at.is_(None))
    each = (
        select(
            stands_on.label("version_id"),
            cast(Enrolment.pinned_version_id.is_not(None), Integer).label("held"),
            cast(Enrolment.completed_at.is_not(None), Integer).label("complete"),
            cast(Enrolment.last_item.is_not(None), Integer).label("begun"),
            cast(under_way, Integer).label("in_attempt"),
        )
        .select_from(ReleaseLine)
        .join(Enrolment, Enrolment.line_id == ReleaseLine.id)
        .where(ReleaseLine.pack_id == pack_id, Enrolment.ended_at.is_(None))
        .subquery()
    )
    ways = (each.c.held, each.c.complete, each.c.begun, each.c.in_attempt)
    rows = db.session.execute(
        select(PackVersion.version, *ways, func.count())
        .join(PackVersion, PackVersion.id == each.c.version_id)
        .group_by(PackVersion.version, *ways)
    )
    return [
        Crowd(row[0], bool(row[1]), bool(row[2]), bool(row[3]), bool(row[4]), row[5])
        for row in rows
    ]
