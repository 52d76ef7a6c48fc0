"""Records that hold until the law changes: of each such version, until when that is."""

from datetime import date, datetime, timedelta

from elearn.services import closings, compliance, jobs, readiness
from elearn.services.closing_letters import LawLetters
from elearn.services.jobs import JobRecord
from elearn.services.readiness import Right
from elearn.store import record_ends as store
from elearn.store.db import begin_write

KIND = "law-ends"
"""The kind of job."""


def until(digest: str, right: Right = frozenset()) -> date | None:
    """The last day before law changes or ends that a version cites; None if no such day is known.

    As the newest register has it; law that only begins changes nothing of what was taught, nor does
    a change under which all that the version says was found to be right still (`right`).
    """
    found = readiness.touched_by(digest, date.max, right)
    return found[0].change.day - timedelta(days=1) if found else None


def refresh(*, now: datetime) -> int:
    """Put down for each version until when its records hold; how many are other than before."""
    every = store.until_law()
    right = readiness.found_right([kept.id for kept in every])
    wanted = {
        kept.id: (until(kept.digest, right.get(kept.id, frozenset())), kept.until) for kept in every
    }
    other = {number: new for number, (new, old) in wanted.items() if new != old}
    if other:
        begin_write()
        for number, day in other.items():
            store.set_until(number, day)
        compliance.concern(version_ids=other, now=now)
    return len(other)


def ask(pack_id: str, *, now: datetime) -> None:
    """Ask for a look at the records of a pack, since something was decided about its law."""
    if any(kept.pack_id == pack_id for kept in store.until_law()):
        jobs.enqueue(KIND, {}, now=now)


def refresher(_job: JobRecord, now: datetime) -> None:
    """The handler of the jobs that `ask` asks for."""
    refresh(now=now)


def handler(letters: LawLetters | None) -> jobs.Handler:
    """The handler of `law` jobs: questions and quizzes first, then records."""
    keep_up = closings.handler(letters)

    def carry_on(job: JobRecord, now: datetime) -> None:
        keep_up(job, now)
        refresh(now=now)

    return carry_on
