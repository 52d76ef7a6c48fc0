"""A page record becomes a page: the shell around it, and the response."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, flash, g, get_flashed_messages, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from elearn.core.access import Action, Actor, Role, may
from elearn.web.shared.guard import Audience, fits
from elearn.web.shared.i18n import current_language
from elearn.web.shared.kept import CSRF, mark, part
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.session import form_token

STATIC = Path(__file__).parent.parent / "static"
"""The folder of the files that are the same for everybody."""
_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A link of the navigation."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that can be chosen, under its own name."""

    code: str
    name: str
    lang: str
    current: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence at the top of the page: info, ok, warn or bad."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds every page (templates/shared/base.html).

    `band` and `foot` are its top and its foot, made from the rest.
    """

    lang: str
    product: str
    nav: tuple[NavEntry, ...]
    person: str | None
    account_href: str
    sign_in_href: str
    sign_out_href: str
    languages: tuple[LanguageChoice, ...]
    language_href: str
    csrf: str
    footer: tuple[NavEntry, ...]
    path: str
    asset: Callable[[str], str]
    notices: tuple[Notice, ...] = ()
    band: Markup = _NOTHING
    foot: Markup = _NOTHING


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A refusal, as a page."""

    status: int
    title: str
    text: str
    request_id: str


@cache
def _asset_digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file, which changes when its content does."""
    return f"/static/{name}?v={_asset_digest(name)}"


def notice(kind: str, text: str) -> None:
    """Show a sentence at the top of the next page: info, ok, warn or bad."""
    flash(text, kind)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A navigation entry before translation: label, endpoint, and who sees it."""

    label: str
    endpoint: str
    seen_by: Callable[[Actor], bool]


def _nav_entries() -> tuple[_Entry, ...]:
    return (
        _Entry(_("My learning"), "learner.my_learning", lambda a: a.known),
        _Entry(_("Courses"), "learner.catalogue", lambda _a: True),
        _Entry(_("My records"), "learner.records", lambda a: a.known),
        _Entry(
            _("My people"),
            "institution.people",
            lambda a: fits(a, Audience.LEADER),
        ),
        _Entry(
            _("Compliance"),
            "institution.compliance",
            lambda a: a.has(Role.PROGRAMME_COORDINATOR) and not fits(a, Audience.LEADER),
        ),
        _Entry(_("Institutions"), "institution.units", lambda a: a.has(Role.COORDINATOR)),
        _Entry(_("Indicators"), "institution.indicators", lambda a: may(a, Action.SEE_INDICATORS)),
        _Entry(_("Packs"), "author.packs", lambda a: a.has(Role.TRAINER)),
        _Entry(
            _("Proposals"),
            "author.publications_list",
            lambda a: a.has(Role.REVIEWER) and not a.has(Role.TRAINER),
        ),
        _Entry(_("Marking"), "author.marking_queue", lambda a: a.has(Role.TRAINER)),
        _Entry(_("Administration"), "admin.people", lambda a: a.has(Role.ADMIN)),
        _Entry(_("Alumni"), "alumni.directory", lambda a: a.alumnus),
    )


def _area(endpoint: str) -> str:
    return endpoint.rsplit(".", 1)[0]


@cache
def _menu(language: str, endpoints: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Label, address and endpoint of those entries, in that language."""
    assert language
    by_endpoint = {entry.endpoint: entry for entry in _nav_entries()}
    return tuple((by_endpoint[e].label, url_for(e), e) for e in endpoints)


@cache
def _visible() -> tuple[tuple[str, Callable[[Actor], bool]], ...]:
    return tuple((entry.endpoint, entry.seen_by) for entry in _nav_entries())


@cache
def _nav(language: str, endpoints: tuple[str, ...], here: str) -> tuple[NavEntry, ...]:
    return tuple(
        NavEntry(label, href, current=endpoint == here)
        for label, href, endpoint in _menu(language, endpoints)
    )


@cache
def _footer(language: str) -> tuple[NavEntry, ...]:
    assert language
    return (
        NavEntry(_("Verify a record"), url_for("public.verify_form")),
        NavEntry(_("About"), url_for("public.about")),
        NavEntry(_("Accessibility"), url_for("public.accessibility")),
        NavEntry(_("Data protection"), url_for("public.privacy")),
    )


@cache
def _languages(current: str) -> tuple[LanguageChoice, ...]:
    return tuple(
        LanguageChoice(lang.code, lang.name, lang.tag, lang.code == current)
        for lang in LANGUAGES.values()
    )


@cache
def _addresses() -> tuple[str, str, str, str]:
    return (
        url_for("account.profile"),
        url_for("account.sign_in"),
        url_for("account.sign_out"),
        url_for("account.language"),
    )


def _notices() -> tuple[Notice, ...]:
    found: Any = get_flashed_messages(with_categories=True)  # pairs, though typed as texts
    return tuple(Notice(kind, text) for kind, text in found)


_PERSON, _PATH = mark("person"), mark("path")
_parts: dict[Any, Any] = {}
"""Bands and feet: a few for each language, kept for good."""


def shell() -> Shell:
    """What surrounds the page of this request."""
    actor: Actor = g.actor
    language = current_language()
    product: str = current_app.config["SETTINGS"].site_name
    endpoints = tuple(endpoint for endpoint, seen_by in _visible() if seen_by(actor))
    here = g.get("nav") or request.endpoint
    here = here if here in endpoints else ""
    account, sign_in, sign_out, language_href = _addresses()

    def made(person: str | None, csrf: str, path: str, **rest: Any) -> Shell:
        return Shell(
            lang=LANGUAGES[language].tag,
            product=product,
            nav=_nav(language, endpoints, here),
            person=person,
            account_href=account,
            sign_in_href=sign_in,
            sign_out_href=sign_out,
            languages=_languages(language),
            language_href=language_href,
            csrf=csrf,
            footer=_footer(language),
            path=path,
            asset=asset,
            **rest,
        )

    def marked() -> dict[str, Any]:
        return {"shell": made(_PERSON if actor.known else None, CSRF, _PATH)}

    person = actor.name if actor.known else None
    csrf, path = form_token(), request.full_path.rstrip("?")
    own = {"csrf": csrf, "path": path, "person": person or ""}
    at = (product, endpoints, here, actor.known)
    return made(
        person,
        csrf,
        path,
        notices=_notices(),
        band=part(_parts, "shared/band.html", at, marked).filled(own),
        foot=part(_parts, "shared/foot.html", at, marked).filled(own),
    )


def render(template: str, page: Any, **forms: Any) -> str:
    """A template with its page record; forms are passed by name beside it."""
    return render_template(template, page=page, shell=shell(), **forms)


def page_response(template: str, page: Any, *, status: int = 200, **forms: Any) -> Response:
    """The same as a response with a status."""
    return Response(render(template, page, **forms), status=status, mimetype="text/html")
