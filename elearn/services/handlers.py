"""Which handler does which kind of job."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep, thread_time

from elearn.core.learning.reminding import Stages, read_stages
from elearn.core.settings import Settings
from elearn.services import (
    carrying,
    closing_letters,
    compliance,
    endings,
    impacts,
    import_drafts,
    invitations,
    jobs,
    logframes,
    moves,
    pdf_signing,
    record_law,
    record_log,
    regrading,
    reminders,
    renewal_notices,
    roster_jobs,
    rosters,
    saved_reports,
    shares,
    tokens,
    wallet_offers,
    webhook_events,
    webhook_news,
    webhooks,
)
from elearn.services.closing_letters import LawLetters
from elearn.services.jobs import Handler, JobRecord
from elearn.services.mail import Sender
from elearn.services.regrading import Letters

_GO, _RESTS, _LONGEST = 0.001, 3, 0.05
"""Work that has time computes so many seconds at a go, and rests so many times as long, at most so
many seconds."""


def job_handlers(  # noqa: PLR0913, PLR0917  # a letter each
    settings: Settings,
    instance: Path,
    letters: Letters | None = None,
    law_letters: LawLetters | None = None,
    ending_letters: endings.Letters | None = None,
    renewal_letters: renewal_notices.Letters | None = None,
    reminder_letters: reminders.Letters | None = None,
) -> Mapping[str, Handler]:
    """The handlers of this installation, by kind of job.

    `letters` writes to those corrected, `law_letters` to those concerned when law lapses,
    `ending_letters` to those whose version was stopped or withdrawn, `renewal_letters` to those
    whose record ends, `reminder_letters` to those who must hold something.
    """
    stages = Stages(read_stages(settings.remind_before), read_stages(settings.remind_after))
    return {
        "mail": Sender(settings, instance),
        "tidy": _tidy,
        pdf_signing.JOB: pdf_signing.handler,
        "correction": regrading.handler(letters),
        "law": record_law.handler(law_letters),
        record_law.KIND: record_law.refresher,
        "law-letters": closing_letters.handler(law_letters),
        "going-on": moves.handler,
        "carrying-over": carrying.handler,
        "impact": impacts.handler(Leisure()),
        "version-ended": endings.handler(ending_letters),
        compliance.KIND: compliance.handler(timedelta(days=settings.due_soon_days), Leisure()),
        renewal_notices.KIND: renewal_notices.handler(renewal_letters),
        reminders.KIND: reminders.handler(reminder_letters, stages),
        logframes.KIND: logframes.handler,
        roster_jobs.KIND: roster_jobs.handler,
        webhook_events.KIND: webhook_events.handler,
    }


class Leisure:
    """Called again and again by work that has time, lets those who read lessons meanwhile go first.

    A worker may run beside the server, in the same process, where one thread computes at a time.
    """

    def __init__(self) -> None:
        self._since = thread_time()

    def __call__(self) -> None:
        """Rest, if there was a go's worth of computing since the last rest."""
        computed = thread_time() - self._since
        if computed >= _GO:
            sleep(min(_RESTS * computed, _LONGEST))
        if not 0 <= computed < _GO:  # below zero: another thread calls than before
            self._since = thread_time()


def _tidy(job: JobRecord, now: datetime) -> None:
    """Once a day: forget what is of no use any more, and sign how the log of records stands."""
    jobs.tidy(job, now)
    import_drafts.tidy(now)
    invitations.tidy(now)
    rosters.tidy(now)
    shares.tidy(now)
    tokens.tidy(now)
    wallet_offers.tidy(now)
    moves.ask_for_those_whose_day_has_come(now)
    renewal_notices.ask_daily(now)
    reminders.ask_daily(now)
    webhook_news.ask_daily(now)
    webhooks.tidy(now)
    saved_reports.tidy(now)
    saved_reports.ask_due(now)
    logframes.ask_daily(now)
    record_log.append_missing()
    record_log.sign_head(now=now)
