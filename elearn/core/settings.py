"""The settings record: what one installation is told; refused when it makes no sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from elearn.core.errors import BadSettings
from elearn.core.ids import LANGUAGES
from elearn.core.learning.reminding import read_stages
from elearn.core.webhook import read_networks


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation is told. Each field is documented in `docs/operations.md`.

    Attributes:
        mode: `production`, `demo` or `testing`.
        instance: Folder for what this installation keeps.
        database_url: SQLAlchemy address; empty means `elearn.sqlite` in the instance folder.
        secret_key: Signs cookies and forms; at least 32 characters in production.
        public_url: Where people reach the site, such as `https://learn.example.org`.
        site_name: Shown in the header.
        language: The language shown to somebody who has not chosen one.
        time_zone: In which moments are shown and entered, such as `Europe/Sarajevo`.
        mail: `files` (written to `instance/mail`) or `smtp`.
        mail_from: Sender of mails.
        smtp_url: `smtp://user:password@host:587` or `smtps://…`, for `mail = smtp`.
        trusted_proxies: How many proxies in front add `X-Forwarded-*`; 0 trusts none.
        session_hours: A session ends after so many hours without a request.
        session_days: A session ends so many days after signing in, however busy it is.
        keys_passphrase: Encrypts the files of new signing keys; empty leaves them readable to their
            owner.
        pdf_certificate: PKCS#12 file with which certificates are signed as PDF files; empty: they
            are not.
        pdf_passphrase: What that file is encrypted with.
        timestamp_url: Timestamp service (RFC 3161) that makes those signatures last.
        timestamp_roots: PEM file with the roots of all certificates that take part in that.
        oidc_issuer: Address of the OpenID provider of the institutions; empty: nobody signs in
            through one.
        oidc_client_id: The name of this site there.
        oidc_client_secret: Its secret there.
        oidc_name: What the button to it is called, such as `Ministry of Security`.
        sqlite_synchronous: `FULL` or `NORMAL`; FULL loses nothing that was acknowledged.
        threads: Worker threads of `elearn serve`.
        max_upload_mb: Largest file that can be uploaded.
        log_format: `json` or `text`.
        four_eyes: `on`: a version is published, stopped or withdrawn, and a record revoked, once
            somebody else than its proposer has confirmed it; `off` for a site with one trainer.
        remind_before: So many days before the last day of what is asked, people are reminded.
        remind_after: So many days after it they are reminded again, and their managers told.
        due_soon_days: What is due, or ends, within so many days is shown as due soon.
        api_rate: How often one token may ask in a minute.
        webhook_networks: Networks beyond public ones to which webhooks may be sent, also by plain
            http, such as `10.20.0.0/16`; empty: only by https to public addresses.
    """

    mode: str = "production"
    instance: str = "instance"
    database_url: str = ""
    secret_key: str = ""
    public_url: str = ""
    site_name: str = "elearn"
    language: str = "en"
    time_zone: str = "UTC"
    mail: str = "files"
    mail_from: str = "elearn@localhost"
    smtp_url: str = ""
    trusted_proxies: int = 0
    session_hours: int = 12
    session_days: int = 14
    keys_passphrase: str = ""
    pdf_certificate: str = ""
    pdf_passphrase: str = ""
    timestamp_url: str = ""
    timestamp_roots: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    sqlite_synchronous: str = "FULL"
    threads: int = 4
    max_upload_mb: int = 200
    log_format: str = "json"
    four_eyes: str = "on"
    due_soon_days: int = 60
    remind_before: str = "30, 7, 1"
    remind_after: str = "1, 7, 30"
    api_rate: int = 600
    webhook_networks: str = ""

    @property
    def https(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.public_url.startswith("https://")


def variable(field_name: str) -> str:
    """The environment variable of a setting: `secret_key` → `ELEARN_SECRET_KEY`."""
    return "ELEARN_" + field_name.upper()


def _number(name: str, text: object) -> int:
    try:
        return int(str(text))
    except ValueError:
        raise BadSettings(
            f"{variable(name)} must be a whole number, not {text!r}.", details={"setting": name}
        ) from None


def read_settings(given: Mapping[str, object]) -> Settings:
    """Settings from plain names (`secret_key`) and values, checked.

    Raises:
        BadSettings: With a sentence that says which setting is wrong and what to do.
    """
    known = {f.name: f.type for f in fields(Settings)}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadSettings(
            f"There is no setting called {unknown[0]!r}. See docs/operations.md for the list.",
            details={"setting": unknown[0]},
        )
    values = {
        name: _number(name, value) if known[name] in (int, "int") else str(value)
        for name, value in given.items()
    }
    settings = Settings(**values)  # type: ignore[arg-type]  # the types were made to fit just above
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    for name, allowed in _CHOICES.items():
        value = getattr(settings, name)
        if value not in allowed:
            raise BadSettings(
                f"{variable(name)} is {value!r}; it must be one of {', '.join(allowed)}.",
                details={"setting": name},
            )
    for name, (low, high) in _RANGES.items():
        if not low <= getattr(settings, name) <= high:
            raise BadSettings(
                f"{variable(name)} must lie between {low} and {high}.", details={"setting": name}
            )
    for name, wrong, sentence in _RULES:
        if wrong(settings):
            raise BadSettings(sentence, details={"setting": name})


def _are_stages(text: str) -> bool:
    try:
        read_stages(text)
    except ValueError:
        return False
    return True


def _are_networks(text: str) -> bool:
    try:
        read_networks(text)
    except ValueError:
        return False
    return True


_CHOICES = {
    "mode": ("production", "demo", "testing"),
    "mail": ("files", "smtp"),
    "sqlite_synchronous": ("FULL", "NORMAL"),
    "log_format": ("json", "text"),
    "four_eyes": ("on", "off"),
    "language": (*LANGUAGES, "sr-Latn"),
}

_RANGES = {
    "trusted_proxies": (0, 5),
    "session_hours": (1, 720),
    "session_days": (1, 365),
    "threads": (1, 256),
    "max_upload_mb": (1, 1024),
    "due_soon_days": (1, 365),
    "api_rate": (1, 100_000),
}


def _is_private_or_tls(address: str) -> bool:
    """Whether what is sent to that address cannot be read on the way."""
    parts = urlsplit(address)
    here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))


