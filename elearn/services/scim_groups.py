"""Groups of the directory of an institution: its units, and who belongs to them.

Somebody who joins a unit belongs to the institution itself no more; who is in no unit any more
belongs to it again, so that nobody is lost to the directory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.unit_tree import Node
from elearn.services import compliance, looks, scim_users
from elearn.services import units as unit_service
from elearn.services.units import UnitForm
from elearn.store import audit, units
from elearn.store import scim_groups as store
from elearn.store.db import begin_write
from elearn.store.scim_groups import EVERY, KeptGroup, Wanted

__all__ = ["EVERY", "KeptGroup", "Wanted"]

Members = tuple[tuple[int, str, str], ...]
"""Number, key and name of each."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a directory says of a group. `members` are keys of people."""

    name: str
    external_id: str | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A unit, and who belongs to it itself."""

    unit: KeptGroup
    members: Members


@dataclass(frozen=True, slots=True)
class Groups:
    """A part of a list, and how many there are in all."""

    total: int
    groups: tuple[Group, ...]


def listing(  # what narrows a list
    actor: Actor,
    wanted: Wanted,
    *,
    offset: int,
    limit: int,
    with_members: bool = True,
    now: datetime,
) -> Groups:
    """Units of the institution. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If it is no client of an institution.
    """
    unit, day = scim_users.institution(actor, now), now.date()
    found = store.page(unit.id, wanted, day, offset=offset, limit=limit) if limit else []
    who = store.members([one.id for one in found], day) if with_members and found else {}
    groups = tuple(Group(one, tuple(who.get(one.id, ()))) for one in found)
    return Groups(store.count(unit.id, wanted, day), groups)


def keep_look(actor: Actor, shown: tuple[Group, ...], *, now: datetime) -> None:
    """Keep that the directory was shown who belongs to these units."""
    seen = {number for one in shown for number, _key, _name in one.members}
    looks.keep(actor, "api-scim", {}, seen, now=now)


def one(actor: Actor, key: str, *, now: datetime) -> Group:
    """One of them.

    Raises:
        NotFound: If there is no such unit for the directory.
    """
    found = listing(actor, Wanted(key=key), offset=0, limit=1, now=now).groups
    if not found:
        raise NotFound("There is no group here with that id.")
    return found[0]


def add(actor: Actor, given: Given, *, now: datetime) -> Group:
    """Make a unit below the institution, with members.

    Raises:
        NotAllowed: If it is no client of an institution.
        BadInput: If the name or a member cannot be used.
        Conflict: If a unit has this name already.
    """
    begin_write()
    home = scim_users.institution(actor, now)
    _check(home, given, None, now)
    form = UnitForm(name=given.name, kind="unit", country=home.country, below=home.key)
    key = unit_service.make_unit(actor, form, now=now)
    made = one(actor, key, now=now)
    store.keep(home.id, made.unit.id, given.external_id)
    _set_members(actor, home, made, given.members, now)
    return one(actor, key, now=now)


def _check(home: Node, given: Given, group_id: int | None, now: datetime) -> None:
    if given.external_id is not None and len(given.external_id) > 200:
        raise BadInput("This external id is too long.", code="bad-external-id")
    same = store.page(home.id, Wanted(name=given.name), now.date(), offset=0, limit=2)
    if any(other.id != group_id for other in same):
        raise Conflict("A unit has this name already.", code="name-taken")


def put(actor: Actor, key: str, given: Given, *, now: datetime) -> Group:
    """A unit and its members are from now on as the directory says.

    Raises:
        NotFound: If there is no such unit for the directory.
        BadInput: If the name or a member cannot be used.
        Conflict: If a unit has this name already.
    """
    begin_write()
    home = scim_users.institution(actor, now)
    kept = one(actor, key, now=now)
    if given.name != kept.unit.name:
        _check(home, given, kept.unit.id, now)
        unit_service.rename_unit(actor, key, given.name, now=now)
    if given.external_id != kept.unit.external_id:
        store.keep(home.id, kept.unit.id, given.external_id)
    _set_members(actor, home, kept, given.members, now)
    return one(actor, key, now=now)


def _set_members(
    actor: Actor, home: Node, group: Group, keys: tuple[str, ...], now: datetime
) -> None:
    day = now.date()
    before = {key: number for number, key, _name in group.members}
    joining = tuple(key for key in keys if key not in before)
    wanted = scim_users.may_be_member(home, joining, now)
    leaving = {key: number for key, number in before.items() if key not in set(keys)}
    for key, number in wanted.items():
        units.join(number, group.unit.id, day)
        from_home = units.part(number, home.id, day)
        act = "member-transferred" if from_home else "member-added"
        told = {"from": home.key, "to": group.unit.key} if from_home else {"unit": group.unit.key}
        _keep(actor, act, key, told, now)
    inside = units.below(home.id, day) if leaving else frozenset()
    for key, number in leaving.items():
        units.part(number, group.unit.id, day)
        if not units.units_of(number, day) & inside:
            units.join(number, home.id, day)
        _keep(actor, "member-ended", key, {"unit": group.unit.key}, now)
    if wanted or leaving:
        compliance.concern({*wanted.values(), *leaving.values()}, now=now)


def remove(actor: Actor, key: str, *, now: datetime) -> None:
    """The unit is closed; who belonged to it belongs to the institution itself.

    Raises:
        NotFound: If there is no such unit for the directory.
        Conflict: If units hang below it.
    """
    begin_write()
    home = scim_users.institution(actor, now)
    kept = one(actor, key, now=now)
    _set_members(actor, home, kept, (), now)
    unit_service.close_unit(actor, key, now=now)


def _keep(actor: Actor, act: str, key: str, details: Mapping[str, object], now: datetime) -> None:
    audit.keep_act(actor.person_id, act, f"person:{key}", dict(details), at=now)
