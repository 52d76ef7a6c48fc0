"""People: who is signed in, who is on the roster, and which roles they hold."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from elearn.core.access import TAKES_UNIT, UNIT_ROLES, Action, Actor, Grant, Role, require, scope
from elearn.core.errors import BadInput, Conflict, NotAllowed, NotFound
from elearn.core.sign_in import is_email, is_service_number, sign_in_name
from elearn.services import compliance, passwords
from elearn.services.sign_in import IssuedCode, Tell, issue_code
from elearn.store import audit, name_changes, reset_tokens, scopes
from elearn.store import people as store
from elearn.store import sign_in as sign_in_store
from elearn.store.name_changes import NameChangeRecord
from elearn.store.people import KnownPerson, PersonRecord

__all__ = [
    "OPERATOR",
    "IssuedCode",
    "KnownPerson",
    "NameChangeRecord",
    "PersonRecord",
    "Tell",
    "issue_code",
]

OPERATOR = Actor(
    person_id=0, key="operator", name="operator", grants=(Grant(Role.ADMIN), Grant(Role.TRAINER))
)
"""Whoever runs commands on the machine itself. In rows it is nobody: `actor.person_id or None`."""


def signed_in_person(key: str, epoch: str, *, now: datetime) -> KnownPerson | None:
    """The person that a session names, with their roles today; None once the session has ended."""
    known = store.actor_by_key(key, now.date())
    return known if known is not None and str(known.epoch) == epoch else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """Somebody to add, as typed. An e-mail address or a service number is needed, or both."""

    name: str
    email: str = ""
    service_number: str = ""
    language: str | None = None
    country: str | None = None


def clean_name(text: str) -> str:
    """A person's name as it is kept: one line, single spaces.

    Raises:
        BadInput: If nothing is left, it is longer than 200 letters, or it is no text.
    """
    text = " ".join(unicodedata.normalize("NFC", text[:2000]).split())
    if not text or len(text) > 200 or not text.isprintable():
        raise BadInput("Enter a name of at most 200 letters.", code="bad-name")
    return text


def read_sign_in_names(form: PersonForm) -> tuple[str | None, str | None]:
    """The e-mail address and the service number of a form, as they are kept.

    Raises:
        BadInput: If neither is given, or one cannot be used.
    """
    email = sign_in_name(form.email) or None
    number = sign_in_name(form.service_number) or None
    if email is None and number is None:
        raise BadInput(
            "An e-mail address or a service number is needed to sign in.", code="no-sign-in-name"
        )
    if email is not None and not is_email(email):
        raise BadInput("This is not an e-mail address.", code="bad-address")
    if number is not None and not is_service_number(number):
        raise BadInput(
            "A service number has 2 to 40 letters, digits, dashes, dots or slashes.",
            code="bad-service-number",
        )
    return email, number


def add_person(
    actor: Actor, form: PersonForm, *, now: datetime, password: str | None = None
) -> PersonRecord:
    """Add somebody to the roster. Without a password they begin with a one-time code or a link.

    Raises:
        NotAllowed: If the actor is no administrator.
        BadInput: If a name, a sign-in name or the password cannot be used.
        Conflict: If a sign-in name is taken.
    """
    require(actor, Action.EDIT_PEOPLE)
    return enter(actor, form, now=now, password=password)


def enter(
    actor: Actor, form: PersonForm, *, now: datetime, password: str | None = None
) -> PersonRecord:
    """The same for a service that has already checked that the actor may add this person."""
    name = clean_name(form.name)
    email, number = read_sign_in_names(form)
    password_hash = None
    if password is not None:
        passwords.require_good(password, tuple(n for n in (name, email, number) if n))
        password_hash = passwords.make_hash(password)
    new = store.NewPerson(
        secrets.token_urlsafe(12), name, email, number, form.language, form.country
    )
    person_id = store.add(new, now)
    if person_id is None:
        raise Conflict("Somebody else signs in with this name.", code="name-taken")
    if password_hash is not None:
        sign_in_store.set_password(person_id, password_hash, must_change=False)
    audit.keep_act(actor.person_id or None, "person-added", f"person:{new.key}", {}, at=now)
    return _must(store.by_id(person_id))


def _must(person: PersonRecord | None) -> PersonRecord:
    if person is None:
        raise NotFound("There is nobody here with that name.")
    return person


def find_person(actor: Actor, text: str) -> PersonRecord:
    """The person with that key or sign-in name.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is nobody.
    """
    require(actor, Action.EDIT_PEOPLE)
    return _must(store.by_key(text) or store.by_name(sign_in_name(text)))


def list_people(
    actor: Actor, text: str = "", *, limit: int = 50, after: str = ""
) -> list[PersonRecord]:
    """People by name; `text` is part of a name, or a sign-in name.

    Raises:
        NotAllowed: If the actor is no administrator.
    """
    require(actor, Action.EDIT_PEOPLE)
    return store.listing(text.strip()[:200], limit=min(limit, 1000), after=after)


def set_password(
    actor: Actor, person_key: str, password: str, *, now: datetime, must_change: bool = True
) -> None:
    """Set somebody's password for them; every session of theirs ends.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is nobody with that key.
        BadInput: If the password is too easy.
    """
    person = find_person(actor, person_key)
    passwords.require_good(
        password, tuple(n for n in (person.name, person.email, person.service_number) if n)
    )
    password_hash = passwords.make_hash(password)
    sign_in_store.set_password(person.id, password_hash, must_change=must_change)
    reset_tokens.void(person.id, now)
    audit.keep_act(actor.person_id or None, "password-set", f"person:{person.key}", {}, at=now)


def _unit_for(role: Role, unit_key: str | None) -> int | None:
    if unit_key is None:
        if role in UNIT_ROLES:
            raise BadInput(
                "The role %(role)s needs a unit.", code="unit-needed", values={"role": role.value}
            )
        return None
    if role not in TAKES_UNIT:
        raise BadInput(
            "The role %(role)s is for the whole site.",
            code="unit-none",
            values={"role": role.value},
        )
    unit_id = store.unit_by_key(unit_key)
    if unit_id is None:
        raise NotFound("There is no unit with that key.")
    return unit_id


def grant_role(
    actor: Actor, person_key: str, role: Role, *, now: datetime, unit_key: str | None = None
) -> bool:
    """Give a role from today on; False if it is held already.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no such person or unit.
        BadInput: If the role needs a unit, or takes none.
    """
    require(actor, Action.GRANT_ROLES)
    person = find_person(actor, person_key)
    unit_id = _unit_for(role, unit_key)
    by = actor.person_id or None
    if not store.grant(person.id, role, unit_id, granted_by=by, day=now.date()):
        return False
    compliance.concern((person.id,), now=now)  # courses may be asked of a role
    details = {"role": role.value, "unit": unit_key}
    audit.keep_act(by, "role-granted", f"person:{person.key}", details, at=now)
    return True


def end_role(
    actor: Actor, person_key: str, role: Role, *, now: datetime, unit_key: str | None = None
) -> bool:
    """End a role today; False if it is not held.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no such person or unit.
        Conflict: If nobody would be left to administer the site.
    """
    require(actor, Action.GRANT_ROLES)
    person = find_person(actor, person_key)
    unit_id = _unit_for(role, unit_key)
    if not store.end_role(person.id, role, unit_id, day=now.date()):
        return False
    _keep_an_administrator(now)
    compliance.concern((person.id,), now=now)
    details = {"role": role.value, "unit": unit_key}
    by = actor.person_id or None
    audit.keep_act(by, "role-ended", f"person:{person.key}", details, at=now)
    return True


def has_administrator(*, now: datetime) -> bool:
    """Whether anybody administers this site."""
    return store.administrators(now.date()) > 0


def _keep_an_administrator(now: datetime) -> None:
    if store.administrators(now.date()) == 0:
        raise Conflict("Nobody would be left to administer this site.", code="last-administrator")


def leave(actor: Actor, person_key: str, *, now: datetime) -> None:
    """Somebody left the service: their sessions, roles and memberships end; their records stay.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is nobody with that key.
        Conflict: If nobody would be left to administer the site.
    """
    person = find_person(actor, person_key)
    had_administrators = store.administrators(now.date()) > 0
    store.set_left(person.id, now)
    compliance.concern((person.id,), now=now)
    reset_tokens.void(person.id, now)
    if had_administrators:
        _keep_an_administrator(now)
    audit.keep_act(actor.person_id or None, "person-left", f"person:{person.key}", {}, at=now)


def choose_language(actor: Actor, language: str) -> None:
    """Keep the actor's language; the edge has checked that it is one of the interface."""
    if actor.person_id:
        store.set_language(actor.person_id, language)


