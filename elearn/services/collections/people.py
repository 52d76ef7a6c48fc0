"""People for programs: list, look up, add, and say who left."""

from dataclasses import dataclass, replace
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Scope
from elearn.core.errors import NotFound
from elearn.services import members
from elearn.services import people as service
from elearn.services.collections.parts import Part, Place, part_of, reach_of
from elearn.services.people import PersonForm
from elearn.store import people as people_store
from elearn.store.collections import people as store
from elearn.store.db import begin_write

_NOBODY = "There is nobody here with that key."


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit by key and name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonItem:
    """Somebody, as a program sees them. Sign-in names are None where it may not see them."""

    id: int
    key: str
    name: str
    email: str | None
    service_number: str | None
    language: str | None
    country: str | None
    units: tuple[UnitName, ...]
    active: bool
    created_at: datetime


def listing(
    actor: Actor, place: Place, *, unit: str = "", active: bool = True, now: datetime
) -> Part[PersonItem]:
    """Those whom the actor may list.

    Raises:
        NotFound: If the unit is not there for the actor.
    """
    reach = reach_of(actor, Action.LIST_PEOPLE, unit, now)
    reach = replace(reach, named=access.scope(actor, Action.SEE_SIGN_IN_NAMES))
    rows = store.page(reach, after=place.after, limit=place.limit + 1, active=active)
    part = part_of(rows, place)
    items = _items(list(part.items), reach.seen, now)
    return Part(items, part.after, frozenset(item.id for item in items))


def one(actor: Actor, key: str, *, now: datetime) -> Part[PersonItem]:
    """Somebody whom the actor may list; for everybody else it is as if there were nobody.

    Raises:
        NotFound: If there is nobody with that key for the actor.
    """
    reach = reach_of(actor, Action.LIST_PEOPLE, "", now)
    reach = replace(reach, named=access.scope(actor, Action.SEE_SIGN_IN_NAMES))
    items = _items(store.page(reach, after=0, limit=1, key=key), reach.seen, now)
    if not items:
        raise NotFound(_NOBODY)
    return Part(items, None, frozenset({items[0].id}))


def _items(rows: list[store.PersonRow], seen: Scope, now: datetime) -> tuple[PersonItem, ...]:
    units = store.units_of([row.id for row in rows], seen, now.date())
    return tuple(
        PersonItem(
            id=row.id,
            key=row.key,
            name=row.name,
            email=row.email if row.named else None,
            service_number=row.service_number if row.named else None,
            language=row.language,
            country=row.country,
            units=tuple(UnitName(*unit) for unit in units.get(row.id, ())),
            active=row.left_at is None,
            created_at=row.created_at,
        )
        for row in rows
    )


_EVERYBODY = Scope(everybody=True)


def _just_changed(key: str, now: datetime) -> PersonItem:
    """Somebody whom the actor has just changed."""
    reach = store.Reach(_EVERYBODY, now.date(), named=_EVERYBODY)
    rows = store.page(reach, after=0, limit=1, key=key)
    return _items(rows, _EVERYBODY, now)[0]


def add(actor: Actor, form: PersonForm, unit: str, *, now: datetime) -> PersonItem:
    """Add somebody to the roster, and to a unit where one is named. They get no password.

    Raises:
        NotFound: If the unit is not there for the actor.
        NotAllowed: If no unit is named and the actor is no administrator.
        BadInput: If a name or a sign-in name cannot be used.
        Conflict: If a sign-in name is taken.
    """
    begin_write()
    if unit:
        made = members.add_new(actor, unit, form, now=now)
    else:
        made = service.add_person(actor, form, now=now)
    return _just_changed(made.key, now)


def deactivate(actor: Actor, key: str, *, now: datetime) -> PersonItem:
    """Somebody left the service. Saying it twice changes nothing.

    Raises:
        NotFound: If there is nobody with that key.
        NotAllowed: If the actor is no administrator.
        Conflict: If nobody would be left to administer the site.
    """
    begin_write()
    access.require(actor, Action.EDIT_PEOPLE)
    found = people_store.by_key(key)
    if found is None or not store.page(
        store.Reach(_EVERYBODY, now.date()), after=0, limit=1, key=key
    ):
        raise NotFound(_NOBODY)
    if found.left_at is None:
        service.leave(actor, key, now=now)
    return _just_changed(key, now)
