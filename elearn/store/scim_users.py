"""Find and keep what the directory of an institution knows people by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true, update

from elearn.core.access import Scope
from elearn.store.db import begin_write, db
from elearn.store.scopes import holds_on, people_in, units_below
from elearn.store.tables.people import Person
from elearn.store.tables.scim import ScimUser
from elearn.store.tables.tokens import ApiClient
from elearn.store.tables.units import Membership, Unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list; None: nothing. Names are folded as they are looked up."""

    key: str | None = None
    user_name: str | None = None
    external_id: str | None = None
    email: str | None = None
    number: str | None = None
    name: str | None = None
    active: bool | None = None


EVERYBODY = Wanted()


@dataclass(frozen=True, slots=True)
class KeptUser:
    """Somebody of an institution. `user_name` and what follows: None where no directory knows them.

    `groups` are key and name of the units below the institution that they belong to.
    """

    id: int
    key: str
    name: str
    email: str | None
    number: str | None
    created_at: datetime
    left_at: datetime | None
    user_name: str | None
    external_id: str | None
    email_given: bool | None
    number_given: bool | None
    email_type: str | None = "work"
    email_primary: bool | None = True
    groups: tuple[tuple[str, str], ...] = field(default=())


def _visible(unit_id: int, day: date) -> ColumnElement[bool]:
    """Who belongs to the institution, and who left the service and was in its directory."""
    there = people_in(Scope(units=frozenset({unit_id})), day) & Person.left_at.is_(None)
    gone = Person.left_at.is_not(None) & ScimUser.id.is_not(None) & ScimUser.deleted_at.is_(None)
    return and_(or_(there, gone), ~exists().where(ApiClient.person_id == Person.id))


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.key is not None:
        found.append(Person.key == wanted.key)
    if wanted.user_name is not None:
        name = wanted.user_name
        own = or_(Person.email == name, Person.service_number == name)
        found.append(or_(ScimUser.folded == name, ScimUser.id.is_(None) & own))
    if wanted.external_id is not None:
        found.append(ScimUser.external_id == wanted.external_id)
    if wanted.email is not None:
        found.append(Person.email == wanted.email)
    if wanted.number is not None:
        found.append(Person.service_number == wanted.number)
    if wanted.name is not None:
        found.append(Person.name == wanted.name)
    if wanted.active is not None:
        found.append(Person.left_at.is_(None) if wanted.active else Person.left_at.is_not(None))
    return found or [~false()]


def _joined(unit_id: int) -> Any:
    return and_(ScimUser.person_id == Person.id, ScimUser.unit_id == unit_id)


def count(unit_id: int, wanted: Wanted, day: date) -> int:
    """How many there are."""
    query = (
        select(func.count(Person.id))
        .outerjoin(ScimUser, _joined(unit_id))
        .where(_visible(unit_id, day), *_narrowed(wanted))
    )
    return int(db.session.execute(query).scalar_one())


def page(unit_id: int, wanted: Wanted, day: date, *, offset: int, limit: int) -> list[KeptUser]:
    """Some of them, by their numbers, with their groups. Two queries."""
    rows: Any = db.session.execute(
        select(
            Person.id,
            Person.key,
            Person.name,
            Person.email,
            Person.service_number,
            Person.created_at,
            Person.left_at,
            ScimUser.user_name,
            ScimUser.external_id,
            ScimUser.email_given,
            ScimUser.number_given,
            case((ScimUser.id.is_(None), "work"), else_=ScimUser.email_type),
            case((ScimUser.id.is_(None), true()), else_=ScimUser.email_primary),
        )
        .outerjoin(ScimUser, _joined(unit_id))
        .where(_visible(unit_id, day), *_narrowed(wanted))
        .order_by(Person.id)
        .offset(offset)
        .limit(limit)
    )
    found: list[list[Any]] = [list(row) for row in rows]
    groups = _groups(unit_id, [row[0] for row in found], day)
    whole: list[list[Any]] = [[*row, tuple(groups.get(row[0], ()))] for row in found]
    return [KeptUser(*values) for values in whole]


def _groups(unit_id: int, people: list[int], day: date) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for person_id, key, name in db.session.execute(
        select(Membership.person_id, Unit.key, Unit.name)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            Membership.person_id.in_(people),
            holds_on(Membership, day),
            Unit.id != unit_id,
            Unit.id.in_(units_below(frozenset({unit_id}), day)),
        )
        .order_by(Unit.name, Unit.id)
    ):
        found.setdefault(person_id, []).append((key, name))
    return found


def knows(unit_id: int, person_id: int) -> bool:
    """Whether the directory has, or once had, that person."""
    query = select(ScimUser.id).where(ScimUser.unit_id == unit_id, ScimUser.person_id == person_id)
    return db.session.execute(query).first() is not None


def name_is_free(unit_id: int, folded: str, besides: int) -> bool:
    """Whether nobody else in the directory has that user name."""
    query = select(ScimUser.id).where(
        ScimUser.unit_id == unit_id, ScimUser.folded == folded, ScimUser.person_id != besides
    )
    return db.session.execute(query).first() is None


def keep(unit_id: int, person_id: int, *, at: datetime, **values: Any) -> None:
    """Keep what the directory knows somebody by."""
    begin_write()
    done = db.session.execute(
        update(ScimUser)
        .where(ScimUser.unit_id == unit_id, ScimUser.person_id == person_id)
        .values(deleted_at=None, **values)
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an update's result counts rows
        db.session.add(ScimUser(unit_id=unit_id, person_id=person_id, at=at, **values))
        db.session.flush()


def forget(unit_id: int, person_id: int, now: datetime) -> None:
    """The directory has somebody no more."""
    begin_write()
    db.session.execute(
        update(ScimUser)
        .where(ScimUser.unit_id == unit_id, ScimUser.person_id == person_id)
        .values(deleted_at=now)
    )


def numbers_of(unit_id: int, keys: Iterable[str], day: date) -> dict[str, int]:
    """The numbers of those of these people who belong to the institution, by key."""
    listed, found = sorted(set(keys)), {}
    for start in range(0, len(listed), 500):
        rows = db.session.execute(
            select(Person.key, Person.id).where(
                Person.key.in_(listed[start : start + 500]),
                Person.left_at.is_(None),
                people_in(Scope(units=frozenset({unit_id})), day),
            )
        )
        found.update({row[0]: row[1] for row in rows})
    return found


def come_back(person_id: int) -> None:
    """Somebody who left is there again; sessions and roles of before do not come back."""
    begin_write()
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(left_at=None, session_epoch=Person.session_epoch + 1)
    )
