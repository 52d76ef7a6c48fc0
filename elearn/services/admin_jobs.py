"""Jobs for an administrator: what waits, what failed for good; try again, or give up."""

from dataclasses import dataclass
from datetime import datetime

from elearn.core import access
from elearn.core.access import Action, Actor
from elearn.core.errors import NotFound
from elearn.services import jobs
from elearn.services.jobs import JobRecord
from elearn.store import audit
from elearn.store.jobs import DEAD, DONE, LEASED, WAITING
from elearn.store.pages import jobs_list as store

STATES = (DEAD, WAITING, LEASED, DONE)
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class JobsPage:
    """A page of jobs in one state, without what they carry: letters stay closed."""

    state: str
    counts: dict[str, int]
    jobs: tuple[JobRecord, ...]
    older: int
    as_of: datetime


def jobs_page(actor: Actor, state: str, *, before: int, now: datetime) -> JobsPage:
    """Jobs in a state, newest first; where none is named, the failed or else the waiting ones.

    Raises:
        NotAllowed: If the actor is no administrator.
    """
    counts = jobs.count_jobs(actor)
    if state not in STATES:
        state = DEAD if counts.get(DEAD) else WAITING
    found = jobs.list_jobs(actor, state, limit=A_PAGE + 1, after=max(0, before))
    shown = tuple(found[:A_PAGE])
    older = shown[-1].id if len(found) > A_PAGE else 0
    return JobsPage(state, {s: counts.get(s, 0) for s in STATES}, shown, older, now)


def try_again(actor: Actor, job_id: int, *, now: datetime) -> None:
    """Give a dead job another round, or try a waiting one at once.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no such job to try.
    """
    access.require(actor, Action.SEE_JOBS)
    if store.hurry(job_id, now):
        audit.keep_act(actor.person_id, "job-tried-again", f"job:{job_id}", {}, at=now)
        return
    jobs.try_again(actor, job_id, now=now)


def give_up(actor: Actor, job_id: int, *, now: datetime) -> None:
    """A waiting job is not tried any more.

    Raises:
        NotAllowed: If the actor is no administrator.
        NotFound: If there is no such waiting job.
    """
    access.require(actor, Action.SEE_JOBS)
    if not store.give_up(job_id, now):
        raise NotFound("There is no such waiting job.")
    audit.keep_act(actor.person_id, "job-given-up", f"job:{job_id}", {}, at=now)
