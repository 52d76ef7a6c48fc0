"""Keep jobs, lease them, and say how they ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update

from elearn.store.db import begin_write, db
from elearn.store.tables.jobs import Job
from elearn.store.upsert import insert_or_skip

WAITING, LEASED, DONE, DEAD = "waiting", "leased", "done", "dead"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One job. `lease` names who holds it now; `tries` counts how often it was begun."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    state: str
    run_at: datetime
    lease: str | None
    tries: int
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


def _record(job: Job) -> JobRecord:
    return JobRecord(
        job.id,
        job.kind,
        job.payload,
        job.state,
        job.run_at,
        job.lease,
        job.tries,
        job.last_error,
        job.created_at,
        job.finished_at,
    )


def add(
    kind: str, payload: Mapping[str, Any], *, once: str | None, run_at: datetime, now: datetime
) -> bool:
    """Add a job; False if one with the same `once` is there already."""
    begin_write()
    return insert_or_skip(
        Job,
        {
            "kind": kind,
            "payload": dict(payload),
            "once": once,
            "state": WAITING,
            "run_at": run_at,
            "tries": 0,
            "created_at": now,
        },
    )


def lease_next(lease: str, now: datetime, lasts: timedelta) -> JobRecord | None:
    """Lease the job that is due longest, or whose holder was lost; None if nothing is due."""
    due = or_(
        and_(Job.state == WAITING, Job.run_at <= now),
        and_(Job.state == LEASED, Job.leased_until <= now),
    )
    if db.session.execute(select(Job.id).where(due).limit(1)).first() is None:
        return None
    begin_write()
    job = db.session.scalars(
        select(Job)
        .where(due)
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if job is None:
        return None
    job.state, job.lease, job.leased_until = LEASED, lease, now + lasts
    job.tries += 1
    db.session.flush()
    return _record(job)


def take_waiting(kind: str, told: str, now: datetime, *, limit: int) -> list[dict[str, Any]]:
    """Take the waiting jobs of a kind that are told something of that name, to do them at once.

    They are done with this transaction; what they were told. Those that another worker holds are
    left to it.
    """
    begin_write()
    found = db.session.execute(
        select(Job.id, Job.payload)
        .where(Job.state == WAITING, Job.kind == kind)
        .order_by(Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = {row.id: dict(row.payload) for row in found if told in row.payload}
    if taken:
        db.session.execute(
            update(Job)
            .where(Job.id.in_(taken))
            .values(state=DONE, payload={}, last_error=None, finished_at=now)
            .execution_options(synchronize_session=False)
        )
    return list(taken.values())


def finish(job_id: int, lease: str, now: datetime) -> bool:
    """Mark a leased job done and empty it; False if the lease was lost to another worker."""
    begin_write()
    done = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == LEASED, Job.lease == lease)
        .values(
            state=DONE, payload={}, lease=None, leased_until=None, last_error=None, finished_at=now
        )
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def put_back(job_id: int, lease: str, error: str, *, run_at: datetime) -> None:
    """A leased job failed and waits for another try."""
    begin_write()
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == LEASED, Job.lease == lease)
        .values(
            state=WAITING, lease=None, leased_until=None, last_error=error[:1000], run_at=run_at
        )
    )


def bury(job_id: int, lease: str, error: str, now: datetime) -> None:
    """A leased job failed for good; an administrator sees it."""
    begin_write()
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == LEASED, Job.lease == lease)
        .values(state=DEAD, lease=None, leased_until=None, last_error=error[:1000], finished_at=now)
    )


def revive(job_id: int, now: datetime) -> bool:
    """Give a dead job another round; False if it is not dead."""
    begin_write()
    done = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == DEAD)
        .values(state=WAITING, tries=0, run_at=now, finished_at=None)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def listing(state: str | None, *, limit: int, after: int = 0) -> list[JobRecord]:
    """Jobs, newest first; `after` is the last id of the page before."""
    rows = select(Job).order_by(Job.id.desc()).limit(limit)
    if state:
        rows = rows.where(Job.state == state)
    if after:
        rows = rows.where(Job.id < after)
    return [_record(job) for job in db.session.scalars(rows)]


def counts() -> dict[str, int]:
    """How many jobs there are in each state."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return {state: count for state, count in rows}  # noqa: C416  # rows, not pairs


def oldest_due(now: datetime) -> datetime | None:
    """Since when the longest waiting due job waits."""
    return db.session.scalar(
        select(func.min(Job.run_at)).where(Job.state == WAITING, Job.run_at <= now)
    )


def last_finished() -> datetime | None:
    """When the last job was done."""
    return db.session.scalar(select(func.max(Job.finished_at)).where(Job.state == DONE))


def forget_finished_before(moment: datetime) -> int:
    """Delete jobs that ended before; how many."""
    begin_write()
    done = db.session.execute(
        delete(Job).where(Job.state.in_((DONE, DEAD)), Job.finished_at < moment)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete's result counts rows
