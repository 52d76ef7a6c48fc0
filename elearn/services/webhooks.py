"""Hooks of clients: made, tried out, paused, given another secret, deleted; what they were told."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from elearn.core import access
from elearn.core import webhook as core
from elearn.core.access import Action, Actor, Subject
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.token_scopes import TokenScope
from elearn.core.webhook import Event, Network, State, events_from
from elearn.interop import webhook_signature as signature
from elearn.services import jobs, webhook_events, webhook_sending
from elearn.store import audit
from elearn.store import clients as client_store
from elearn.store import webhooks as store
from elearn.store.clients import KeptClient
from elearn.store.db import begin_write
from elearn.store.webhooks import KeptDelivery, KeptHook

__all__ = ["Event", "KeptDelivery", "KeptHook", "Network", "State"]

MOST_OF_CLIENT = 10
"""So many hooks one client may have."""

KEPT = timedelta(days=30)
"""How long deliveries are kept, delivered or not."""

A_PAGE = 50
_NONE = "There is no such webhook."


@dataclass(frozen=True, slots=True)
class NewHook:
    """A hook to make, as typed. `client` is its key; a client that asks itself needs none."""

    address: str
    events: frozenset[str]
    client: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A hook with its secret, which is shown once. `old_until`: the secret before still signs."""

    hook: KeptHook
    secret: str


