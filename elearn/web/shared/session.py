"""Who is asking: the signed-in person behind a cookie, and their language."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

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
    session["at"] = int(now().timestamp())
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
    _end_when_idle()
    g.actor = current_user.actor if current_user.is_authenticated else NOBODY
    chosen = g.actor.language or session.get("language")
    g.language = chosen if chosen in LANGUAGES else _from_browser()


def _from_browser() -> str:
    from flask import current_app

    settings: Settings = current_app.config["SETTINGS"]
    return best_language(request.accept_languages, settings.language)


def _end_when_idle() -> None:
    from flask import current_app

    settings: Settings = current_app.config["SETTINGS"]
    at = session.get("at")
    if at is None:
        return
    seconds = int(now().timestamp())
    if seconds - at > settings.session_hours * 3600:
        session.clear()
    elif seconds - at > _TOUCH_SECONDS:
        session["at"] = seconds


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
