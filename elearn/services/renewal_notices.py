"""Letters to those whose records end: 90, 30 and 7 days before, and once they have ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from elearn.core.learning import duty, renewal
from elearn.core.learning.renewal import Stage
from elearn.services import course_titles, jobs, mail, renewing
from elearn.services.renewing import Renewal
from elearn.services.sign_in import Letter
from elearn.store import duties
from elearn.store import renewals as store
from elearn.store.db import begin_write
from elearn.store.renewals import Ending

BATCH = 50
"""So many records are looked at in one transaction."""

KIND = "renewals"
"""The kind of job."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter says to somebody whose record ends, or has ended."""

    language: str | None
    name: str
    course: str
    record_key: str
    stage: Stage
    until: date
    renewal: Renewal


Letters = Callable[[Told], Letter]
"""Writes a letter in the reader's language."""


def ask_daily(now: datetime) -> None:
    """Ask for the notices of a day, once."""
    jobs.enqueue(KIND, {"after": 0}, once=f"{KIND}-{now.date()}", now=now)


def handler(letters: Letters | None) -> jobs.Handler:
    """The handler of these jobs: some records, then another job."""

    def carry_on(job: jobs.JobRecord, now: datetime) -> None:
        begin_write()
        found = store.ending(now.date(), int(job.payload["after"]), limit=BATCH)
        for ending in found:
            _tell(ending, letters, now=now)
        if len(found) == BATCH:
            jobs.enqueue(KIND, {"after": found[-1].record_id}, now=now)

    return carry_on


def _asked(ending: Ending, day: date) -> bool:
    """Whether the course is asked of the holder: then reminders say when it is due."""
    owed = duty.owed(duties.of([ending.person_id]), day)
    return any(one.pack_id == ending.pack_id for one in owed)


def _tell(ending: Ending, letters: Letters | None, *, now: datetime) -> None:
    """Tell the holder of one record, unless they know; whoever has no mail reads it on the page."""
    stage = renewal.stage(ending.until, now.date())
    if stage is None or not store.keep_notice(ending.record_id, stage.value, at=now):
        return
    if letters is None or not ending.email or _asked(ending, now.date()):
        return
    language = ending.language or "en"
    known = renewing.ways(ending.person_id, language, now=now)
    found = renewing.renewal_of(ending.pack_id, ending.until, known, today=now.date())
    course = course_titles.title(ending.digest, ending.title, language, now.date())
    told = Told(
        ending.language,
        ending.name,
        course.plain,
        ending.record_key,
        stage,
        ending.until,
        found,
    )
    letter = letters(told)
    mail.send(ending.email, letter.subject, letter.text, now=now)
