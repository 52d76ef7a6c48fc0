"""Jobs: what leaves the house or happens later. Asked for with the change that needs them."""

import json
import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from elearn.core.access import Action, Actor, require
from elearn.core.errors import NotFound
from elearn.services.transaction import transaction
from elearn.store import audit, reset_tokens
from elearn.store import jobs as store
from elearn.store import sign_in as sign_in_store
from elearn.store.jobs import JobRecord

__all__ = ["Handler", "JobRecord"]

MOST_TRIES = 8
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=30)
HEARTBEAT = "worker.json"

Handler = Callable[[JobRecord, datetime], None]
_log = logging.getLogger("elearn.jobs")


class LeaseLost(RuntimeError):
    """Another worker took the job over; what this one did to the database is undone."""


def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    once: str | None = None,
    run_at: datetime | None = None,
) -> bool:
    """Ask for a job in the present transaction.

    Args:
        kind: Which handler does it.
        payload: What the handler is told; plain JSON. Emptied when the job is done.
        now: The moment of asking.
        once: A name; while a job of that name is kept, asking again does nothing.
        run_at: Not before this moment; at once by default.

    Returns:
        Whether the job is new.
    """
    return store.add(kind, payload, once=once, run_at=run_at or now, now=now)


def claim(now: datetime) -> JobRecord | None:
    """Lease the next due job for five minutes; None if nothing is due."""
    return store.lease_next(secrets.token_hex(16), now, LEASE)


def finish(job: JobRecord, now: datetime) -> None:
    """Mark a job done.

    Raises:
        LeaseLost: If it is no longer ours; the caller's transaction must roll back.
    """
    if not store.finish(job.id, job.lease or "", now):
        raise LeaseLost(f"job {job.id}")


def wait_after(tries: int) -> timedelta:
    """How long a job rests after so many failed tries: 30 s, 1 min, 2 min … up to 6 hours."""
    return min(timedelta(seconds=30 * 2 ** max(0, min(tries, 20) - 1)), timedelta(hours=6))


def fail(job: JobRecord, error: str, now: datetime) -> None:
    """A try failed: rest and try again, or give up after eight tries."""
    if job.tries >= MOST_TRIES:
        store.bury(job.id, job.lease or "", error, now)
    else:
        store.put_back(job.id, job.lease or "", error, run_at=now + wait_after(job.tries))


def run_due(handlers: Mapping[str, Handler], now: datetime, *, most: int = 100) -> int:
    """The worker's round: do what is due, each job in its own transaction; how many were begun.

    The effects of a job in the database and its being done are one transaction, so they happen
    once however often the worker falls over.
    """
    for done in range(most):
        with transaction():
            job = claim(now)
        if job is None:
            return done
        _run_one(job, handlers, now)
    return most


def _run_one(job: JobRecord, handlers: Mapping[str, Handler], now: datetime) -> None:
    try:
        with transaction():
            handlers[job.kind](job, now)
            finish(job, now)
    except LeaseLost:
        _log.warning("lease lost", extra={"job": job.id, "kind": job.kind})
    except Exception as error:  # noqa: BLE001  # whatever a handler raises must be kept with the job
        _log.exception("job failed", extra={"job": job.id, "kind": job.kind})
        words = (
            f"no handler for {job.kind!r}"
            if isinstance(error, KeyError) and job.kind not in handlers
            else f"{type(error).__name__}: {error}"
        )
        with transaction():
            fail(job, words, now)


def tidy(_job: JobRecord, now: datetime) -> None:
    """The handler of `tidy` jobs: forget what is of no use any more."""
    sign_in_store.forget_failures_before(now - timedelta(days=1))
    reset_tokens.forget_before(now - timedelta(days=1))
    store.forget_finished_before(now - KEPT)


def ask_for_tidying(now: datetime) -> None:
    """Ask for today's tidying, once a day."""
    enqueue("tidy", {}, now=now, once=f"tidy:{now.date().isoformat()}")


def beat(instance: Path, now: datetime) -> None:
    """Leave a sign that a worker is alive on this machine."""
    draft = instance / f"{HEARTBEAT}.{secrets.token_hex(8)}.part"  # there may be several workers
    draft.write_text(json.dumps({"at": now.isoformat()}), encoding="utf-8")
    try:
        draft.replace(instance / HEARTBEAT)
    except PermissionError:  # Windows, while somebody reads the last sign; the next one follows
        draft.unlink()


def last_beat(instance: Path) -> datetime | None:
    """When a worker last gave a sign on this machine; None if never."""
    try:
        at = json.loads((instance / HEARTBEAT).read_text(encoding="utf-8"))["at"]
        return datetime.fromisoformat(at).astimezone(UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def list_jobs(
    actor: Actor, state: str | None = None, *, limit: int = 50, after: int = 0
) -> list[JobRecord]:
    """Jobs for an administrator, newest first, a page at a time.

    Raises:
        NotAllowed: If the actor is no administrator.
    """
    require(actor, Action.SEE_JOBS)
    return store.listing(state, limit=min(limit, 200), after=after)


def count_jobs(actor: Actor) -> dict[str, int]:
    """How many jobs there are in each state (waiting, leased, done, dead).

    Raises:
        NotAllowed: If the actor is no administrator.
    """
    require(actor, Action.SEE_JOBS)
    return store.counts()


def try_again(actor: Actor, job_id: int, *, now: datetime) -> None:
    """Give a dead job another round.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no dead job with that number.
    """
    require(actor, Action.SEE_JOBS)
    if not store.revive(job_id, now):
        raise NotFound("There is no such job to try again.")
    audit.keep_act(actor.person_id, "job-tried-again", f"job:{job_id}", {}, at=now)
