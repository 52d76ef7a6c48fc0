"""Which hook is told what: only of people whom its client reaches, by keys and days, no names."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from elearn.core import access
from elearn.core.access import Action
from elearn.core.token_scopes import scopes_from
from elearn.core.webhook import Event, State
from elearn.services import jobs, looks, tokens
from elearn.services.jobs import JobRecord
from elearn.services.webhook_news import KIND
from elearn.store import record_events as records
from elearn.store import webhooks as store
from elearn.store.db import begin_write
from elearn.store.record_events import RecordKeys
from elearn.store.webhooks import KeptHook

__all__ = ["KIND", "handler", "keep"]

SEND = "webhook"
"""The kind of job that sends one delivery."""

BATCH = 100
"""So many records are looked at in one transaction; one delivery of changed law names as many."""

LATE = timedelta(days=7)
"""So long after its last day a record is still told of as expired, if the worker stood still."""


def handler(job: JobRecord, now: datetime) -> None:
    """Make the deliveries of some records, then ask for the others."""
    event, told = Event(str(job.payload["event"])), job.payload
    hooks = store.told_of(event.value, now)
    found = _records(event, told, now)
    if not hooks or not found:
        return
    begin_write()
    for hook in store.told_of(event.value, now):
        _tell(hook, event, told, found, now=now)
    if len(found) == BATCH and "after" in told:
        jobs.enqueue(KIND, {**told, "after": found[-1]}, now=now)


def _records(event: Event, told: Mapping[str, Any], now: datetime) -> list[int]:
    after = int(told.get("after", 0))
    if event is Event.LAW_CHANGED:
        return records.standing_on(int(told["version"]), after, limit=BATCH)
    if event is Event.RECORD_EXPIRED:
        yesterday = min(date.fromisoformat(str(told["day"])), now.date()) - timedelta(days=1)
        return records.ended(yesterday - LATE, yesterday, after, limit=BATCH)
    return [int(number) for number in told["records"]]


def _tell(
    hook: KeptHook, event: Event, told: Mapping[str, Any], found: Sequence[int], *, now: datetime
) -> None:
    actor = tokens.client_actor(
        hook.client_id,
        hook.client_person,
        hook.client_key,
        hook.unit_id,
        scopes_from(hook.client_scopes),
    )
    reach = access.scope(actor, Action.LIST_RECORDS)
    seen = records.reached(found, reach, now.date()) if reach else []
    if event is Event.RECORD_EXPIRED:
        since = hook.created_at.date()
        seen = [one for one in seen if one.valid_until is not None and one.valid_until >= since]
    if event is Event.LAW_CHANGED:
        shown = _tell_law(hook, told, seen, now=now)
    else:
        shown = [
            one
            for one in seen
            if keep(hook, event.value, f"{event.value}:{one.id}", _facts(event, one), now=now)
        ]
    looks.keep(actor, "api-webhook", {"event": event.value}, {s.person_id for s in shown}, now=now)


def _tell_law(
    hook: KeptHook, told: Mapping[str, Any], seen: Sequence[RecordKeys], *, now: datetime
) -> Sequence[RecordKeys]:
    """One delivery names all of these records; those that a hook was told of."""
    if not seen:
        return ()
    pack, version = records.version_name(int(told["version"]))
    data = {
        "pack": pack,
        "version": version,
        "law_changed_on": told["day"],
        "records": [{"record": one.key, "person": one.person} for one in seen],
    }
    about = f"{Event.LAW_CHANGED.value}:{told['version']}:{told['day']}:{told['after']}"
    return seen if keep(hook, Event.LAW_CHANGED.value, about, data, now=now) else ()


def _facts(event: Event, one: RecordKeys) -> dict[str, Any]:
    data: dict[str, Any] = {
        "record": one.key,
        "person": one.person,
        "pack": one.pack,
        "version": one.version,
    }
    if event is Event.RECORD_ISSUED:
        data |= {"issued_at": _instant(one.issued_at), "renews": one.renews}
    if event is not Event.RECORD_REVOKED:
        data["valid_until"] = one.valid_until.isoformat() if one.valid_until else None
    return data


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def keep(hook: KeptHook, event: str, about: str, data: Mapping[str, Any], *, now: datetime) -> bool:
    """Keep a delivery and ask for its sending; False if the hook is told this already.

    While a hook is paused or failing, its deliveries wait. Needs a writing transaction.
    """
    body = {"type": event, "timestamp": _instant(now), "data": dict(data)}
    number = store.deliver(
        {
            "key": "msg_" + secrets.token_urlsafe(18),
            "webhook_id": hook.id,
            "event": event,
            "about": about,
            "body": body,
            "made_at": now,
            "next_at": now,
        }
    )
    if number is None:
        return False
    if hook.state == State.ACTIVE.value:
        jobs.enqueue(SEND, {"delivery": number}, now=now)
    return True
