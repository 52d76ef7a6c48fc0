"""What can be wrong with an installation, and how to mend it."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from elearn.core.pack.digest import digest
from elearn.core.settings import Settings
from elearn.interop.pades import PadesFault
from elearn.services import compliance, jobs, mail, pdf_signing
from elearn.store import blobs, health, pack_files, packs
from elearn.store import jobs as job_store
from elearn.store.pdf_signing import SigningFileFault

LEAST_SQLITE = (3, 35, 0)
LEAST_SPACE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is fine, what was seen, how to mend it."""

    subject: str
    fine: bool
    text: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    settings: Settings
    instance: Path
    settings_file: Path
    try_mail: bool
    now: datetime


def examine(
    settings: Settings, instance: Path, settings_file: Path, *, try_mail: bool, now: datetime
) -> list[Finding]:
    """Everything that was looked at. What breaks a check is itself a finding."""
    case = _Case(settings, instance, settings_file, try_mail, now)
    return [finding for check in _CHECKS for finding in _safely(check, case)]


def _safely(check: "_Check", case: _Case) -> list[Finding]:
    try:
        return list(check(case))
    except Exception as error:  # noqa: BLE001  # a check that falls over is what the doctor is for
        name = check.__name__.strip("_").replace("_", " ")
        return [Finding(name, fine=False, text=f"{type(error).__name__}: {error}")]


_Check = Callable[[_Case], Iterator[Finding]]


def _python(_case: _Case) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    fine = sys.version_info >= (3, 11)
    yield Finding("Python", fine, version, "" if fine else "Install Python 3.11 or newer.")


def _database(_case: _Case) -> Iterator[Finding]:
    fine, reason = health.ready()
    shape = "answers and has the newest shape" if fine else reason
    yield Finding("Database", fine, shape, "" if fine else "Run `elearn init`.")
    facts = health.facts()
    if facts.kind != "sqlite":
        yield Finding("Database kind", fine=True, text=facts.kind)
        return
    found = sqlite3.sqlite_version
    fine = sqlite3.sqlite_version_info >= LEAST_SQLITE
    mend = "" if fine else "Install a Python whose SQLite is 3.35 or newer."
    yield Finding("SQLite", fine, found, mend)
    fine = facts.journal == "wal"
    mend = "" if fine else "Put the instance folder on a local disk: WAL needs one."
    yield Finding("SQLite journal", fine, facts.journal, mend)


def _folder(case: _Case) -> Iterator[Finding]:
    fine = os.access(case.instance, os.W_OK)
    mend = "" if fine else "Give this account the right to write there."
    yield Finding("Instance folder", fine, str(case.instance), mend)
    if os.name == "nt":
        return
    for path in (case.instance, case.settings_file, case.instance / "elearn.sqlite"):
        if path.exists() and path.stat().st_mode & 0o077 and not _inside_private(path, case):
            mend = f"Run: chmod go-rwx {path}"
            yield Finding("Permissions", fine=False, text=f"others can read {path}", mend=mend)


def _inside_private(path: Path, case: _Case) -> bool:
    """Whether the folder around a file keeps others out already."""
    inside = path != case.instance and case.instance in path.resolve().parents
    return inside and not case.instance.stat().st_mode & 0o077


def _settings(case: _Case) -> Iterator[Finding]:
    settings = case.settings
    fine = len(settings.secret_key) >= 32
    mend = "" if fine else "Run `elearn init`, which makes one."
    yield Finding("Secret key", fine, f"{len(settings.secret_key)} characters", mend)
    fine = bool(settings.public_url)
    mend = "" if fine else "Set ELEARN_PUBLIC_URL: links in mails need it."
    yield Finding("Public address", fine, settings.public_url or "not set", mend)


def _disk(case: _Case) -> Iterator[Finding]:
    free = shutil.disk_usage(case.instance).free
    fine = free >= LEAST_SPACE
    mend = "" if fine else "Make room: below 500 MB, backups and uploads may fail."
    yield Finding("Disk space", fine, f"{free // 1024**2} MB free", mend)


