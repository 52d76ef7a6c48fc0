"""Whom a leader may put forward for a course, many at once: a fixed number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.scopes import holds_on, people_in, units_below
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import ReleaseLine
from elearn.store.tables.people import Person
from elearn.store.tables.units import Membership, Nomination, Unit


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in reach. `unit_id` is a unit in reach to which they belong; None without."""

    id: int
    key: str
    name: str
    unit_id: int | None


def candidates(keys: Collection[str], scope: Scope, day: date) -> list[Candidate]:
    """Those of these people whom the scope holds and who have not left, by name."""
    found = db.session.execute(
        select(Person.id, Person.key, Person.name)
        .where(Person.key.in_(keys), Person.left_at.is_(None), people_in(scope, day))
        .order_by(Person.name_fold, Person.id)
    ).all()
    query = (
        select(Membership.person_id, Membership.unit_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id.in_([row.id for row in found]), holds_on(Membership, day))
        .order_by(Unit.name.desc())
    )
    if not scope.everybody:
        query = query.where(Membership.unit_id.in_(units_below(scope.units, day)))
    units = {person_id: unit_id for person_id, unit_id in db.session.execute(query)}  # noqa: C416  # rows, not pairs
    return [Candidate(row.id, row.key, row.name, units.get(row.id)) for row in found]


def put_forward(person_ids: Collection[int], pack_id: str, state: str) -> set[int]:
    """Those of these people whose nomination for that course is in that state."""
    return set(
        db.session.scalars(
            select(Nomination.person_id).where(
                Nomination.person_id.in_(person_ids),
                Nomination.pack_id == pack_id,
                Nomination.state == state,
            )
        )
    )


def taking(person_ids: Collection[int], pack_id: str) -> set[int]:
    """Those of these people who take that course and have not completed it."""
    return set(
        db.session.scalars(
            select(Enrolment.person_id)
            .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
            .where(
                Enrolment.person_id.in_(person_ids),
                ReleaseLine.pack_id == pack_id,
                Enrolment.ended_at.is_(None),
                Enrolment.completed_at.is_(None),
            )
        )
    )
