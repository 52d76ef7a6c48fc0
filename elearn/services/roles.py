"""Roles that an administrator grants and ends: dated, for the whole site or about a unit."""

from datetime import date, datetime

from elearn.core import access
from elearn.core.access import TAKES_UNIT, UNIT_ROLES, Action, Actor, Role
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.unit_tree import Node
from elearn.services import compliance
from elearn.store import audit, people, units
from elearn.store import roles as store
from elearn.store.db import begin_write
from elearn.store.roles import KeptRole

__all__ = ["KeptRole", "Role"]


def grant(  # noqa: PLR0913  # each is a field of the form
    actor: Actor,
    person_key: str,
    role: Role,
    *,
    unit_key: str,
    from_day: date,
    to_day: date | None = None,
    now: datetime,
) -> None:
    """Give somebody a role from a day on, today at the earliest: history is not made up later.

    `to_day` is the first day on which it is held no more; without one it lasts until it is ended.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no such person or unit.
        BadInput: If the day is past, the role would end before it begins, it needs a unit or takes
            none, or it is an administrator's and would end by itself.
        Conflict: If they hold it already, or will.
    """
    access.require(actor, Action.GRANT_ROLES)
    if from_day < now.date():
        raise BadInput("A role begins today or later.", code="role-past")
    if to_day is not None and to_day <= from_day:
        raise BadInput("The last day comes after the first.", code="role-ends-early")
    if to_day is not None and role is Role.ADMIN:
        raise BadInput("An administrator's role does not end by itself.", code="admin-no-end")
    begin_write()
    person = people.by_key(person_key)
    if person is None or person.left_at is not None:
        raise NotFound("There is nobody here with that key.")
    unit = _unit(role, unit_key, now.date())
    unit_id = unit.id if unit else None
    if store.overlaps(person.id, role.value, unit_id, from_day):
        raise Conflict("This person holds this role already.", code="role-held")
    by = actor.person_id
    store.grant(person.id, role.value, unit_id, from_day=from_day, to_day=to_day, by=by)
    compliance.concern([person.id], now=now)  # courses may be asked of a role
    details = {"role": role.value, "unit": unit_key or None, "from": from_day.isoformat()}
    if to_day is not None:
        details["to"] = to_day.isoformat()
    audit.keep_act(by, "role-granted", f"person:{person_key}", details, at=now)


def _unit(role: Role, unit_key: str, day: date) -> Node | None:
    if not unit_key:
        if role in UNIT_ROLES:
            raise BadInput("A manager needs a unit.", code="unit-needed")
        return None
    if role not in TAKES_UNIT:
        raise BadInput("This role is for the whole site: leave the unit empty.", code="unit-none")
    unit = units.by_key(unit_key, day)
    if unit is None:
        raise NotFound("There is no such unit.")
    return unit


def end(actor: Actor, person_key: str, role_id: int, *, now: datetime) -> None:
    """A role ends today.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If that person has no such role, or it has ended.
        Conflict: If nobody would be left to administer the site.
    """
    access.require(actor, Action.GRANT_ROLES)
    begin_write()
    day = now.date()
    person = people.by_key(person_key)
    role = store.by_id(role_id)
    if person is None or role is None or role.person_id != person.id:
        raise NotFound("There is no such role.")
    if role.to_day is not None and role.to_day <= day:
        raise NotFound("This role has ended.")
    if role.role == Role.ADMIN.value and role.from_day <= day and people.administrators(day) < 2:
        raise Conflict("Nobody would be left to administer this site.", code="last-administrator")
    store.end(role.id, day)
    compliance.concern([person.id], now=now)
    details = {"role": role.role, "unit": role.unit or None}
    audit.keep_act(actor.person_id, "role-ended", f"person:{person_key}", details, at=now)