def _clock(case: _Case) -> Iterator[Finding]:
    latest = health.latest_moment()
    fine = latest is None or latest <= case.now + timedelta(minutes=5)
    seen = f"{case.now:%Y-%m-%d %H:%M} UTC"
    mend = "" if fine else f"The newest entry is of {latest:%Y-%m-%d %H:%M}: set the clock."
    yield Finding("Clock", fine, seen, mend)


def _worker(case: _Case) -> Iterator[Finding]:
    beat = jobs.last_beat(case.instance)
    waiting = job_store.oldest_due(case.now - timedelta(minutes=10))
    seen = f"last seen {beat:%Y-%m-%d %H:%M} UTC" if beat else "never seen on this machine"
    last = job_store.last_finished()
    seen += f", last job done {last:%Y-%m-%d %H:%M} UTC" if last else ""
    fine = waiting is None
    mend = (
        "" if fine else "Jobs wait. Start `elearn serve` without --no-worker, or `elearn worker`."
    )
    yield Finding("Worker", fine, seen, mend)
    dead = job_store.counts().get(job_store.DEAD, 0)
    mend = "" if not dead else "See Administration, Jobs: each says what went wrong."
    yield Finding("Failed jobs", not dead, str(dead), mend)


def _mail(case: _Case) -> Iterator[Finding]:
    settings = case.settings
    if settings.mail == "files":
        yield Finding("Mail", fine=True, text=f"written to {case.instance / 'mail'}")
        return
    fine = not settings.mail_from.endswith("@localhost")
    mend = "" if fine else "Set ELEARN_MAIL_FROM to an address of your own."
    yield Finding("Mail sender", fine, settings.mail_from, mend)
    if not case.try_mail:
        yield Finding("Mail server", fine=True, text="not tried; `elearn doctor --mail` does")
        return
    try:
        with mail.smtp_connection(settings.smtp_url):
            yield Finding("Mail server", fine=True, text="answers")
    except OSError as error:
        mend = "Check ELEARN_SMTP_URL."
        yield Finding("Mail server", fine=False, text=str(error), mend=mend)


def _pdf_signing(_case: _Case) -> Iterator[Finding]:
    try:
        text = pdf_signing.check()
    except (SigningFileFault, PadesFault, ImportError) as error:
        mend = "Check ELEARN_PDF_CERTIFICATE and its companions; `pip install elearn[pades]`."
        yield Finding("Signing of PDF files", fine=False, text=str(error), mend=mend)
        return
    yield Finding("Signing of PDF files", fine=True, text=text or "not set up")


def _packs(_case: _Case) -> Iterator[Finding]:
    kept = [*packs.all_versions(), *packs.bridges()]
    for version in kept:
        trouble = _trouble_with(version.digest)
        if trouble:
            name = f"Pack {version.pack_id} {version.version}"
            mend = "Put the archive back from a backup; the same version installs again too."
            yield Finding(name, fine=False, text=trouble, mend=mend)
    yield Finding("Packs", fine=True, text=f"{len(kept)} versions looked at")


def _compliance(case: _Case) -> Iterator[Finding]:
    wrong = compliance.disagreements(case.now.date())
    text = (
        f"{wrong} units differ from a count of their people" if wrong else "sums and people agree"
    )
    mend = "Run `elearn compliance recount`." if wrong else ""
    yield Finding("Compliance", not wrong, text, mend)


def _trouble_with(wanted: str) -> str:
    try:
        files, problems = pack_files.read_archive(blobs.archive_path(wanted))
    except OSError as error:
        return f"the archive cannot be read ({error.strerror or error})"
    if problems:
        return f"the archive is damaged ({problems[0].text})"
    return "" if digest(files) == wanted else "the archive is not what was installed"


_CHECKS: tuple[_Check, ...] = (
    _python,
    _database,
    _folder,
    _settings,
    _disk,
    _clock,
    _worker,
    _mail,
    _pdf_signing,
    _packs,
    _compliance,
)
