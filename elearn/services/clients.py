"""Clients: systems of institutions that ask by themselves, with a secret, scopes and a reach."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import BadInput, NotFound
from elearn.core.token_scopes import TokenScope, scopes_from
from elearn.core.unit_tree import Placed, in_order
from elearn.services import tokens as tokens_service
from elearn.services.tokens import ACCESS, LASTS_DAYS, clean_name, hash_of
from elearn.store import audit, tokens, units
from elearn.store import clients as store
from elearn.store.clients import KeptClient
from elearn.store.db import begin_write

__all__ = ["LASTS_DAYS", "KeptClient", "TokenScope"]

SECRET = "elc_"  # noqa: S105  # how a secret begins, not one
ACCESS_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to make, as typed. `unit_key` is its reach; empty for the whole site."""

    name: str
    scopes: frozenset[str]
    unit_key: str
    days: int


@dataclass(frozen=True, slots=True)
class ClientsPage:
    """All clients, and the units that one's reach can be."""

    clients: tuple[KeptClient, ...]
    units: tuple[Placed, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """What a client asks with; shown once."""

    client: str
    name: str
    secret: str


@dataclass(frozen=True, slots=True)
class Access:
    """A short-lived token for a client."""

    token: str
    lasts: int
    scopes: tuple[str, ...]


def clients_page(actor: Actor, *, now: datetime) -> ClientsPage:
    """The page of clients.

    Raises:
        NotAllowed: If the actor is no administrator.
    """
    access.require(actor, Action.MAKE_CLIENTS)
    placed = in_order(units.reached(access.Scope(everybody=True), now.date()))
    return ClientsPage(tuple(store.listing()), placed, now)


def make(actor: Actor, wanted: NewClient, *, now: datetime) -> Secret:
    """Make a client.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no such unit.
        BadInput: If the name, the scopes or the days cannot be used.
    """
    access.require(actor, Action.MAKE_CLIENTS)
    name = clean_name(wanted.name)
    scopes = sorted(scopes_from(wanted.scopes))
    if not scopes:
        raise BadInput("Choose what the client is for.", code="no-scope")
    if wanted.days not in LASTS_DAYS:
        raise BadInput("Choose how long the client lasts.", code="bad-days")
    begin_write()
    unit = units.by_key(wanted.unit_key, now.date()) if wanted.unit_key else None
    if wanted.unit_key and unit is None:
        raise NotFound("There is no such unit.")
    made = Secret(secrets.token_urlsafe(12), name, SECRET + secrets.token_urlsafe(32))
    store.add(
        made.client,
        name,
        made_by=actor.person_id or 0,
        unit_id=unit.id if unit else None,
        scopes=[scope.value for scope in scopes],
        secret_hash=hash_of(made.secret),
        at=now,
        expires_at=now + timedelta(days=wanted.days),
    )
    details = {"name": name, "scopes": scopes, "unit": wanted.unit_key or None}
    audit.keep_act(actor.person_id, "client-made", f"client:{made.client}", details, at=now)
    return made


def _client(actor: Actor, key: str) -> KeptClient:
    access.require(actor, Action.MAKE_CLIENTS)
    found = store.by_key(key)
    if found is None or found.withdrawn_at is not None:
        raise NotFound("There is no such client.")
    return found


def renew_secret(actor: Actor, key: str, *, now: datetime) -> Secret:
    """Give a client another secret; the one before opens nothing from now on.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no such client.
    """
    begin_write()
    client = _client(actor, key)
    made = Secret(client.key, client.name, SECRET + secrets.token_urlsafe(32))
    store.set_secret(client.id, hash_of(made.secret))
    audit.keep_act(actor.person_id, "client-secret-renewed", f"client:{key}", {}, at=now)
    return made


def withdraw(actor: Actor, key: str, *, now: datetime) -> None:
    """A client can ask no more, and its tokens hold no more.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no such client.
    """
    begin_write()
    store.withdraw(_client(actor, key).id, now)
    audit.keep_act(actor.person_id, "client-withdrawn", f"client:{key}", {}, at=now)


def program_of_secret(token: str, *, now: datetime) -> tokens_service.Program | None:
    """A directory that asks with its client's key and secret, a full stop between; None if not so.

    Most directories can keep one text and no more. It opens SCIM and nothing else.
    """
    key, _stop, secret = token[:300].partition(".")
    found = store.by_key(key)
    fits = hmac.compare_digest(hash_of(secret), found.secret_hash if found else hash_of(""))
    if found is None or not fits or found.withdrawn_at or found.expires_at <= now:
        return None
    scopes = scopes_from(found.scopes) & {TokenScope.SCIM}
    return tokens_service.program_of_client(found.id, scopes, now=now)


def give_access(key: str, secret: str, asked: str, *, now: datetime) -> Access | None:
    """A short-lived token for a client that knows its secret; None if it does not.

    Args:
        key: The client's key.
        secret: What it says its secret is.
        asked: Names of scopes with spaces between; empty for all that the client has.
        now: The moment.

    Raises:
        BadInput: If a scope is asked for that the client does not have.
    """
    found = store.by_key(key[:100])
    fits = hmac.compare_digest(hash_of(secret[:200]), found.secret_hash if found else hash_of(""))
    if found is None or not fits or found.withdrawn_at or found.expires_at <= now:
        return None
    held = {scope.value for scope in scopes_from(found.scopes)}
    wanted = set(asked.split()) or held
    if not wanted <= held:
        raise BadInput("The client does not have this scope.", code="invalid-scope")
    token = ACCESS + secrets.token_urlsafe(32)
    tokens.keep(
        key=secrets.token_urlsafe(12),
        person_id=found.person_id,
        client_id=found.id,
        name=found.name,
        scopes=sorted(wanted),
        token_hash=hash_of(token),
        created_at=now,
        expires_at=min(now + ACCESS_LASTS, found.expires_at),
    )
    lasts = int((min(now + ACCESS_LASTS, found.expires_at) - now).total_seconds())
    return Access(token, lasts, tuple(sorted(wanted)))
