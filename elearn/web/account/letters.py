"""Letters to people, written in their own language."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g, render_template, url_for

from elearn.core.settings import Settings
from elearn.services.sign_in import Letter, ResetLink
from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES


@contextmanager
def _in_language(code: str | None) -> Iterator[None]:
    before = current_language()
    g.language = code if code in LANGUAGES else before
    try:
        yield
    finally:
        g.language = before


def _address(path: str) -> str:
    """The full address of a page; the configured one, never what the request's Host says."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url.rstrip("/") + path


def reset_letter(link: ResetLink) -> Letter:
    """The letter with the link that sets a password."""
    settings: Settings = current_app.config["SETTINGS"]
    with _in_language(link.language):
        text = render_template(
            "mail/reset.txt",
            name=link.name,
            site=settings.site_name,
            address=_address(url_for("account.reset_with_token", token=link.token)),
        )
    subject, _, body = text.strip().partition("\n")
    return Letter(subject.strip(), body.strip() + "\n")
