"""Who is asking: the signed-in person behind a cookie, and their language."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from elearn.core.access import NOBODY, Actor
from elearn.core.settings import Settings
from elearn.services import people
from elearn.web.shared.languages import LANGUAGES, best_language

_TOUCH_SECONDS = 600


def now() -> datetime:
    """The moment of this request, read once."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login keeps: the actor, and the session's name in the cookie."""

    def __init__(self, actor: Actor, epoch: int) -> None:
        self.actor = actor
        self._id = f"{actor.key}.{epoch}"

    def get_id(self) -> str:
        """Key and epoch; a password change raises the epoch and so ends every session."""
        return self._id


def _load(session_id: str) -> Visitor | None:
    key, _, epoch = session_id.partition(".")
    signed_in = people.signed_in_person(key, epoch, now=now())
    return Visitor(signed_in.actor, signed_in.epoch) if signed_in else None


def sign_in(actor: Actor, epoch: int) -> None:
    """Begin a fresh session; nothing of the one before stays but the chosen language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = True
    session["at"] = session["since"] = int(now().timestamp())
    login_user(Visitor(actor, epoch))
    g.actor = actor


def sign_out() -> None:
    """End this session."""
    logout_user()
    session.clear()
    g.actor = NOBODY


def _begin() -> None:
    """Find out who asks and in which language, before anything else."""
    if request.endpoint == "static":
        g.actor = NOBODY
        return
    _end_when_over()
    g.actor = current_user.actor if current_user.is_authenticated else NOBODY
    chosen = g.actor.language or session.get("language")
    g.language = chosen if chosen in LANGUAGES else _from_browser()


def _from_browser() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return best_language(request.accept_languages, settings.language)


def _end_when_over() -> None:
    """End a session that nobody has used for long, or that began long ago."""
    settings: Settings = current_app.config["SETTINGS"]
    at = session.get("at")
    if at is None:
        return
    seconds = int(now().timestamp())
    idle = seconds - at > settings.session_hours * 3600
    if idle or seconds - session.get("since", at) > settings.session_days * 86_400:
        session.clear()
    elif seconds - at > _TOUCH_SECONDS:
        session["at"] = seconds
        session.setdefault("since", at)


def form_token() -> str:
    """The token that forms of this session carry against cross-site requests.

    Signed once for a session: tokens have no time limit here, and signing one for every page is
    dear (it packs and signs; see `bench pages`).
    """
    known = session.get("csrf_token")
    return _signed_token(current_app.secret_key, known) if known else str(generate_csrf())


@lru_cache(maxsize=8192)
def _signed_token(_key: object, _raw: str) -> str:
    return str(generate_csrf())


class _Sessions(SecureCookieSessionInterface):
    """Flask's own sessions; the signer is made once and not at each request."""

    _signer: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        """What signs cookies, and checks them."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


def init_session(app: Flask) -> None:
    """Install Flask-Login and the language of the request."""
    app.session_interface = _Sessions()
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)
    app.before_request(_begin)
