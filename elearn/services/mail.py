"""Letters: asked for as jobs, sent by the worker to files or over SMTP."""

import os
import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from elearn.core.errors import BadInput
from elearn.core.settings import Settings
from elearn.core.sign_in import is_email
from elearn.services import jobs

_TIMEOUT = 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def send(  # noqa: PLR0913  # what a letter has
    to: str,
    subject: str,
    text: str,
    *,
    now: datetime,
    until: datetime | None = None,
    once: str | None = None,
    stop: str = "",
) -> None:
    """Ask for a letter. It leaves after the commit, at least once, always with one Message-ID.

    Args:
        to: One e-mail address.
        subject: One line.
        text: The letter, plain text.
        now: The moment of asking.
        until: After this moment the letter is of no use and is not sent.
        once: A name; while a letter of that name is kept, asking again does nothing.
        stop: The address that ends such letters, by POST and without signing in (RFC 8058).

    Raises:
        BadInput: If the address is none, or the subject is more than one line.
    """
    if not is_email(to) or not to.isprintable():
        raise BadInput("This is not an e-mail address.", code="bad-address")
    if _CONTROL.search(subject):
        raise BadInput("A subject is one line.", code="bad-subject")
    payload = {"to": to, "subject": subject[:200], "text": text}
    if until is not None:
        payload["until"] = until.isoformat()
    if stop:
        payload["stop"] = stop
    jobs.enqueue("mail", payload, now=now, once=once)


def compose(job: jobs.JobRecord, settings: Settings) -> EmailMessage:
    """The message of a mail job. The same job always gives the same message."""
    host = urlsplit(settings.public_url).hostname or "localhost"
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = str(job.payload["to"])
    message["Subject"] = str(job.payload["subject"])
    message["Date"] = format_datetime(job.created_at)
    message["Message-ID"] = f"<elearn-{job.created_at:%Y%m%d%H%M%S}-{job.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    stop = str(job.payload.get("stop", ""))
    if stop:
        message["List-Unsubscribe"] = f"<{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(str(job.payload["text"]), charset="utf-8")
    return message


class Sender:
    """The handler of `mail` jobs."""

    def __init__(self, settings: Settings, instance: Path) -> None:
        self._settings = settings
        self._folder = instance / "mail"

    def __call__(self, job: jobs.JobRecord, now: datetime) -> None:
        """Send one letter, or let it be if its time has passed."""
        until = job.payload.get("until")
        if until and datetime.fromisoformat(str(until)) < now:
            return
        message = compose(job, self._settings)
        if self._settings.mail == "smtp":
            _over_smtp(message, self._settings.smtp_url)
        else:
            _to_file(message, job, self._folder)


def _to_file(message: EmailMessage, job: jobs.JobRecord, folder: Path) -> None:
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    path = folder / f"{job.created_at:%Y-%m-%dT%H%M%S}-{name}.eml"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    with suppress(FileNotFoundError):
        draft.unlink()
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes())
    draft.replace(path)


def smtp_connection(url: str) -> smtplib.SMTP:
    """An open, encrypted and signed-in connection to the mail server.

    Raises:
        OSError: If the server cannot be reached or refuses (smtplib's errors are OSErrors).
    """
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=_TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=_TIMEOUT)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif parts.username:
            server.close()
            raise smtplib.SMTPNotSupportedError(
                "The mail server offers no STARTTLS, so the password is not sent to it."
            )
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _over_smtp(message: EmailMessage, url: str) -> None:
    with smtp_connection(url) as server:
        server.send_message(message)


def addressee(payload: Mapping[str, object]) -> str:
    """Whom a mail job writes to, for the administrator's list."""
    return str(payload.get("to", ""))