@dataclass(frozen=True, slots=True)
class HooksPage:
    """All hooks, and the clients that may have one."""

    hooks: tuple[KeptHook, ...]
    clients: tuple[KeptClient, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class HookPage:
    """A hook and what it was told lately. `older`: where the next page begins; 0 if none does."""

    hook: KeptHook
    deliveries: tuple[KeptDelivery, ...]
    older: int
    as_of: datetime


def hooks_page(actor: Actor, *, now: datetime) -> HooksPage:
    """The page of hooks.

    Raises:
        NotAllowed: If the actor manages no hooks.
    """
    access.require(actor, Action.MANAGE_WEBHOOKS)
    scope = access.scope(actor, Action.MANAGE_WEBHOOKS)
    clients = [
        client
        for client in client_store.listing()
        if client.withdrawn_at is None
        and client.expires_at > now
        and TokenScope.RECORDS_READ.value in client.scopes
    ]
    return HooksPage(tuple(store.listing(scope)), tuple(clients), now)


def listing(actor: Actor, *, after: int, limit: int) -> list[KeptHook]:
    """Hooks that the actor manages, by their numbers, from after one.

    Raises:
        NotAllowed: If the actor manages no hooks.
    """
    access.require(actor, Action.MANAGE_WEBHOOKS)
    scope = access.scope(actor, Action.MANAGE_WEBHOOKS)
    return store.listing(scope, after=after, limit=limit)


def one(actor: Actor, key: str) -> KeptHook:
    """One of them.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such hook for the actor.
    """
    access.require(actor, Action.MANAGE_WEBHOOKS)
    found = store.by_key(access.scope(actor, Action.MANAGE_WEBHOOKS), key)
    if found is None:
        raise NotFound(_NONE)
    return found


def hook_page(actor: Actor, key: str, *, before: int = 0, now: datetime) -> HookPage:
    """A hook and what it was told lately, newest first.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such hook for the actor.
    """
    hook = one(actor, key)
    found = store.deliveries(hook.id, limit=A_PAGE + 1, before=max(0, before))
    shown = tuple(found[:A_PAGE])
    return HookPage(hook, shown, shown[-1].id if len(found) > A_PAGE else 0, now)


def told(actor: Actor, key: str, *, before: int, limit: int) -> list[KeptDelivery]:
    """What a hook was told, newest first, from before one.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such hook for the actor.
    """
    return store.deliveries(one(actor, key).id, limit=limit, before=before)


def _client(actor: Actor, wanted: NewHook, now: datetime) -> KeptClient:
    key = wanted.client or (actor.key if actor.client_id is not None else "")
    found = client_store.by_key(key) if key else None
    if found is None or found.withdrawn_at is not None or found.expires_at <= now:
        raise NotFound("There is no such client.")
    if not access.may(actor, Action.MANAGE_WEBHOOKS, Subject(person_id=found.person_id)):
        raise NotFound("There is no such client.")
    return found


def _events(wanted: NewHook, client: KeptClient) -> list[str]:
    events = events_from(wanted.events)
    if not events:
        raise BadInput("Choose what the system is told.", code="no-event")
    if TokenScope.RECORDS_READ.value not in client.scopes:
        raise BadInput(
            "This client does not have the scope records:read.", code="client-scope-missing"
        )
    return sorted(event.value for event in events)


def make(
    actor: Actor,
    wanted: NewHook,
    networks: tuple[Network, ...],
    *,
    root: str,
    now: datetime,
) -> Made:
    """Make a hook of a client.

    Args:
        actor: Who asks: an administrator, or the client itself.
        wanted: What is asked.
        networks: Networks besides public ones to which may be sent.
        root: The site's own secret.
        now: The moment.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such client for the actor.
        BadInput: If the address or the events cannot be used.
        Conflict: If the client has too many already.
    """
    access.require(actor, Action.MANAGE_WEBHOOKS)
    address = core.clean_address(wanted.address, networks)
    begin_write()
    client = _client(actor, wanted, now)
    events = _events(wanted, client)
    if store.count_of(client.id) >= MOST_OF_CLIENT:
        raise Conflict("This client has too many webhooks. Delete one first.", code="too-many")
    key = secrets.token_urlsafe(12)
    store.add(
        {
            "key": key,
            "client_id": client.id,
            # A client is nobody who could be written to: whoever made it is.
            "made_by": client_store.maker_of(client.id) if actor.client_id else actor.person_id,
            "address": address,
            "events": events,
            "state": State.ACTIVE.value,
            "salt": secrets.token_hex(16),
            "created_at": now,
        }
    )
    details: dict[str, object] = {"client": client.name, "events": events, "address": address}
    _keep(actor, "webhook-made", key, now, details)
    return _with_secret(one(actor, key), root)


def _with_secret(hook: KeptHook, root: str) -> Made:
    return Made(hook, signature.secret_text(signature.derive(root, hook.key, hook.salt)))


def renew_secret(actor: Actor, key: str, *, root: str, now: datetime) -> Made:
    """Give a hook another secret; for a day both sign, so that the receiver can change over.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such hook for the actor.
    """
    begin_write()
    hook = one(actor, key)
    store.change(
        hook.id, salt=secrets.token_hex(16), old_salt=hook.salt, old_until=now + core.OVERLAP
    )
    _keep(actor, "webhook-secret-renewed", key, now)
    return _with_secret(one(actor, key), root)


def pause(actor: Actor, key: str, *, now: datetime) -> KeptHook:
    """Send nothing to a hook for the time being; what happens waits.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such hook for the actor.
    """
    begin_write()
    hook = one(actor, key)
    if hook.state != State.PAUSED.value:
        store.change(hook.id, state=State.PAUSED.value)
        _keep(actor, "webhook-paused", key, now)
    return one(actor, key)


def resume(actor: Actor, key: str, *, now: datetime) -> KeptHook:
    """Send again what waited, and what happens from now on.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such hook for the actor.
    """
    begin_write()
    hook = one(actor, key)
    if hook.state != State.ACTIVE.value:
        store.change(hook.id, state=State.ACTIVE.value, rest_until=None)
        jobs.enqueue(webhook_sending.RESUME, {"hook": hook.id, "after": 0}, now=now)
        _keep(actor, "webhook-resumed", key, now)
    return one(actor, key)


def send_test(actor: Actor, key: str, *, now: datetime) -> KeptHook:
    """Try out whether something arrives.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such hook for the actor.
        Conflict: If nothing is sent to the hook at present.
    """
    begin_write()
    hook = one(actor, key)
    if hook.state != State.ACTIVE.value:
        raise Conflict("Nothing is sent at present. Resume first.", code="not-active")
    about = f"{core.TEST}:{secrets.token_hex(12)}"
    webhook_events.keep(hook, core.TEST, about, {"webhook": hook.key}, now=now)
    _keep(actor, "webhook-tested", key, now)
    return one(actor, key)


def delete(actor: Actor, key: str, *, now: datetime) -> KeptHook:
    """A hook is told nothing any more; what waited for it is forgotten.

    Raises:
        NotAllowed: If the actor manages no hooks.
        NotFound: If there is no such hook for the actor.
    """
    begin_write()
    hook = one(actor, key)
    store.remove(hook.id, now)
    _keep(actor, "webhook-deleted", key, now, {"address": hook.address})
    return hook


def tidy(now: datetime) -> None:
    """Forget what was delivered, or waits, for too long."""
    store.forget_before(now - KEPT)


def _keep(
    actor: Actor, act: str, key: str, now: datetime, details: dict[str, object] | None = None
) -> None:
    audit.keep_act(actor.person_id, act, f"webhook:{key}", details or {}, at=now)
