"""Who belongs to which unit, and who manages it: added, transferred, ended; never deleted."""

from collections.abc import Mapping
from datetime import date, datetime

from elearn.core import access
from elearn.core.access import Action, Actor, Role
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.sign_in import sign_in_name
from elearn.services import compliance, looks, people
from elearn.services import units as unit_service
from elearn.services.people import PersonForm
from elearn.services.units import UnitPage, find
from elearn.store import audit, scopes, units
from elearn.store import people as people_store
from elearn.store.db import begin_write
from elearn.store.people import PersonRecord
from elearn.store.units import MemberRow

__all__ = ["MemberRow"]

_NOBODY = "Nobody with this sign-in name can be added here."


def member(
    actor: Actor, unit_key: str, person_key: str, *, now: datetime
) -> tuple[UnitPage, MemberRow]:
    """Somebody who belongs to a unit, and the unit. Keep the look with `keep_look`.

    Raises:
        NotFound: If there is no such unit for the actor, or no such member.
    """
    unit = unit_service.unit_page(actor, unit_key, now=now)
    found = next((m for m in unit.members if m.key == person_key), None)
    if found is None:
        raise NotFound("This person does not belong to this unit.")
    return unit, found


def keep_look(actor: Actor, unit: UnitPage, shown: MemberRow, *, now: datetime) -> None:
    """Keep that the actor saw that this person belongs to this unit."""
    looks.keep(actor, "unit", {"unit": unit.key}, (shown.person_id,), now=now)


def add_existing(actor: Actor, unit_key: str, name: str, *, now: datetime) -> str:
    """Somebody with an account belongs to a unit from today on; their name.

    Whoever belongs to an institution outside the actor's reach cannot be pulled in; the answer is
    the same as for a name that nobody has.

    Raises:
        NotFound: If there is no such unit for the actor.
        BadInput: If nobody with that name can be added.
        Conflict: If they belong to it already.
    """
    begin_write()
    day = now.date()
    unit = find(actor, unit_key, Action.EDIT_MEMBERS, day)
    person = people_store.by_name(sign_in_name(name))
    if person is None or person.left_at is not None or not _free(actor, person.id, day):
        raise BadInput(_NOBODY, code="nobody-to-add")
    if not units.join(person.id, unit.id, day):
        raise Conflict("This person belongs to this unit already.", code="member-already")
    compliance.concern((person.id,), now=now)
    _keep(actor, "member-added", person.key, {"unit": unit_key}, now)
    return person.name


def _free(actor: Actor, person_id: int, day: date) -> bool:
    """Whether somebody belongs nowhere yet, or only where the actor may transfer from."""
    return all(
        access.may(actor, Action.EDIT_MEMBERS, scopes.unit_subject(unit_id, day))
        for unit_id in units.units_of(person_id, day)
    )


def add_new(actor: Actor, unit_key: str, form: PersonForm, *, now: datetime) -> PersonRecord:
    """Add somebody to the roster and to a unit from today on.

    Raises:
        NotFound: If there is no such unit for the actor.
        BadInput: If a name or a sign-in name cannot be used.
        Conflict: If a sign-in name is taken.
    """
    begin_write()
    unit = find(actor, unit_key, Action.EDIT_MEMBERS, now.date())
    person = people.enter(actor, form, now=now)
    units.join(person.id, unit.id, now.date())
    compliance.concern((person.id,), now=now)
    _keep(actor, "member-added", person.key, {"unit": unit_key}, now)
    return person


def _member(actor: Actor, unit_key: str, person_key: str, day: date) -> tuple[int, int]:
    """The numbers of a unit in reach and of somebody who belongs to it."""
    unit = find(actor, unit_key, Action.EDIT_MEMBERS, day)
    person = people_store.by_key(person_key)
    if person is None or unit.id not in units.units_of(person.id, day):
        raise NotFound("This person does not belong to this unit.")
    return unit.id, person.id


def end(actor: Actor, unit_key: str, person_key: str, *, now: datetime) -> None:
    """Somebody belongs to a unit no more; its managers do not see them from today on.

    Raises:
        NotFound: If there is no such unit for the actor, or no such member.
    """
    begin_write()
    unit_id, person_id = _member(actor, unit_key, person_key, now.date())
    units.part(person_id, unit_id, now.date())
    compliance.concern((person_id,), now=now)
    _keep(actor, "member-ended", person_key, {"unit": unit_key}, now)


def transfer(actor: Actor, unit_key: str, person_key: str, to: str, *, now: datetime) -> None:
    """From today on somebody belongs to another unit instead. Both must be in reach.

    Raises:
        NotFound: If one of the units is not there for the actor, or there is no such member.
        Conflict: If they belong to the other one already.
    """
    begin_write()
    day = now.date()
    unit_id, person_id = _member(actor, unit_key, person_key, day)
    target = find(actor, to, Action.EDIT_MEMBERS, day)
    if not units.join(person_id, target.id, day):
        raise Conflict("This person belongs to that unit already.", code="member-already")
    units.part(person_id, unit_id, day)
    compliance.concern((person_id,), now=now)
    _keep(actor, "member-transferred", person_key, {"from": unit_key, "to": to}, now)


def appoint(actor: Actor, unit_key: str, person_key: str, *, now: datetime) -> None:
    """Somebody of the actor's reach manages a unit from today on.

    Raises:
        NotFound: If the unit or the person is not there for the actor.
        Conflict: If they do already.
    """
    begin_write()
    day = now.date()
    unit = find(actor, unit_key, Action.APPOINT_MANAGERS, day)
    person = people_store.by_key(person_key)
    if person is None or person.left_at is not None:
        raise NotFound("There is nobody here with that key.")
    access.require(actor, Action.APPOINT_MANAGERS, scopes.person_subject(person.id, day))
    if not people_store.grant(
        person.id, Role.MANAGER, unit.id, granted_by=actor.person_id, day=day
    ):
        raise Conflict("This person manages this unit already.", code="manager-already")
    details = {"role": Role.MANAGER.value, "unit": unit_key}
    compliance.concern((person.id,), now=now)  # courses may be asked of managers
    _keep(actor, "role-granted", person_key, details, now)


def dismiss(actor: Actor, unit_key: str, person_key: str, *, now: datetime) -> None:
    """Somebody manages a unit no more.

    Raises:
        NotFound: If there is no such unit for the actor, or they do not manage it.
    """
    begin_write()
    day = now.date()
    unit = find(actor, unit_key, Action.APPOINT_MANAGERS, day)
    person = people_store.by_key(person_key)
    if person is None or not people_store.end_role(person.id, Role.MANAGER, unit.id, day=day):
        raise NotFound("This person does not manage this unit.")
    details = {"role": Role.MANAGER.value, "unit": unit_key}
    compliance.concern((person.id,), now=now)
    _keep(actor, "role-ended", person_key, details, now)


def _keep(
    actor: Actor, act: str, person_key: str, details: Mapping[str, object], now: datetime
) -> None:
    audit.keep_act(actor.person_id, act, f"person:{person_key}", dict(details), at=now)
