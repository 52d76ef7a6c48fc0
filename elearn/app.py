"""The application: settings, extensions, blueprints, error map, one transaction per request."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from elearn.api.problems import answer_for
from elearn.api.setup import init_api
from elearn.core.settings import Settings, read_settings
from elearn.services import site
from elearn.services.saved_reports import Speaker
from elearn.store import tables  # noqa: F401  # makes every table known to migrations
from elearn.store.db import db, end_transaction, engine_options, prepare_engine
from elearn.store.refusals import speak_plainly
from elearn.web import blueprints
from elearn.web.shared import logs
from elearn.web.shared.errors import init_errors
from elearn.web.shared.formats import init_formats
from elearn.web.shared.guard import (
    Audience,
    for_machines,
    init_guard,
    is_for_machines,
    reachable_by,
)
from elearn.web.shared.headers import init_headers
from elearn.web.shared.i18n import init_i18n
from elearn.web.shared.indicator_words import indicator_words
from elearn.web.shared.kept import init_kept
from elearn.web.shared.letters import (
    correction_letter,
    ending_letter,
    invitation_letter,
    law_given_letter,
    law_letter,
    reminder_letter,
    renewal_letter,
    report_letter,
    webhook_letter,
)
from elearn.web.shared.provider import init_provider
from elearn.web.shared.record_words import init_record_words
from elearn.web.shared.report_words import report_words
from elearn.web.shared.roster_headings import roster_headings
from elearn.web.shared.session import init_session
from elearn.web.shared.zone import init_zone

MIGRATIONS = Path(__file__).parent.parent / "migrations"
PACKAGED_MIGRATIONS = Path(__file__).parent / "migrations"


class Application(Flask):
    """Flask, with one transaction around each view."""

    jinja_options = {**Flask.jinja_options, "undefined": StrictUndefined}  # noqa: RUF012  # Flask's own attribute

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: none of ours is a coroutine, and each request would ask of all."""
        return func

    def dispatch_request(self) -> ResponseReturnValue:
        """The view, its page and then the commit; whatever is raised rolls back."""
        if request.endpoint == "static":
            return super().dispatch_request()
        try:
            answer = super().dispatch_request()
            end_transaction()
        except BaseException:
            db.session.rollback()
            raise
        return answer


def migrations_folder() -> Path:
    """Where the migrations stand: beside the package in a checkout, inside it when installed."""
    return PACKAGED_MIGRATIONS if PACKAGED_MIGRATIONS.exists() else MIGRATIONS


def create_app(given: Mapping[str, object] | Settings) -> Application:
    """The WSGI application for these settings.

    Raises:
        BadSettings: If the settings make no sense.
    """
    settings = given if isinstance(given, Settings) else read_settings(given)
    instance = Path(settings.instance).resolve()
    site.prepare_instance(instance)
    app = Application(
        "elearn.web", instance_path=str(instance), static_folder="static", static_url_path="/static"
    )
    app.config.update(_config(settings, instance))
    logs.init_logs(app, settings)
    _init_store(app, settings)
    init_i18n(app)
    init_zone(app, settings)
    init_formats(app)
    init_record_words(app)
    init_kept(app)
    init_session(app)
    init_provider(app, settings)
    tokens = CSRFProtect(app)
    init_headers(app, settings)
    Compress(app)
    init_errors(app, answer_for)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    for endpoint in init_api(app):  # programs are known by their tokens: elearn.api guards itself
        for_machines(reachable_by(Audience.PUBLIC)(app.view_functions[endpoint]))
    init_guard(app)
    for endpoint, view in app.view_functions.items():
        if is_for_machines(app, endpoint):
            tokens.exempt(view)
    app.extensions["correction_letter"] = correction_letter  # for jobs and commands
    app.extensions["law_given_letter"] = law_given_letter
    app.extensions["law_letter"] = law_letter
    app.extensions["ending_letter"] = ending_letter
    app.extensions["renewal_letter"] = renewal_letter
    app.extensions["reminder_letter"] = reminder_letter
    app.extensions["invitation_letter"] = invitation_letter
    app.extensions["webhook_letter"] = webhook_letter
    app.extensions["roster_headings"] = roster_headings
    app.extensions["indicator_words"] = indicator_words
    app.extensions["report_speaker"] = Speaker(report_words, report_letter)
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _config(settings: Settings, instance: Path) -> dict[str, object]:
    url = settings.database_url or f"sqlite:///{(instance / 'elearn.sqlite').as_posix()}"
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key or secrets.token_hex(32),  # a trial's, until it ends
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        # The prefix lets no neighbouring subdomain plant a session of its own.
        "SESSION_COOKIE_NAME": "__Host-elearn" if settings.https else "elearn",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "MAX_CONTENT_LENGTH": 512 * 1024,  # no form is larger; the upload of packs has its own
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 2000,
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_MIN_SIZE": 500,
    }


def _init_store(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(migrations_folder()), compare_type=True, render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine, synchronous=settings.sqlite_synchronous)
        speak_plainly(db.engine)