_RULES: tuple[tuple[str, Callable[[Settings], bool], str], ...] = (
    (
        "remind_before",
        lambda s: not _are_stages(s.remind_before),
        "ELEARN_REMIND_BEFORE must be up to ten numbers of days from 1 to 365, such as 30, 7, 1.",
    ),
    (
        "remind_after",
        lambda s: not _are_stages(s.remind_after),
        "ELEARN_REMIND_AFTER must be up to ten numbers of days from 1 to 365, such as 1, 7, 30.",
    ),
    (
        "webhook_networks",
        lambda s: not _are_networks(s.webhook_networks),
        "ELEARN_WEBHOOK_NETWORKS must be networks such as 10.20.0.0/16, with commas between.",
    ),
    (
        "secret_key",
        lambda s: s.mode == "production" and len(s.secret_key) < 32,
        (
            "ELEARN_SECRET_KEY is missing or shorter than 32 characters. Run `elearn init`, which "
            "makes one, or set it to a long random text."
        ),
    ),
    (
        "public_url",
        lambda s: s.mode == "production" and not s.https,
        (
            "ELEARN_PUBLIC_URL must start with https:// in production, so that passwords and "
            "cookies never travel in the clear. For a trial on this machine use `elearn demo`."
        ),
    ),
    (
        "public_url",
        lambda s: bool(s.public_url) and not urlsplit(s.public_url).hostname,
        "ELEARN_PUBLIC_URL must be a full address such as https://learn.example.org.",
    ),
    (
        "smtp_url",
        lambda s: s.mail == "smtp" and urlsplit(s.smtp_url).scheme not in ("smtp", "smtps"),
        "ELEARN_SMTP_URL must look like smtp://user:password@host:587 when ELEARN_MAIL is smtp.",
    ),
    (
        "timestamp_url",
        lambda s: (
            bool(s.timestamp_url)
            and not (urlsplit(s.timestamp_url).scheme in ("http", "https") and s.timestamp_roots)
        ),
        (
            "ELEARN_TIMESTAMP_URL must be a full address such as https://tsa.example.org, and "
            "ELEARN_TIMESTAMP_ROOTS must name the file with the roots."
        ),
    ),
    (
        "oidc_issuer",
        lambda s: bool(s.oidc_issuer) and not _is_private_or_tls(s.oidc_issuer),
        "ELEARN_OIDC_ISSUER must be a full address such as https://login.example.org.",
    ),
    (
        "oidc_issuer",
        lambda s: (
            bool(s.oidc_issuer)
            and not (s.oidc_client_id and s.oidc_client_secret and s.oidc_name and s.public_url)
        ),
        (
            "With ELEARN_OIDC_ISSUER, set ELEARN_OIDC_CLIENT_ID, ELEARN_OIDC_CLIENT_SECRET, "
            "ELEARN_OIDC_NAME and ELEARN_PUBLIC_URL, too."
        ),
    ),
)
