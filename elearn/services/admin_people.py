"""People for an administrator: names, signing in, roles. No completions."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.roster.entries import LONGEST_FUNCTION
from elearn.core.unit_tree import Placed, in_order
from elearn.services import looks, people
from elearn.services.people import IssuedCode, PersonForm, PersonRecord, Tell
from elearn.store import audit, name_changes, units
from elearn.store import people as people_store
from elearn.store import roles as role_store
from elearn.store.db import begin_write
from elearn.store.name_changes import NameChangeRecord
from elearn.store.pages import roster as store
from elearn.store.pages.roster import RosterRow
from elearn.store.roles import KeptRole

A_PAGE = 50
SEXES = ("", "f", "m", "x")
"""What may be kept; nothing is as good as any other."""


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One page of the roster."""

    text: str
    with_left: bool
    people: tuple[RosterRow, ...]
    total: int
    page: int
    pages: int
    names_to_confirm: tuple[NameChangeRecord, ...]


def roster(actor: Actor, text: str, *, with_left: bool, page: int, now: datetime) -> RosterPage:
    """People by name; `text` is part of a name, or a whole sign-in name. Keep the look after.

    Raises:
        NotAllowed: If the actor is no administrator.
    """
    access.require(actor, Action.EDIT_PEOPLE)
    text = " ".join(text.split())[:200]
    total = store.count(text, with_left=with_left)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(1, page), pages)
    found = store.page(
        text, now.date(), with_left=with_left, limit=A_PAGE, offset=(page - 1) * A_PAGE
    )
    asked = people.list_name_changes(actor, now=now)
    return RosterPage(text, with_left, tuple(found), total, page, pages, tuple(asked))


def keep_roster_look(actor: Actor, page: RosterPage, *, now: datetime) -> None:
    """Keep that the actor saw this page of the roster."""
    shown = {p.id for p in page.people} | {c.person_id for c in page.names_to_confirm}
    looks.keep(actor, "admin-people", {"text": page.text} if page.text else {}, shown, now=now)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account with its roles; `units` are those that a role can be about."""

    person: PersonRecord
    member_of: tuple[str, ...]
    roles: tuple[KeptRole, ...]
    units: tuple[Placed, ...]
    name_change: NameChangeRecord | None
    today: str


def account(actor: Actor, key: str, *, now: datetime) -> AccountPage:
    """One account. Keep the look with `keep_account_look`.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is nobody with that key.
    """
    person = _person(actor, key)
    day = now.date()
    everywhere = access.Scope(everybody=True)
    asked = name_changes.open_of(person.id)
    return AccountPage(
        person=person,
        member_of=tuple(people_store.unit_names(person.id, day)),
        roles=tuple(role_store.of_person(person.id)),
        units=in_order(units.reached(everywhere, day)),
        name_change=asked if person.id != actor.person_id else None,
        today=day.isoformat(),
    )


def _person(actor: Actor, key: str) -> PersonRecord:
    access.require(actor, Action.EDIT_PEOPLE)
    person = people_store.by_key(key)
    if person is None:
        raise NotFound("There is nobody here with that key.")
    return person


def keep_account_look(actor: Actor, page: AccountPage, *, now: datetime) -> None:
    """Keep that the actor saw this account."""
    looks.keep(actor, "admin-person", {}, (page.person.id,), now=now)


def set_sign_in_names(
    actor: Actor, key: str, *, email: str, service_number: str, now: datetime
) -> None:
    """Give somebody other sign-in names.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is nobody with that key.
        BadInput: If neither is given, or one cannot be used.
        Conflict: If somebody else signs in with one of them.
    """
    begin_write()
    person = _person(actor, key)
    form = PersonForm(name=person.name, email=email, service_number=service_number)
    mail, number = people.read_sign_in_names(form)
    if (mail, number) == (person.email, person.service_number):
        return
    if not store.set_sign_in_names(person.id, mail, number):
        raise Conflict("Somebody else signs in with this name.", code="name-taken")
    changed = [
        what
        for what, old, new in (
            ("email", person.email, mail),
            ("service-number", person.service_number, number),
        )
        if old != new
    ]
    _keep(actor, "sign-in-names-changed", key, {"changed": changed}, now)


def set_language(actor: Actor, key: str, language: str, *, now: datetime) -> None:
    """Choose the language of the interface for somebody.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is nobody with that key.
        BadInput: If no language is given.
    """
    if not language:
        raise BadInput("Choose a language from the list.", code="bad-language")
    begin_write()
    person = _person(actor, key)
    if person.language != language:
        people_store.set_language(person.id, language)
        _keep(actor, "language-changed", key, {"to": language}, now)


def set_service(actor: Actor, key: str, *, function: str, sex: str, now: datetime) -> None:
    """Say what somebody does in the service, and their sex: f, m, x, or nothing.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is nobody with that key.
        BadInput: If the function is too long, or the sex is none of these.
    """
    function = " ".join(unicodedata.normalize("NFC", function[:2000]).split())
    if len(function) > LONGEST_FUNCTION or not function.isprintable():
        raise BadInput("A function has at most 100 letters.", code="bad-function")
    if sex not in SEXES:
        raise BadInput("Choose from the list, or nothing.", code="bad-sex")
    begin_write()
    person = _person(actor, key)
    told = (function or None, sex or None)
    changed = [
        what
        for what, old, new in zip(
            ("function", "sex"), (person.function, person.sex), told, strict=True
        )
        if old != new
    ]
    if changed:
        people_store.set_service(person.id, *told)
        _keep(actor, "service-changed", key, {"changed": changed}, now)


def issue_code(actor: Actor, key: str, tell: Tell, *, secret: str, now: datetime) -> IssuedCode:
    """A one-time code with which somebody sets a password, shown once.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is nobody with that key.
    """
    _person(actor, key)
    return people.issue_code(actor, key, tell, secret=secret, now=now)


def decide_name(actor: Actor, key: str, change_key: str, *, accept: bool, now: datetime) -> None:
    """Confirm or decline the name that somebody asks to carry.

    Raises:
        NotFound: If there is no such open request of that person.
        NotAllowed: If the actor may not, or it is their own.
    """
    person = _person(actor, key)
    asked = name_changes.open_of(person.id)
    if asked is None or asked.key != change_key:
        raise NotFound("There is no such open request.")
    people.decide_name_change(actor, change_key, accept=accept, now=now)


def _keep(actor: Actor, act: str, key: str, details: dict[str, object], now: datetime) -> None:
    audit.keep_act(actor.person_id, act, f"person:{key}", details, at=now)
