"""Find and keep hooks of clients, and what is sent to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, true, update
from sqlalchemy.orm import aliased

from elearn.core.access import Scope
from elearn.core.webhook import Sent, State
from elearn.store.db import begin_write, db
from elearn.store.tables.people import Person
from elearn.store.tables.tokens import ApiClient
from elearn.store.tables.units import Unit
from elearn.store.tables.webhooks import Webhook, WebhookDelivery
from elearn.store.upsert import insert_or_skip

MOST = 200
"""The most hooks that one page shows, and that one event is told."""


@dataclass(frozen=True, slots=True)
class KeptHook:
    """A hook, with what its client may. `unit` is empty where the reach is the whole site.

    `waiting`: how many deliveries wait. `client_ends`: after this its client can ask no more.
    """

    id: int
    key: str
    client_id: int
    client_key: str
    client_person: int
    client: str
    client_scopes: tuple[str, ...]
    client_ends: datetime
    client_withdrawn: datetime | None
    unit_id: int | None
    unit: str
    made_by: int
    owner: str
    owner_email: str | None
    owner_language: str | None
    owner_left: datetime | None
    address: str
    events: tuple[str, ...]
    state: str
    salt: str
    old_salt: str | None
    old_until: datetime | None
    rest_until: datetime | None
    created_at: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class KeptDelivery:
    """Something that a hook is told; `key` is the id that the receiver sees."""

    id: int
    key: str
    webhook_id: int
    event: str
    body: Mapping[str, Any]
    state: str
    tries: int
    status: int | None
    fault: str
    made_at: datetime
    tried_at: datetime | None
    next_at: datetime | None


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.everybody else ApiClient.person_id.in_(scope.people)


def _read(*conditions: ColumnElement[bool], limit: int = MOST, after: int = 0) -> list[KeptHook]:
    maker = aliased(Person)
    waiting = (
        select(func.count())
        .where(
            WebhookDelivery.webhook_id == Webhook.id,
            WebhookDelivery.state == Sent.WAITING.value,
        )
        .scalar_subquery()
    )
    rows: Any = db.session.execute(
        select(
            Webhook.id,
            Webhook.key,
            Webhook.client_id,
            ApiClient.key,
            ApiClient.person_id,
            Person.name,
            ApiClient.scopes,
            ApiClient.expires_at,
            ApiClient.withdrawn_at,
            ApiClient.unit_id,
            Unit.name,
            Webhook.made_by,
            maker.name,
            maker.email,
            maker.language,
            maker.left_at,
            Webhook.address,
            Webhook.events,
            Webhook.state,
            Webhook.salt,
            Webhook.old_salt,
            Webhook.old_until,
            Webhook.rest_until,
            Webhook.created_at,
            waiting,
        )
        .join(ApiClient, ApiClient.id == Webhook.client_id)
        .join(Person, Person.id == ApiClient.person_id)
        .join(maker, maker.id == Webhook.made_by)
        .outerjoin(Unit, Unit.id == ApiClient.unit_id)
        .where(Webhook.deleted_at.is_(None), Webhook.id > after, *conditions)
        .order_by(Webhook.id)
        .limit(limit)
    )
    return [_hook(row) for row in rows]


def _hook(row: Any) -> KeptHook:
    values = list(row)
    values[6], values[10], values[17] = tuple(values[6]), values[10] or "", tuple(values[17])
    return KeptHook(*values)


def listing(scope: Scope, *, limit: int = MOST, after: int = 0) -> list[KeptHook]:
    """Hooks of the clients in the scope, by their numbers, from after one."""
    return _read(_within(scope), limit=limit, after=after)


def by_key(scope: Scope, key: str) -> KeptHook | None:
    """The hook with that key, if its client is in the scope."""
    found = _read(_within(scope), Webhook.key == key, limit=1)
    return found[0] if found else None


def by_id(number: int) -> KeptHook | None:
    """The hook with that number, if it was not deleted."""
    found = _read(Webhook.id == number, limit=1)
    return found[0] if found else None


def told_of(event: str, now: datetime) -> list[KeptHook]:
    """The hooks that are told of such an event, whose clients can still ask."""
    found = _read(ApiClient.withdrawn_at.is_(None), ApiClient.expires_at > now)
    return [hook for hook in found if event in hook.events]


def any_at_all() -> bool:
    """Whether there is any hook."""
    query = select(Webhook.id).where(Webhook.deleted_at.is_(None)).limit(1)
    return db.session.execute(query).first() is not None


def count_of(client_id: int) -> int:
    """How many hooks a client has."""
    query = select(func.count()).where(Webhook.client_id == client_id, Webhook.deleted_at.is_(None))
    return int(db.session.execute(query).scalar_one())


def add(values: Mapping[str, Any]) -> int:
    """Keep a new hook; its number."""
    begin_write()
    row = Webhook(**values)
    db.session.add(row)
    db.session.flush()  # for its number
    return row.id


def change(hook_id: int, **values: Any) -> None:
    """Change a hook."""
    begin_write()
    db.session.execute(update(Webhook).where(Webhook.id == hook_id).values(**values))


def mark_failing(hook_id: int) -> bool:
    """A hook is left alone from now on; False if it was so already."""
    begin_write()
    done = db.session.execute(
        update(Webhook)
        .where(Webhook.id == hook_id, Webhook.state == State.ACTIVE.value)
        .values(state=State.FAILING.value)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def remove(hook_id: int, now: datetime) -> None:
    """A hook is told nothing more; what waited for it is forgotten."""
    begin_write()
    db.session.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == hook_id))
    db.session.execute(update(Webhook).where(Webhook.id == hook_id).values(deleted_at=now))


def deliver(values: Mapping[str, Any]) -> int | None:
    """Keep a delivery; its number, or None if the hook is told this already."""
    begin_write()
    if not insert_or_skip(
        WebhookDelivery, {"state": Sent.WAITING.value, "tries": 0, "fault": "", **values}
    ):
        return None
    query = select(WebhookDelivery.id).where(WebhookDelivery.key == values["key"])
    return int(db.session.execute(query).scalar_one())


_DELIVERY = (
    WebhookDelivery.id,
    WebhookDelivery.key,
    WebhookDelivery.webhook_id,
    WebhookDelivery.event,
    WebhookDelivery.body,
    WebhookDelivery.state,
    WebhookDelivery.tries,
    WebhookDelivery.status,
    WebhookDelivery.fault,
    WebhookDelivery.made_at,
    WebhookDelivery.tried_at,
    WebhookDelivery.next_at,
)


def delivery(number: int) -> KeptDelivery | None:
    """The delivery with that number."""
    row = db.session.execute(select(*_DELIVERY).where(WebhookDelivery.id == number)).first()
    return KeptDelivery(*row) if row else None


def deliveries(hook_id: int, *, limit: int, before: int = 0) -> list[KeptDelivery]:
    """What a hook was told, newest first."""
    query = select(*_DELIVERY).where(WebhookDelivery.webhook_id == hook_id)
    if before:
        query = query.where(WebhookDelivery.id < before)
    rows = db.session.execute(query.order_by(WebhookDelivery.id.desc()).limit(limit))
    return [KeptDelivery(*row) for row in rows]


def waiting(hook_id: int, *, after: int, limit: int) -> list[int]:
    """The numbers of what waits for a hook, oldest first."""
    return list(
        db.session.scalars(
            select(WebhookDelivery.id)
            .where(
                WebhookDelivery.webhook_id == hook_id,
                WebhookDelivery.state == Sent.WAITING.value,
                WebhookDelivery.id > after,
            )
            .order_by(WebhookDelivery.id)
            .limit(limit)
        )
    )


def begin_anew(delivery_ids: Collection[int], now: datetime) -> None:
    """What waits is tried from the beginning."""
    begin_write()
    db.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id.in_(delivery_ids))
        .values(next_at=now, tries=0)
        .execution_options(synchronize_session=False)
    )


def settle(delivery_id: int, values: Mapping[str, Any]) -> bool:
    """Keep what became of a waiting delivery; False if it does not wait any more."""
    begin_write()
    done = db.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id, WebhookDelivery.state == Sent.WAITING.value)
        .values(**values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def forget_before(moment: datetime) -> int:
    """Delete deliveries that were made before; how many."""
    begin_write()
    done = db.session.execute(delete(WebhookDelivery).where(WebhookDelivery.made_at < moment))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete's result counts rows
