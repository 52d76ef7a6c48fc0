"""`elearn worker`: does what leaves the house or happens later."""

import logging
import threading
from datetime import date
from pathlib import Path
from typing import Any

import click

from elearn.cli.house import house, instance_option, moment
from elearn.services import closings, handing_in, jobs, saved_reports, webhook_sending
from elearn.services.handlers import Leisure, job_handlers
from elearn.services.transaction import transaction

_PAUSE = 2.0
_PAUSE_AFTER_FAULT = 30.0
_log = logging.getLogger("elearn.jobs")


class Worker:
    """Rounds of work, until it is told to stop."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._instance = Path(app.instance_path)
        made = job_handlers(
            app.config["SETTINGS"],
            self._instance,
            app.extensions["correction_letter"],
            app.extensions["law_letter"],
            app.extensions["ending_letter"],
            app.extensions["renewal_letter"],
            app.extensions["reminder_letter"],
        )
        reports = saved_reports.handler(app.extensions["report_speaker"])
        hooks = webhook_sending.handlers(
            app.config["SECRET_KEY"],
            webhook_sending.poster(app.config["SETTINGS"]),
            app.extensions["webhook_letter"],
        )
        self._handlers = {**made, saved_reports.JOB: reports, **hooks}
        self._tidied: date | None = None
        self._rest = Leisure()
        self._stop = threading.Event()

    def round(self) -> int:
        """Do everything that is due now; how many jobs were begun."""
        with self._app.app_context():
            now = moment()
            jobs.beat(self._instance, now)
            if self._tidied != now.date():
                with transaction():
                    jobs.ask_for_tidying(now)
                    closings.ask_daily(now)
                self._tidied = now.date()
            handing_in.hand_in_overdue(now, rest=self._rest)
            begun = 0
            while not self._stop.is_set() and jobs.run_due(self._handlers, moment(), most=1):
                begun += 1
            return begun

    def run(self) -> None:
        """Work until `stop`; whatever goes wrong in a round, the next one comes."""
        while not self._stop.is_set():
            pause = _PAUSE
            try:
                self.round()
            except Exception:  # noqa: BLE001  # a database that is away comes back
                _log.exception("a round of the worker failed")
                pause = _PAUSE_AFTER_FAULT
            self._stop.wait(pause)

    def stop(self) -> None:
        """End after the job at hand."""
        self._stop.set()


def start_worker(app: Any) -> Worker:
    """Run a worker beside the server, in a thread that ends with the process."""
    worker = Worker(app)
    threading.Thread(target=worker.run, name="worker", daemon=True).start()
    return worker


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@instance_option
def worker(once: bool, instance: str | None) -> None:
    """Send mail and do what else happens later."""
    with house(instance=instance) as app:
        working = Worker(app)
    if once:
        click.echo(f"{working.round()} jobs begun.")
        return
    click.echo("The worker is running. Press Ctrl+C to stop it.")
    try:
        working.run()
    except KeyboardInterrupt:
        working.stop()
