"""The verifier: checks what somebody brings, in the browser where script runs, else here."""

import hashlib
import json
from dataclasses import dataclass, replace

from flask import abort, current_app, g, jsonify, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.access import NOBODY
from elearn.core.settings import Settings
from elearn.services import trust as trust_service
from elearn.services import verifier
from elearn.services.guarding import Origin
from elearn.services.trust import Issuer
from elearn.services.verifier import CheckedPage
from elearn.web.public import blueprint, verify_words
from elearn.web.public.one_file import one_file_page
from elearn.web.shared.files import attached
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.headers import allow_camera
from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.record_words import every_word, until_law_word
from elearn.web.shared.render import STATIC, asset, page_response, render
from elearn.web.shared.session import now

_SCOPE = "/verify"
_WORKER = STATIC / "verify" / "worker.js"
_NOT_KEPT = ("verify/worker.js", "verify/file.js")
"""Modules that the page does not use."""


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """The forms, and what the script says.

    Attributes:
        language: The code of the language of the page.
        dates: How its dates are written: a BCP 47 tag with the country.
        words: Texts for the script, by name.
        missing: Whether the form came back because no code was entered.
    """

    language: str
    dates: str
    words: dict[str, str]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class VerdictPage:
    """What came of a check, in words: `look` is ok, warn, bad or none."""

    look: str
    sign: str
    title: str
    reason: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    kid: str = ""
    name_fits: bool | None = None


def verify_page(*, missing: bool = False) -> Response:
    """The page with its forms; it alone may use the camera."""
    language = LANGUAGES[current_language()]
    dates = str(language.locale).replace("_", "-")
    page = VerifyPage(language.code, dates, _words(), missing)
    return allow_camera(page_response("public/verify_form.html", page))


@blueprint.post("/verify/check")
@reachable_by(Audience.PUBLIC)
def check() -> Response:
    """Check a file or a text, for those whose browser does not."""
    sent = request.files.get("file")
    content = sent.read(verifier.MOST_BYTES + 1) if sent else b""
    content = content or request.form.get("text", "").encode()
    if not content.strip():
        return verify_page()
    origin = Origin(current_app.config["SECRET_KEY"], request.remote_addr)
    found = verifier.check(content, request.form.get("name", "")[:200], origin, now=now())
    return page_response("public/verify_checked.html", _verdict(found))


@blueprint.get("/verify/trust.json")
@reachable_by(Audience.PUBLIC)
def trust() -> Response:
    """The site's keys, and the list of what holds no more."""
    return jsonify(trust_service.document(issuer(), now=now()))


@blueprint.get("/verify/kept/<language>")
@reachable_by(Audience.PUBLIC)
def kept(language: str) -> Response:
    """The page as it is kept for times without a network: in a language, and for nobody."""
    if language not in LANGUAGES:
        abort(404)
    g.actor, g.language = NOBODY, language
    return verify_page()


@blueprint.get("/verify/worker.js")
@reachable_by(Audience.PUBLIC)
def worker() -> Response:
    """The service worker that keeps the verifier: its list of files, then its program."""
    files = ["/verify/trust.json", *_files()]
    program = _WORKER.read_text(encoding="utf-8")
    contents = json.dumps([files, _digest(), program])
    version = hashlib.sha256(contents.encode()).hexdigest()[:16]
    head = f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(files)};\n"
    response = Response(head + program, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = _SCOPE
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/verify/verifier.html")
@reachable_by(Audience.PUBLIC)
def one_file() -> Response:
    """The verifier as one file to keep, with the keys and the list of today."""
    language = LANGUAGES[current_language()]
    trusted = trust_service.document(issuer(), now=now())
    kids = tuple(trust_service.fingerprints())
    page = one_file_page(_words(), str(language.locale).replace("_", "-"), trusted, kids)
    content = render("public/verifier_file.html", page).strip().encode()
    response = attached(content, "text/html", f"verifier-{now():%Y-%m-%d}.html")
    response.headers["Content-Security-Policy"] = page.policy
    return allow_camera(response)


def issuer() -> Issuer:
    """Who issues here."""
    settings: Settings = current_app.config["SETTINGS"]
    return Issuer(settings.public_url or request.host_url.rstrip("/"), settings.site_name)


def _modules() -> list[str]:
    folder = STATIC / "verify"
    found = (path.relative_to(STATIC).as_posix() for path in folder.rglob("*.js"))
    return sorted(name for name in found if name not in _NOT_KEPT)


def _files() -> list[str]:
    shown = ("app.css", "app.js", "icon.svg", "verify/page.js")
    return [asset(name) for name in shown] + [f"/static/{name}" for name in _modules()]


def _digest() -> str:
    whole = hashlib.sha256()
    for name in _modules():
        whole.update((STATIC / name).read_bytes())
    return whole.hexdigest()


def _words() -> dict[str, str]:
    titles = {f"status-{name}": title for name, (_look, _sign, title) in _looks().items()}
    return {
        **titles,
        **{f"reason-{code}": text for code, text in verify_words.reasons().items()},
        **{f"fact-{key}": text for key, text in verify_words.labels().items()},
        **{f"{fact}-{code}": text for fact, code, text in every_word()},
        **{f"language-{code}": language.name for code, language in LANGUAGES.items()},
        "no-end": _("no end"),
        "until-law": until_law_word(),
        "name-fits": _("The name fits: the record was issued to the name that you entered."),
        "name-differs": _("The name does not fit: the record was issued to another name."),
        **{f"about-{kind}": text for kind, text in verify_words.about().items()},
        "since": _("Keys and list of withdrawn records as of {moment}."),
        "key": _("Signed with the key {key}"),
    }


def _looks() -> dict[str, tuple[str, str, str]]:
    return {
        "valid": ("ok", "✓", _("This record is valid")),
        "expired": ("warn", "!", _("This record has expired")),
        "superseded": ("warn", "↻", _("This record was replaced by a newer one")),
        "revoked": ("bad", "✕", _("This record was revoked")),
        "refused": ("bad", "✕", _("This cannot be trusted")),
        "unreadable": ("none", "?", _("This cannot be read")),
    }


_UNREADABLE = frozenset({"artefact-unknown", "essentials-newer", "records-several"})


def _verdict(found: CheckedPage) -> VerdictPage:
    if found.status is None:
        name = "unreadable" if found.refused in _UNREADABLE else "refused"
        return VerdictPage(*_looks()[name], reason=verify_words.reason(found.refused, found.fact))
    page = VerdictPage(
        *_looks()[found.status.value],
        rows=tuple(verify_words.rows(found.facts)),
        kid=found.kid,
        name_fits=found.name_fits,
    )
    return replace(page, reason=_words().get(f"about-{found.kind}", ""))
