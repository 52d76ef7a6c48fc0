"""Accounts that the directory of an institution provides: made, changed, deactivated, come back.

A directory reaches its institution and nothing else. Whoever it makes belongs to the institution
itself until a group says to which unit. Who is taken out has left the service: what they did and
hold stays.
"""

from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.sign_in import is_email, sign_in_name
from elearn.core.unit_tree import Node
from elearn.services import compliance, looks, members, people
from elearn.services.people import PersonForm
from elearn.store import audit, reset_tokens, units
from elearn.store import people as people_store
from elearn.store import scim_users as store
from elearn.store.db import begin_write
from elearn.store.pages import roster
from elearn.store.people import PersonRecord
from elearn.store.scim_users import EVERYBODY, KeptUser, Wanted

__all__ = ["EVERYBODY", "KeptUser", "Wanted"]

_NOBODY = "There is nobody here with that id."


@dataclass(frozen=True, slots=True)
class Given:
    """What a directory says of somebody. `email` and `number` None: it does not say."""

    user_name: str
    name: str
    external_id: str | None
    active: bool
    email: str | None
    number: str | None
    email_type: str | None = None
    email_primary: bool | None = None


@dataclass(frozen=True, slots=True)
class Users:
    """A part of a list, and how many there are in all."""

    total: int
    users: tuple[KeptUser, ...]


def institution(actor: Actor, now: datetime) -> Node:
    """The institution whose directory asks.

    Raises:
        NotAllowed: If it is no client of an institution with the scope for that.
    """
    access.require(actor, Action.PROVISION)
    numbers = access.scope(actor, Action.PROVISION).units
    found = units.by_numbers(numbers, now.date())
    if len(found) != 1:
        raise NotAllowed("A directory needs a client of one institution.")
    return found[0]


def listing(actor: Actor, wanted: Wanted, *, offset: int, limit: int, now: datetime) -> Users:
    """People of the institution. Keep the look with `keep_look`.

    Raises:
        NotAllowed: If it is no client of an institution.
    """
    unit, day = institution(actor, now), now.date()
    found = store.page(unit.id, wanted, day, offset=offset, limit=limit) if limit else []
    return Users(store.count(unit.id, wanted, day), tuple(found))


def keep_look(actor: Actor, shown: tuple[KeptUser, ...], *, now: datetime) -> None:
    """Keep that the directory was shown these people."""
    looks.keep(actor, "api-scim", {}, {one.id for one in shown}, now=now)


def one(actor: Actor, key: str, *, now: datetime) -> KeptUser:
    """One of them.

    Raises:
        NotFound: If there is nobody with that key for the directory.
    """
    found = listing(actor, Wanted(key=key), offset=0, limit=1, now=now).users
    if not found:
        raise NotFound(_NOBODY)
    return found[0]


def _signs(given: Given) -> tuple[str, str]:
    """The e-mail address and the service number that follow from what a directory says."""
    by_mail = is_email(sign_in_name(given.user_name))
    email = given.email or (given.user_name if by_mail else "")
    number = given.number or ("" if by_mail else given.user_name)
    return email, number


def _keep_name(unit: Node, person_id: int, given: Given, now: datetime) -> None:
    store.keep(
        unit.id,
        person_id,
        at=now,
        external_id=given.external_id,
        user_name=given.user_name,
        folded=sign_in_name(given.user_name),
        email_given=given.email is not None,
        number_given=given.number is not None,
        email_type=given.email_type[:40] if given.email_type else None,
        email_primary=given.email_primary,
    )


def _check(unit: Node, given: Given, person_id: int) -> None:
    if not given.user_name or len(given.user_name) > 254 or not given.user_name.isprintable():
        raise BadInput("This user name cannot be used.", code="bad-user-name")
    if given.external_id is not None and len(given.external_id) > 200:
        raise BadInput("This external id is too long.", code="bad-external-id")
    if not store.name_is_free(unit.id, sign_in_name(given.user_name), person_id):
        raise Conflict("Somebody else signs in with this name.", code="name-taken")


def add(actor: Actor, given: Given, *, now: datetime) -> KeptUser:
    """Make an account, or take in again who left.

    Raises:
        NotAllowed: If it is no client of an institution, or may not change this account.
        BadInput: If a name cannot be used.
        Conflict: If a name is taken.
    """
    begin_write()
    unit = institution(actor, now)
    email, number = _signs(given)
    form = PersonForm(name=given.name or given.user_name, email=email, service_number=number)
    there = _there_already(unit, email, number)
    if there is None:
        _check(unit, given, 0)
        person = members.add_new(actor, unit.key, form, now=now)
    else:
        _check(unit, given, there.id)
        person = _take_in(actor, unit, there, now)
        _change(actor, person, form, now)
    _keep_name(unit, person.id, given, now)
    if not given.active:
        _deactivate(actor, unit, person, now)
    return _just_changed(unit, person.id, given, now)


def _there_already(unit: Node, email: str, number: str) -> PersonRecord | None:
    """Who signs in with one of these, was in the directory and left."""
    for name in (email, number):
        found = people_store.by_name(sign_in_name(name)) if name else None
        if found is None:
            continue
        if found.left_at is not None and store.knows(unit.id, found.id):
            return found
    return None


