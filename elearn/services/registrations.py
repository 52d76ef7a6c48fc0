"""Self-registration: an institution lets people in by a list of mail domains, a code, or both.

Off unless somebody allows it for a unit. Before an address is confirmed there is no account, only
an invitation that its reader asked for (`services.invitations`), and whoever asks reads the same
whether or not the address has an account.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.pace import Pace
from elearn.core.registration import OPEN_TO_ANYBODY, BadDomain, domain_of, read_domains
from elearn.core.sign_in import is_email, sign_in_name
from elearn.core.unit_tree import Node, in_order
from elearn.services import mail, units
from elearn.services.guarding import Origin, count_in_pace, keep_pace, keyed, require_pace
from elearn.services.invitations import Letters, Told, link_hash
from elearn.services.people import clean_name
from elearn.services.sign_in import new_code, plain_code
from elearn.store import audit, invitations
from elearn.store import registrations as store
from elearn.store import units as units_store
from elearn.store.db import begin_write
from elearn.store.invitations import NewInvitation
from elearn.store.registrations import KeptRule

__all__ = ["KeptRule"]

LASTS = timedelta(hours=24)
"""So long the link that confirms an address holds."""

_FROM_ONE_NETWORK = Pace(burst=40, every=30)
"""A whole class may register behind one address."""

_TO_ONE = Pace(burst=3, every=4 * 3600)
"""How many letters one address gets, whoever asks for them."""


@dataclass(frozen=True, slots=True)
class RegistrationsPage:
    """Which units in the actor's reach let people in, and which could.

    `units` are key, name and depth.
    """

    rules: tuple[KeptRule, ...]
    units: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """How one unit lets people in; `rule` is None where it does not."""

    unit_key: str
    unit: str
    rule: KeptRule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleForm:
    """How a unit is to let people in, as typed.

    `code` says that a code is needed, `fresh` that the one before ends and a new one is made.
    """

    domains: str
    code: bool
    fresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationForm:
    """Somebody who registers, as typed."""

    name: str
    email: str
    code: str
    language: str


def is_open() -> bool:
    """Whether any institution lets people register themselves."""
    return store.any_open()


def registrations_page(actor: Actor, *, now: datetime) -> RegistrationsPage:
    """Which units let people in.

    Raises:
        NotAllowed: If the actor decides that for no unit.
    """
    access.require(actor, Action.OPEN_REGISTRATION)
    reach, day = access.scope(actor, Action.OPEN_REGISTRATION), now.date()
    placed = in_order(units_store.reached(reach, day))
    return RegistrationsPage(
        tuple(store.rules(reach, day)),
        tuple((place.node.key, place.node.name, place.depth) for place in placed),
    )


def registration_page(actor: Actor, unit_key: str, *, now: datetime) -> RegistrationPage:
    """How a unit lets people in.

    Raises:
        NotFound: If there is no such unit for the actor.
    """
    unit = _unit(actor, unit_key, now)
    here = access.Scope(units=frozenset({unit.id}))
    rules = [rule for rule in store.rules(here, now.date()) if rule.unit_key == unit.key]
    return RegistrationPage(unit.key, unit.name, rules[0] if rules else None)


def _unit(actor: Actor, unit_key: str, now: datetime) -> Node:
    return units.find(actor, unit_key, Action.OPEN_REGISTRATION, now.date())


def allow(actor: Actor, unit_key: str, form: RuleForm, *, secret: str, now: datetime) -> str | None:
    """Let people register themselves in a unit; the code if a new one was made.

    It is shown this once: what is kept is a hash.

    Raises:
        NotFound: If there is no such unit for the actor.
        BadInput: If nothing is asked of people, or a domain cannot be used.
        Conflict: If by one of the domains alone another unit lets people in.
    """
    domains = _domains(form)
    begin_write()
    unit = _unit(actor, unit_key, now)
    if not form.code and (other := store.taken(domains, unit.id)):
        raise Conflict(
            "Another institution lets in everybody with an address of %(domain)s. Ask for a code.",
            code="domain-taken",
            values={"domain": other},
        )
    kept = store.code_hash_of(unit.id) if form.code and not form.fresh else None
    code = new_code() if form.code and kept is None else None
    if code is not None:
        kept = _code_hash(code, secret)
    store.keep(unit.id, domains, kept, by=actor.person_id or None, at=now)
    details = {"domains": list(domains), "code": form.code, "new_code": code is not None}
    audit.keep_act(
        actor.person_id or None, "registration-allowed", f"unit:{unit.key}", details, at=now
    )
    return code


def _domains(form: RuleForm) -> tuple[str, ...]:
    try:
        domains = read_domains(form.domains)
    except BadDomain as bad:
        raise BadInput(
            "%(found)s is no mail domain. Write one such as granpol.example, at most fifty.",
            code="bad-domain",
            values={"found": bad.found},
        ) from bad
    if not domains and not form.code:
        raise BadInput("Enter mail domains, or ask for a code, or both.", code="registration-empty")
    public = sorted(OPEN_TO_ANYBODY.intersection(domains))
    if public and not form.code:
        raise BadInput(
            "Anybody gets an address of %(domain)s. Ask for a code, too.",
            code="domain-public",
            values={"domain": public[0]},
        )
    return domains


def _code_hash(code: str, secret: str) -> str:
    return keyed(secret, "registration-code", plain_code(code))


def close(actor: Actor, unit_key: str, *, now: datetime) -> None:
    """Let nobody register in a unit any more, nor whoever has not confirmed an address yet.

    Raises:
        NotFound: If there is no such unit for the actor, or it lets nobody in.
    """
    begin_write()
    unit = _unit(actor, unit_key, now)
    if not store.remove(unit.id):
        raise NotFound("Nobody can register in this unit.")
    audit.keep_act(actor.person_id or None, "registration-closed", f"unit:{unit.key}", {}, at=now)


def register(form: RegistrationForm, letters: Letters, origin: Origin, *, now: datetime) -> bool:
    """Ask for the letter that confirms an address; False if no unit lets in whoever typed this.

    That says nothing of whether there is an account. A result, so that the try is counted.

    Raises:
        NotFound: If nobody can register here.
        BadInput: If the name or the address cannot be used.
        TooMany: If there were too many from this network.
    """
    if not store.any_open():
        raise NotFound("Nobody can register here.")
    name, email = clean_name(form.name), sign_in_name(form.email)
    if not is_email(email):
        raise BadInput("This is not an e-mail address.", code="bad-address")
    require_pace("register", _FROM_ONE_NETWORK, origin, now=now)
    code = plain_code(form.code)
    code_hash = _code_hash(code, origin.secret) if code else None
    unit = store.unit_for(domain_of(email), code_hash, now.date())
    token, expires = secrets.token_urlsafe(32), now + LASTS
    told = Told(token, form.language, name, unit.name if unit else "", expires, asked=True)
    letter = letters(told)
    keep_pace("register", _FROM_ONE_NETWORK, origin, now=now)
    if unit is None or store.unit_for(domain_of(email), code_hash, now.date()) is None:
        return False
    if count_in_pace("registered", email, _TO_ONE, secret=origin.secret, now=now):
        return True  # enough letters are on their way
    invitations.remove_asked(unit.id, email)
    invitations.add(
        NewInvitation(
            key=secrets.token_urlsafe(12),
            unit_id=unit.id,
            self_registered=True,
            email=email,
            name=name,
            role="",
            language=form.language,
            courses=(),
            token_hash=link_hash(token, origin.secret),
            by_id=None,
            expires_at=expires,
        ),
        at=now,
    )
    mail.send(email, letter.subject, letter.text, until=expires, now=now)
    return True
