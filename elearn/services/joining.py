"""Joining a unit by a mailed link: who opens it has the mailbox, and decides.

Whoever has no account yet chooses a password, or is known to the provider of the institution under
the same address, and has one. Whoever has an account signs in and accepts; nothing is given to an
account that nobody is signed in to.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from elearn.core.access import NOBODY, Actor, Role
from elearn.core.errors import Conflict
from elearn.core.registration import domain_of
from elearn.core.sign_in import sign_in_name
from elearn.services import compliance, course_titles, enrolments, identities, passwords, people
from elearn.services import invitations as inviting
from elearn.services.identities import Claimed
from elearn.services.people import PersonForm
from elearn.services.sign_in import SignedIn
from elearn.store import audit, packs, registrations, scopes
from elearn.store import invitations as store
from elearn.store import people as people_store
from elearn.store import sign_in as sign_in_store
from elearn.store import units as units_store
from elearn.store.db import begin_write
from elearn.store.invitations import KeptInvitation


@dataclass(frozen=True, slots=True)
class OpenedInvitation:
    """What the reader of the letter sees.

    Attributes:
        email: The address that it was sent to.
        role: What they will be there; empty for an officer.
        courses: What they will take at once.
        asked: Whether they asked for it themselves.
        has_account: Whether somebody signs in with that address.
        closed: Whether somebody did who has left: an administrator opens such an account.
        mine: Whether whoever is signed in now is that person.
    """

    unit: str
    name: str
    email: str
    role: str
    courses: tuple[str, ...]
    expires_at: datetime
    asked: bool
    has_account: bool
    closed: bool
    mine: bool


def open_invitation(
    actor: Actor, token: str, language: str, *, secret: str, now: datetime
) -> OpenedInvitation | None:
    """What a link offers; None if it was used, withdrawn, is too old, or stands no more."""
    kept = _standing(token, secret, now)
    if kept is None:
        return None
    person = people_store.by_name(kept.email)
    titles: dict[str, Any] = {}
    if kept.courses:
        titles = course_titles.titles(packs.published_courses(), language, now.date())
    return OpenedInvitation(
        unit=kept.unit,
        name=kept.name,
        email=kept.email,
        role=kept.role,
        courses=tuple(titles[pack_id].plain for pack_id in kept.courses if pack_id in titles),
        expires_at=kept.expires_at,
        asked=kept.self_registered,
        has_account=person is not None,
        closed=person is not None and person.left_at is not None,
        mine=person is not None and person.id == actor.person_id,
    )


def _standing(token: str, secret: str, now: datetime) -> KeptInvitation | None:
    """The invitation of a link, if the one who invited might still do so today."""
    kept = store.standing(inviting.link_hash(token, secret), now)
    return kept if kept is not None and _holds(kept, now) else None


def _holds(kept: KeptInvitation, now: datetime) -> bool:
    day = now.date()
    if units_store.by_key(kept.unit_key, day) is None:
        return False  # it was closed
    if kept.self_registered:
        return registrations.lets_in(kept.unit_id, domain_of(kept.email))
    if kept.by_id is None:
        return True  # by whoever runs the machine
    known = people_store.actor_by_id(kept.by_id, day)
    unit = scopes.unit_subject(kept.unit_id, day)
    return known is not None and kept.role in inviting.allowed_roles(known.actor, unit)


def accept_new(token: str, password: str, *, secret: str, now: datetime) -> SignedIn | None:
    """An account with that password, which belongs to the unit; None if the link is of no use.

    It makes none, and stands, where somebody signs in with the address: they accept with that.

    Raises:
        BadInput: If the password is too easy; the link still stands.
    """
    kept = _standing(token, secret, now)
    if kept is None or people_store.by_name(kept.email) is not None:
        return None
    passwords.require_good(password, (kept.name, kept.email))
    fresh = passwords.make_hash(password)
    begin_write()
    taken = _take_for_new(token, secret, now)
    if taken is None:
        return None
    person_id = _make_account(taken, now)
    sign_in_store.set_password(person_id, fresh, must_change=False)
    return _belong(person_id, taken, now)


def accept_mine(actor: Actor, token: str, *, secret: str, now: datetime) -> bool:
    """Whoever is signed in belongs to the unit; False if the link is not for them or of no use."""
    begin_write()
    kept = _standing(token, secret, now)
    person = people_store.by_name(kept.email) if kept is not None else None
    if person is None or person.left_at is not None or person.id != actor.person_id:
        return False
    taken = _take(token, secret, now)
    return taken is not None and _belong(person.id, taken, now) is not None


def accept_by_provider(
    token: str, claimed: Claimed, *, secret: str, now: datetime
) -> SignedIn | None:
    """An account for whom the provider knows under the address that was invited; None if not so.

    Raises:
        Conflict: If the provider means somebody else by that name, who has left.
    """
    begin_write()
    kept = _standing(token, secret, now)
    if kept is None or sign_in_name(claimed.email) != kept.email:
        return None
    taken = _take_for_new(token, secret, now)
    if taken is None:
        return None
    person_id = _make_account(taken, now)
    linked = identities.sign_in(claimed, now=now)
    if linked is None or linked.actor.person_id != person_id:
        raise Conflict("Somebody else signs in with this name.", code="name-taken")
    return _belong(person_id, taken, now)


def _take(token: str, secret: str, now: datetime) -> KeptInvitation | None:
    """Use a link up; None if another request was first."""
    kept = _standing(token, secret, now)
    return kept if kept is not None and store.remove(kept.id) else None


def _take_for_new(token: str, secret: str, now: datetime) -> KeptInvitation | None:
    """The same, unless somebody signs in with the address."""
    kept = _standing(token, secret, now)
    if kept is None or people_store.by_name(kept.email) is not None:
        return None
    return kept if store.remove(kept.id) else None


def _make_account(kept: KeptInvitation, now: datetime) -> int:
    form = PersonForm(
        name=kept.name, email=kept.email, language=kept.language, country=kept.country
    )
    return people.enter(NOBODY, form, now=now).id


def _belong(person_id: int, kept: KeptInvitation, now: datetime) -> SignedIn | None:
    """Membership, role and courses; who it is now."""
    day = now.date()
    units_store.join(person_id, kept.unit_id, day)
    if kept.role:
        role = Role(kept.role)
        people_store.grant(person_id, role, kept.unit_id, granted_by=kept.by_id, day=day)
    for pack_id in kept.courses:
        enrolments.place(person_id, pack_id, now=now)
    compliance.concern((person_id,), now=now)
    known = people_store.actor_by_id(person_id, day)
    if known is None:
        return None
    act = "registered" if kept.self_registered else "invitation-accepted"
    details = {"unit": kept.unit_key, "role": kept.role, "invitation": kept.key}
    audit.keep_act(person_id, act, f"person:{known.actor.key}", details, at=now)
    return SignedIn(known.actor, known.epoch)
