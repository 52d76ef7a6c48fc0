"""Invitations: whoever may add people to a unit invites somebody by mail; a link lets them in.

What is kept of the link is a hash. The one who invites learns nothing of whether the address has
an account: what happens here is the same, and the rest is told to the reader of the letter only
(`services.joining`).
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearn.core import access
from elearn.core.access import Action, Actor, Role, Subject
from elearn.core.errors import BadInput, Conflict, NotFound, TooMany
from elearn.core.pace import Pace
from elearn.core.sign_in import is_email, sign_in_name
from elearn.services import course_titles, mail, units
from elearn.services.guarding import count_in_pace, keyed
from elearn.services.people import clean_name
from elearn.services.sign_in import Letter
from elearn.store import audit, packs, people, scopes
from elearn.store import invitations as store
from elearn.store import units as units_store
from elearn.store.db import begin_write
from elearn.store.invitations import KeptInvitation, NewInvitation

__all__ = ["KeptInvitation"]

LASTS = timedelta(days=14)
"""So long a link holds."""

_KEPT = timedelta(days=30)
"""So long an invitation whose link is too old can still be sent again."""

_BY_ONE = Pace(burst=60, every=60)
"""How often one person may have such letters sent."""

_TO_ONE = Pace(burst=4, every=6 * 3600)
"""How often one address may be written to, whoever invites it."""

_MOST_COURSES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteForm:
    """Somebody to invite, as typed. `role` is empty for an officer."""

    name: str
    email: str
    role: str = ""
    language: str | None = None
    courses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What the letter with the link is written from; the same whether or not there is an account.

    `asked`: the reader asked for it themselves.
    """

    token: str
    language: str | None
    name: str
    unit: str
    expires_at: datetime
    asked: bool = False


Letters = Callable[[Told], Letter]
"""Writes a letter in the reader's language."""


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """Invitations to a unit and below, and what can be offered to the next one.

    `roles` holds what whoever comes may be made; an empty text is an officer.
    """

    unit_key: str
    unit: str
    path: tuple[tuple[str, str], ...]
    lines: tuple[KeptInvitation, ...]
    roles: tuple[str, ...]
    courses: tuple[tuple[str, str], ...]
    titles: dict[str, str]


def allowed_roles(actor: Actor, unit: Subject) -> tuple[str, ...]:
    """What somebody may be made in a unit by the actor; an empty text is an officer."""
    if not access.may(actor, Action.EDIT_MEMBERS, unit):
        return ()
    roles = [""]
    if access.may(actor, Action.APPOINT_MANAGERS, unit):
        roles.append(Role.MANAGER.value)
    if access.may(actor, Action.GRANT_ROLES, unit):
        roles.append(Role.COORDINATOR.value)
    return tuple(roles)


