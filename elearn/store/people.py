"""Find and keep people."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select

from elearn.core.access import Actor, Grant, Role
from elearn.store.db import db
from elearn.store.tables.alumni import AlumniProfile
from elearn.store.tables.people import Person
from elearn.store.tables.people import Role as RoleRow


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An actor, with the epoch that their sessions must carry."""

    actor: Actor
    epoch: int


def _actor_query():  # type: ignore[no-untyped-def]  # noqa: ANN202  # SQLAlchemy's own type is unwieldy
    day = db.bindparam("day", type_=db.Date)
    return (
        select(
            Person.id,
            Person.key,
            Person.name,
            Person.country,
            Person.language,
            Person.session_epoch,
            Person.must_change_password,
            exists()
            .where(AlumniProfile.person_id == Person.id, AlumniProfile.left_at.is_(None))
            .label("alumnus"),
            RoleRow.role,
            RoleRow.unit_id,
        )
        .outerjoin(
            RoleRow,
            (RoleRow.person_id == Person.id)
            & (RoleRow.from_day <= day)
            & or_(RoleRow.to_day.is_(None), RoleRow.to_day > day),
        )
        .where(Person.left_at.is_(None))
    )


_BY_KEY = _actor_query().where(Person.key == db.bindparam("key"))
_BY_ID = _actor_query().where(Person.id == db.bindparam("id"))


def _known(rows: list) -> KnownPerson | None:  # type: ignore[type-arg]
    if not rows:
        return None
    first = rows[0]
    actor = Actor(
        person_id=first.id,
        key=first.key,
        name=first.name,
        country=first.country,
        language=first.language,
        grants=tuple(Grant(Role(r.role), r.unit_id) for r in rows if r.role is not None),
        alumnus=first.alumnus,
        must_change_password=first.must_change_password,
    )
    return KnownPerson(actor, first.session_epoch)


def actor_by_key(key: str, day: date) -> KnownPerson | None:
    """The person with that key and the roles they hold on that day; None if gone. One query."""
    return _known(list(db.session.execute(_BY_KEY, {"key": key, "day": day})))


def actor_by_id(person_id: int, day: date) -> KnownPerson | None:
    """The same, by number."""
    return _known(list(db.session.execute(_BY_ID, {"id": person_id, "day": day})))