def ask_name_change(actor: Actor, name: str, reason: str, *, now: datetime) -> None:
    """Ask to carry another name; somebody of the institution confirms it.

    Raises:
        BadInput: If the name cannot be used, is the present one, or no reason is given.
        Conflict: If an earlier request is still open.
    """
    name = clean_name(name)
    reason = " ".join(reason[:2000].split())
    if not reason or len(reason) > 500:
        raise BadInput("Give a reason of at most 500 letters.", code="bad-reason")
    if name == actor.name:
        raise BadInput("This is your name already.", code="same-name")
    if not actor.person_id:
        raise NotFound("This account has just been closed.")
    if not name_changes.ask(secrets.token_urlsafe(12), actor.person_id, name, reason, now):
        raise Conflict("Your earlier request is still open.", code="already-asked")


def list_name_changes(actor: Actor, *, now: datetime, limit: int = 100) -> list[NameChangeRecord]:
    """Open requests of those people whose names the actor may confirm, oldest first."""
    reach = scope(actor, Action.CONFIRM_NAMES)
    return name_changes.open_ones(reach, now.date(), limit=min(limit, 200))


def decide_name_change(actor: Actor, key: str, *, accept: bool, now: datetime) -> None:
    """Confirm or decline a name; confirmed, it is the roster's name from now on.

    Raises:
        NotFound: If there is no such open request.
        NotAllowed: If the actor may not, or it is their own.
    """
    asked = name_changes.open_by_key(key)
    if asked is None:
        raise NotFound("There is no such open request.")
    require(actor, Action.CONFIRM_NAMES, scopes.person_subject(asked.person_id, now.date()))
    if asked.person_id == actor.person_id:
        raise NotAllowed("Somebody else confirms your own name.")
    if not name_changes.decide(key, accepted=accept, by=actor.person_id or None, now=now):
        raise NotFound("There is no such open request.")
    if accept:
        store.set_name(asked.person_id, asked.name)
    audit.keep_act(
        actor.person_id or None,
        "name-confirmed" if accept else "name-declined",
        f"person:{asked.person_key}",
        {},
        at=now,
    )
