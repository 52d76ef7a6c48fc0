"""Sending to hooks: signed, at least once under one id, with growing pauses for three days."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from elearn.core import webhook as core
from elearn.core.settings import Settings
from elearn.core.webhook import Network, Sent, State
from elearn.interop import webhook_signature as signature
from elearn.interop.outgoing import Answer, post
from elearn.services import jobs, mail
from elearn.services.jobs import JobRecord
from elearn.services.sign_in import Letter
from elearn.services.webhook_events import SEND
from elearn.store import audit
from elearn.store import webhooks as store
from elearn.store.db import begin_write
from elearn.store.webhooks import KeptDelivery, KeptHook

__all__ = ["RESUME", "SEND"]

RESUME = "webhook-resume"
"""The kind of job that sends what waited for a hook while it was paused or failing."""

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter says of a receiver that cannot be reached. `status` is 0 without an answer."""

    language: str | None
    name: str
    client: str
    address: str
    status: int
    fault: str
    hook_key: str


Letters = Callable[[Told], Letter]
"""Writes a letter in the reader's language."""

Post = Callable[[str, bytes, Mapping[str, str]], Answer]
"""Sends a body with header fields to an address."""


def poster(settings: Settings) -> Post:
    """What sends, to public addresses and to the networks that the settings name."""
    networks: Sequence[Network] = core.read_networks(settings.webhook_networks)

    return partial(
        post,
        may_reach=lambda address: core.may_reach(address, networks),
        plain_only_to=lambda address: core.lies_in(address, networks),
    )


def handlers(
    root: str, send: Post, letters: Letters | None
) -> Mapping[str, Callable[[JobRecord, datetime], None]]:
    """The handlers of these jobs.

    Args:
        root: The site's own secret, from which those of hooks follow.
        send: What sends.
        letters: Writes to the owner of a hook that fails.
    """
    return {SEND: partial(_send, root, send, letters), RESUME: _resume}


def secrets_of(root: str, hook: KeptHook, now: datetime) -> list[bytes]:
    """The secrets that sign for a hook now: the one before, too, while both hold."""
    found = [signature.derive(root, hook.key, hook.salt)]
    if hook.old_salt and hook.old_until and now < hook.old_until:
        found.append(signature.derive(root, hook.key, hook.old_salt))
    return found


def _send(root: str, send: Post, letters: Letters | None, job: JobRecord, now: datetime) -> None:
    """Send one delivery, if it is still wanted, and keep what came of it."""
    kept = store.delivery(int(job.payload["delivery"]))
    hook = store.by_id(kept.webhook_id) if kept is not None else None
    if kept is None or hook is None or not _wanted(kept, hook, now):
        return
    if hook.rest_until is not None and now < hook.rest_until:
        jobs.enqueue(SEND, {"delivery": kept.id}, run_at=hook.rest_until, now=now)
        return
    body = json.dumps(kept.body, ensure_ascii=False, separators=(",", ":")).encode()
    fields = signature.headers(secrets_of(root, hook, now), kept.key, body, now)
    answer = send(hook.address, body, {**fields, "User-Agent": "elearn-webhooks/1"})
    begin_write()  # only now: a receiver may take its time
    again = store.by_id(hook.id)
    if again is None:
        return  # deleted meanwhile
    if core.arrived(answer.status):
        _keep_arrived(kept, again, answer, now)
    else:
        _keep_failed(kept, again, answer, letters, now)


def _wanted(kept: KeptDelivery, hook: KeptHook, now: datetime) -> bool:
    """Whether a delivery is to be sent now. Two jobs for one delivery do no harm."""
    due = kept.next_at is not None and kept.next_at <= now
    live = hook.client_withdrawn is None and now < hook.client_ends
    return kept.state == Sent.WAITING.value and due and live and hook.state == State.ACTIVE.value


def _keep_arrived(kept: KeptDelivery, hook: KeptHook, answer: Answer, now: datetime) -> None:
    values = _tried(kept, answer, now) | {"state": Sent.DELIVERED.value, "next_at": None}
    store.settle(kept.id, values | {"body": {}})
    if hook.rest_until is not None:
        store.change(hook.id, rest_until=None)


def _tried(kept: KeptDelivery, answer: Answer, now: datetime) -> dict[str, Any]:
    return {
        "tries": kept.tries + 1,
        "status": answer.status or None,
        "fault": answer.fault[:200],
        "tried_at": now,
    }


def _keep_failed(
    kept: KeptDelivery, hook: KeptHook, answer: Answer, letters: Letters | None, now: datetime
) -> None:
    values = _tried(kept, answer, now)
    pause = None if answer.status == core.GONE else core.pause_after(kept.tries + 1)
    if pause is not None:
        pause += _spread(kept)
        if store.settle(kept.id, values | {"next_at": now + pause}):
            store.change(hook.id, rest_until=now + core.REST)
            jobs.enqueue(SEND, {"delivery": kept.id}, run_at=now + pause, now=now)
        return
    # It waits on: whoever mends the receiver and resumes the hook gets everything.
    store.settle(kept.id, values | {"next_at": None})
    if store.mark_failing(hook.id):
        details: dict[str, object] = {"status": answer.status, "fault": answer.fault}
        audit.keep_act(None, "webhook-failing", f"webhook:{hook.key}", details, at=now)
        _tell_owner(hook, answer, letters, now)


def _spread(kept: KeptDelivery) -> timedelta:
    """Up to half a minute more, so that not everything comes back at one moment."""
    return timedelta(seconds=kept.id % 30)


def _tell_owner(hook: KeptHook, answer: Answer, letters: Letters | None, now: datetime) -> None:
    if letters is None or not hook.owner_email or hook.owner_left is not None:
        return
    told = Told(
        hook.owner_language,
        hook.owner,
        hook.client,
        hook.address,
        answer.status,
        answer.fault,
        hook.key,
    )
    letter = letters(told)
    mail.send(hook.owner_email, letter.subject, letter.text, now=now)


def _resume(job: JobRecord, now: datetime) -> None:
    """Ask for the sending of what waited, some at a time."""
    hook_id, after = int(job.payload["hook"]), int(job.payload["after"])
    begin_write()
    found = store.waiting(hook_id, after=after, limit=_AT_ONCE)
    store.begin_anew(found, now)
    for number in found:
        jobs.enqueue(SEND, {"delivery": number}, now=now)
    if len(found) == _AT_ONCE:
        jobs.enqueue(RESUME, {"hook": hook_id, "after": found[-1]}, now=now)
