"""Records that hold until the law changes: of each such version, until when that is."""

from datetime import date, datetime, timedelta

from elearn.services import closings, compliance, jobs, readiness
from elearn.services.closing_letters import LawLetters
from elearn.services.jobs import JobRecord
from elearn.store import record_ends as store
from elearn.store.db import begin_write


def until(digest: str) -> date | None:
    """The last day before law changes or ends that a version cites; None if no such day is known.

    As the newest register has it; law that only begins changes nothing of what was taught.
    """
    found = readiness.touched_by(digest, date.max)
    return found[0].change.day - timedelta(days=1) if found else None


def refresh(*, now: datetime) -> int:
    """Put down for each version until when its records hold; how many are other than before."""
    wanted = {kept.id: (until(kept.digest), kept.until) for kept in store.until_law()}
    other = {number: new for number, (new, old) in wanted.items() if new != old}
    if other:
        begin_write()
        for number, day in other.items():
            store.set_until(number, day)
        compliance.concern(version_ids=other, now=now)
    return len(other)


def handler(letters: LawLetters | None) -> jobs.Handler:
    """The handler of `law` jobs: questions and quizzes first, then records."""
    keep_up = closings.handler(letters)

    def carry_on(job: JobRecord, now: datetime) -> None:
        keep_up(job, now)
        refresh(now=now)

    return carry_on