def _take_in(actor: Actor, unit: Node, person: PersonRecord, now: datetime) -> PersonRecord:
    """Somebody who left is there again: without the roles and the place of before."""
    store.come_back(person.id)
    units.join(person.id, unit.id, now.date())
    compliance.concern((person.id,), now=now)
    _keep(actor, "person-came-back", person.key, {"unit": unit.key}, now)
    return person


def put(actor: Actor, key: str, given: Given, *, now: datetime) -> KeptUser:
    """Somebody is from now on as the directory says.

    Raises:
        NotFound: If there is nobody with that key for the directory.
        NotAllowed: If the directory may not change this account.
        BadInput: If a name cannot be used.
        Conflict: If a name is taken.
    """
    begin_write()
    unit = institution(actor, now)
    kept = one(actor, key, now=now)
    person = people_store.by_id(kept.id)
    if person is None:
        raise NotFound(_NOBODY)
    _check(unit, given, person.id)
    email, number = _signs(given)
    form = PersonForm(name=given.name or person.name, email=email, service_number=number)
    if given.active and person.left_at is not None:
        _take_in(actor, unit, person, now)
    _change(actor, person, form, now)
    _keep_name(unit, person.id, given, now)
    if not given.active and person.left_at is None:
        _deactivate(actor, unit, person, now)
    return _just_changed(unit, person.id, given, now)


def _require_lower(actor: Actor, person: PersonRecord, now: datetime) -> None:
    """Accounts of those who lead the site are not a directory's to change."""
    known = people_store.actor_by_id(person.id, now.date())
    if known is not None and known.actor.rank >= actor.rank:
        raise NotAllowed("This account has a role that a directory cannot change.")


def _change(actor: Actor, person: PersonRecord, form: PersonForm, now: datetime) -> None:
    name = people.clean_name(form.name)
    email, number = people.read_sign_in_names(form)
    signs = [
        what
        for what, old, new in (
            ("email", person.email, email),
            ("service-number", person.service_number, number),
        )
        if old != new
    ]
    if name == person.name and not signs:
        return
    _require_lower(actor, person, now)
    if name != person.name:
        people_store.set_name(person.id, name)
        _keep(actor, "name-provided", person.key, {}, now)
    if signs:
        if not roster.set_sign_in_names(person.id, email, number):
            raise Conflict("Somebody else signs in with this name.", code="name-taken")
        reset_tokens.void(person.id, now)
        _keep(actor, "sign-in-names-changed", person.key, {"changed": signs}, now)


def _deactivate(actor: Actor, unit: Node, person: PersonRecord, now: datetime) -> None:
    """Somebody left the institution, and if they belong nowhere else, the service."""
    _require_lower(actor, person, now)
    day = now.date()
    inside = units.below(unit.id, day)
    own = units.units_of(person.id, day)
    if own - inside:
        for number in own & inside:
            units.part(person.id, number, day)
        _keep(actor, "member-ended", person.key, {"unit": unit.key}, now)
    else:
        people_store.set_left(person.id, now)
        reset_tokens.void(person.id, now)
        _keep(actor, "person-left", person.key, {"unit": unit.key}, now)
    compliance.concern((person.id,), now=now)


def remove(actor: Actor, key: str, *, now: datetime) -> None:
    """The directory takes somebody out: they left. What they did and hold stays.

    Raises:
        NotFound: If there is nobody with that key for the directory.
        NotAllowed: If the directory may not change this account.
    """
    begin_write()
    unit = institution(actor, now)
    kept = one(actor, key, now=now)
    person = people_store.by_id(kept.id)
    if person is None:
        raise NotFound(_NOBODY)
    if person.left_at is None:
        _deactivate(actor, unit, person, now)
    if not store.knows(unit.id, person.id):
        name = person.email or person.service_number or person.key
        _keep_name(unit, person.id, _known_as(name, person.name), now)
    store.forget(unit.id, person.id, now)


def _known_as(user_name: str, name: str) -> Given:
    """What a directory says of whom it never named."""
    return Given(user_name, name, external_id=None, active=False, email=None, number=None)


def _just_changed(unit: Node, person_id: int, given: Given, now: datetime) -> KeptUser:
    """Somebody as they stand now, whether or not the directory still reaches them."""
    person = people_store.by_id(person_id)
    if person is None:
        raise NotFound(_NOBODY)
    found = store.page(unit.id, Wanted(key=person.key), now.date(), offset=0, limit=1)
    if found:
        return found[0]
    return KeptUser(
        person.id,
        person.key,
        person.name,
        person.email,
        person.service_number,
        person.created_at,
        now,
        given.user_name,
        given.external_id,
        given.email is not None,
        given.number is not None,
        given.email_type,
        given.email_primary,
    )


def may_be_member(unit: Node, keys: tuple[str, ...], now: datetime) -> dict[str, int]:
    """The numbers of these people, by key.

    Raises:
        BadInput: If one of them does not belong to the institution.
    """
    found = store.numbers_of(unit.id, keys, now.date())
    missing = [key for key in keys if key not in found]
    if missing:
        raise BadInput("A member is not of this institution.", code="bad-member")
    return found


def _keep(actor: Actor, act: str, key: str, details: dict[str, object], now: datetime) -> None:
    audit.keep_act(actor.person_id, act, f"person:{key}", details, at=now)