def invitations_page(
    actor: Actor, unit_key: str, language: str, *, now: datetime
) -> InvitationsPage:
    """Who is invited to a unit and below, as typed by those who invited them.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    day = now.date()
    unit = units.find(actor, unit_key, Action.EDIT_MEMBERS, day)
    subject = scopes.unit_subject(unit.id, day)
    titles = course_titles.titles(packs.published_courses(), language, day)
    plain = {pack_id: text.plain for pack_id, text in titles.items()}
    enrols = access.may(actor, Action.DECIDE_NOMINATIONS, subject)
    return InvitationsPage(
        unit_key=unit.key,
        unit=unit.name,
        path=units.path_to(actor, unit, day),
        lines=tuple(store.below(unit.id, day)),
        roles=allowed_roles(actor, subject),
        courses=tuple(plain.items()) if enrols else (),
        titles=plain,
    )


def invite(
    actor: Actor,
    unit_key: str,
    form: InviteForm,
    letters: Letters,
    *,
    secret: str,
    now: datetime,
) -> KeptInvitation:
    """Invite somebody to a unit: a letter leaves with a link that lets them in once.

    Raises:
        NotFound: If there is no such unit for the actor, or no such course.
        BadInput: If the name, the address or the role cannot be used.
        Conflict: If the address is invited to this unit already, or belongs to a member of it.
        TooMany: If the actor invites too many, or the address was written to too often.
    """
    name, email = clean_name(form.name), sign_in_name(form.email)
    if not is_email(email):
        raise BadInput("This is not an e-mail address.", code="bad-address")
    day = now.date()
    unit = units.find(actor, unit_key, Action.EDIT_MEMBERS, day)
    token, expires = secrets.token_urlsafe(32), now + LASTS
    letter = letters(Told(token, form.language, name, unit.name, expires))
    begin_write()
    unit = units.find(actor, unit_key, Action.EDIT_MEMBERS, day)
    subject = scopes.unit_subject(unit.id, day)
    if form.role not in allowed_roles(actor, subject):
        raise BadInput("Choose a role from the list.", code="role-bad")
    _check_courses(actor, form.courses, subject)
    _refuse_member(actor, email, unit.id, now)
    store.remove_ended(unit.id, email, now)
    new = NewInvitation(
        key=secrets.token_urlsafe(12),
        unit_id=unit.id,
        self_registered=False,
        email=email,
        name=name,
        role=form.role,
        language=form.language,
        courses=form.courses,
        token_hash=link_hash(token, secret),
        by_id=actor.person_id or None,
        expires_at=expires,
    )
    if not store.add(new, at=now):
        raise Conflict(
            "This address is invited to this unit already. Send the invitation again instead.",
            code="invited-already",
        )
    _send(actor, email, letter, secret=secret, now=now, until=expires)
    _keep(actor, "invited", unit.key, {"invitation": new.key, "role": form.role}, now)
    return _must(store.by_key(new.key))


def link_hash(token: str, secret: str) -> str:
    """What is kept of a link."""
    return keyed(secret, "invitation-link", token[:100])


def _check_courses(actor: Actor, courses: tuple[str, ...], unit: Subject) -> None:
    if courses and not access.may(actor, Action.DECIDE_NOMINATIONS, unit):
        raise NotFound("There is no such course.")
    offered = {version.pack_id for version in packs.published_courses()} if courses else set()
    if len(courses) > _MOST_COURSES or not offered.issuperset(courses):
        raise NotFound("There is no such course.")


def _refuse_member(actor: Actor, email: str, unit_id: int, now: datetime) -> None:
    """Who belongs to the unit already is said only to those who may know how they sign in."""
    day = now.date()
    person = people.by_name(email)
    if person is None or person.left_at is not None:
        return
    if unit_id not in units_store.units_of(person.id, day):
        return
    if access.may(actor, Action.SEE_SIGN_IN_NAMES, scopes.person_subject(person.id, day)):
        raise Conflict("This person belongs to this unit already.", code="member-already")


def _send(  # what a letter needs
    actor: Actor, email: str, letter: Letter, *, secret: str, now: datetime, until: datetime
) -> None:
    by = str(actor.person_id or "operator")
    wait = count_in_pace("inviting", by, _BY_ONE, secret=secret, now=now)
    if wait:
        raise TooMany(
            "You have sent very many invitations. Wait a minute, then go on.",
            code="invited-many",
            details={"wait": wait},
        )
    wait = count_in_pace("invited", email, _TO_ONE, secret=secret, now=now)
    if wait:
        raise TooMany(
            "This address was written to several times today. Try again tomorrow.",
            code="invited-often",
            details={"wait": wait},
        )
    mail.send(email, letter.subject, letter.text, until=until, now=now)


def find(actor: Actor, unit_key: str, key: str, *, now: datetime) -> KeptInvitation:
    """An invitation to a unit in the actor's reach, or to what hangs below it.

    Raises:
        NotFound: If there is none for the actor.
    """
    day = now.date()
    unit = units.find(actor, unit_key, Action.EDIT_MEMBERS, day)
    kept = store.by_key(key)
    if kept is None or kept.self_registered or kept.unit_id not in units_store.below(unit.id, day):
        return _must(None)
    return kept


def _must(kept: KeptInvitation | None) -> KeptInvitation:
    if kept is None:
        raise NotFound("This invitation is not here any more: it was used, withdrawn or too old.")
    return kept


def withdraw(actor: Actor, unit_key: str, key: str, *, now: datetime) -> None:
    """The link lets nobody in any more; name and address are deleted.

    Raises:
        NotFound: If there is no such invitation for the actor.
    """
    begin_write()
    kept = find(actor, unit_key, key, now=now)
    store.remove(kept.id)
    _keep(actor, "invitation-withdrawn", kept.unit_key, {"invitation": key}, now)


def send_again(
    actor: Actor, unit_key: str, key: str, letters: Letters, *, secret: str, now: datetime
) -> None:
    """Send a new link; the one before lets nobody in any more. The actor is now who invited.

    Raises:
        NotFound: If there is no such invitation for the actor.
        BadInput: If it gives a role that the actor may not give.
        TooMany: If the actor invites too many, or the address was written to too often.
    """
    kept = find(actor, unit_key, key, now=now)
    token, expires = secrets.token_urlsafe(32), now + LASTS
    letter = letters(Told(token, kept.language, kept.name, kept.unit, expires))
    begin_write()
    kept = find(actor, unit_key, key, now=now)
    subject = scopes.unit_subject(kept.unit_id, now.date())
    if kept.role not in allowed_roles(actor, subject):
        raise BadInput("Choose a role from the list.", code="role-bad")
    by = actor.person_id or None
    store.renew(kept, link_hash(token, secret), by=by, now=now, expires_at=expires)
    _send(actor, kept.email, letter, secret=secret, now=now, until=expires)
    _keep(actor, "invitation-sent-again", kept.unit_key, {"invitation": key}, now)


def _keep(actor: Actor, act: str, unit_key: str, details: dict[str, object], now: datetime) -> None:
    """Keep an act. Never an address or a name: the trail stays for good."""
    audit.keep_act(actor.person_id or None, act, f"unit:{unit_key}", details, at=now)


def tidy(now: datetime) -> None:
    """Forget invitations that nobody took up, and registrations that nobody confirmed."""
    store.forget_before(now - _KEPT, self_registered=False)
    store.forget_before(now, self_registered=True)
