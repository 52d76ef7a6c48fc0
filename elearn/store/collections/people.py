"""People for programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, or_, select

from elearn.core.access import Scope
from elearn.store.db import db
from elearn.store.scopes import holds_on, people_in, units_below
from elearn.store.tables.people import Person
from elearn.store.tables.tokens import ApiClient
from elearn.store.tables.units import Membership, Unit


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody. `named`: whether how they sign in may be shown."""

    id: int
    key: str
    name: str
    email: str | None
    service_number: str | None
    language: str | None
    country: str | None
    created_at: datetime
    left_at: datetime | None
    named: bool


NOBODY = Scope()


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a list may show: those in `seen`, of them those in `within` (None: all).

    `named`: whose sign-in names it may show.
    """

    seen: Scope
    day: date
    within: Scope | None = None
    named: Scope = NOBODY

    def people(self) -> Any:
        """The filter on `Person`."""
        found = people_in(self.seen, self.day)
        return found if self.within is None else found & people_in(self.within, self.day)


def page(
    reach: Reach, *, after: int, limit: int, active: bool = True, key: str = ""
) -> list[PersonRow]:
    """People by their numbers, from the one after `after` on; clients are none."""
    query = select(
        Person.id,
        Person.key,
        Person.name,
        Person.email,
        Person.service_number,
        Person.language,
        Person.country,
        Person.created_at,
        Person.left_at,
        people_in(reach.named, reach.day).label("named"),
    ).where(
        reach.people(),
        Person.id > after,
        ~exists().where(ApiClient.person_id == Person.id),
    )
    if key:
        query = query.where(Person.key == key)
    else:
        query = query.where(Person.left_at.is_(None) if active else Person.left_at.is_not(None))
    rows: Any = db.session.execute(query.order_by(Person.id).limit(limit))
    return [PersonRow(*row) for row in rows]


def units_of(people: Iterable[int], seen: Scope, day: date) -> dict[int, list[tuple[str, str]]]:
    """Key and name of the units of these people, as far as they are in the scope. One query."""
    query = (
        select(Membership.person_id, Unit.key, Unit.name)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id.in_(list(people)), holds_on(Membership, day))
        .order_by(Unit.name, Unit.id)
    )
    if not seen.everybody:
        inside = Unit.id.in_(units_below(seen.units, day))
        query = query.where(or_(inside, Membership.person_id.in_(seen.people)))
    found: dict[int, list[tuple[str, str]]] = {}
    for person_id, key, name in db.session.execute(query):
        found.setdefault(person_id, []).append((key, name))
    return found
