"""What a leader sees about one person: where they belong, what they completed and take."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from elearn.core.access import Scope
from elearn.core.learning.progress import Done
from elearn.store.db import db
from elearn.store.pages import overview
from elearn.store.scopes import holds_on, units_below
from elearn.store.tables.audit import Look, LookPerson
from elearn.store.tables.enrolments import Enrolment
from elearn.store.tables.packs import PackVersion, ReleaseLine
from elearn.store.tables.people import Person
from elearn.store.tables.units import Membership, Unit

MOST = 200


@dataclass(frozen=True, slots=True)
class Head:
    """Somebody, as their manager knows them."""

    id: int
    key: str
    name: str
    has_mail: bool
    has_password: bool
    left_at: datetime | None

    @property
    def left(self) -> bool:
        """Whether they have left the service."""
        return self.left_at is not None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A course that somebody takes and has not completed."""

    pack_id: str
    title: str
    digest: str
    began_at: datetime
    last_at: datetime | None
    done: Done


@dataclass(frozen=True, slots=True)
class OwnLook:
    """A look that somebody had at others."""

    id: int
    at: datetime
    page: str
    filter: dict[str, object]
    people: int


def head(key: str) -> Head | None:
    """The person with that key."""
    row = db.session.execute(
        select(
            Person.id,
            Person.key,
            Person.name,
            Person.email.is_not(None),
            Person.password_hash.is_not(None),
            Person.left_at,
        ).where(Person.key == key)
    ).first()
    return Head(*row) if row else None


def units_in_reach(person_id: int, scope: Scope, day: date) -> list[tuple[str, str, date]]:
    """Key and name of the units in reach that somebody belongs to, and since when."""
    query = (
        select(Unit.key, Unit.name, Membership.from_day)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.person_id == person_id, holds_on(Membership, day))
        .order_by(Unit.name)
        .limit(MOST)
    )
    if not scope.everybody:
        query = query.where(Unit.id.in_(units_below(scope.units, day)))
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def under_way(person_id: int) -> list[UnderWay]:
    """What somebody is taking, last used first. Two queries."""
    rows = list(
        db.session.execute(
            select(
                Enrolment.id,
                PackVersion.pack_id,
                PackVersion.title,
                PackVersion.digest,
                Enrolment.began_at,
                Enrolment.last_item,
                Enrolment.last_at,
            )
            .join(ReleaseLine, ReleaseLine.id == Enrolment.line_id)
            .join(
                PackVersion,
                PackVersion.id
                == func.coalesce(Enrolment.pinned_version_id, ReleaseLine.version_id),
            )
            .where(
                Enrolment.person_id == person_id,
                Enrolment.ended_at.is_(None),
                Enrolment.completed_at.is_(None),
            )
            .order_by(Enrolment.last_at.desc(), Enrolment.id.desc())
            .limit(MOST)
        )
    )
    done = overview.done_in([row.id for row in rows])
    return [
        UnderWay(
            row.pack_id,
            row.title,
            row.digest,
            row.began_at,
            row.last_at if row.last_item else None,
            done.get(row.id, Done()),
        )
        for row in rows
    ]


def looks_by(person_id: int, *, limit: int, before: int = 0) -> list[OwnLook]:
    """Looks that somebody had at others, newest first; `before` is the last id shown."""
    query = (
        select(Look.id, Look.at, Look.page, Look.filter, func.count(LookPerson.person_id))
        .outerjoin(LookPerson, LookPerson.look_id == Look.id)
        .where(Look.actor_id == person_id)
        .group_by(Look.id, Look.at, Look.page)
        .order_by(Look.id.desc())
        .limit(limit)
    )
    if before:
        query = query.where(Look.id < before)
    return [OwnLook(*row) for row in db.session.execute(query)]
