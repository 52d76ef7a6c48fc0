"""What an administrator may do to a job besides looking at it."""

from datetime import datetime

from sqlalchemy import update

from elearn.store.db import begin_write, db
from elearn.store.jobs import DEAD, WAITING
from elearn.store.tables.jobs import Job


def give_up(job_id: int, now: datetime) -> bool:
    """A waiting job is not tried any more; False if it is not waiting."""
    begin_write()
    done = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == WAITING)
        .values(state=DEAD, finished_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows


def hurry(job_id: int, now: datetime) -> bool:
    """A waiting job is tried at once; False if it is not waiting."""
    begin_write()
    done = db.session.execute(
        update(Job).where(Job.id == job_id, Job.state == WAITING).values(run_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts rows
