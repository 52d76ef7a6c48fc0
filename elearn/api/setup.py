"""The API in an application: its views, what is counted, and its description."""

import json
from importlib import import_module
from pkgutil import iter_modules

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from elearn.api import scim, v1
from elearn.api.description import describe
from elearn.api.limits import Limits
from elearn.api.operation import MARK
from elearn.api.scim.asking import MARK as SCIM
from elearn.core.settings import Settings

OPEN = frozenset({"api.give_token", "api.description"})
"""Views that no operation guards: for clients that know their secret, and for everybody."""


def _description() -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    text = json.dumps(describe(settings.public_url.rstrip("/")), ensure_ascii=False)
    response = Response(text, content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def init_api(app: Flask) -> frozenset[str]:
    """Install the API; the names of its views.

    Raises:
        RuntimeError: If a view declares no operation.
    """
    for module in iter_modules(v1.__path__, v1.__name__ + "."):
        import_module(module.name)
    for module in iter_modules(scim.__path__, scim.__name__ + "."):
        import_module(module.name)
    app.extensions["api_limits"] = Limits()
    app.extensions["api_description"] = describe
    app.register_blueprint(v1.blueprint)
    app.register_blueprint(scim.blueprint)
    app.add_url_rule("/api/openapi.json", "api.description", _description)
    views = {e: view for e, view in app.view_functions.items() if e.startswith("api.")}
    undeclared = [e for e, view in views.items() if e not in OPEN and not hasattr(view, MARK)]
    if undeclared:
        raise RuntimeError(f"views of the API without @operation: {', '.join(undeclared)}")
    provided = {e: view for e, view in app.view_functions.items() if e.startswith("scim.")}
    unguarded = [e for e, view in provided.items() if not hasattr(view, SCIM)]
    if unguarded:
        raise RuntimeError(f"views of SCIM without @scim_view: {', '.join(unguarded)}")

    @app.after_request
    def _say_how_often(response: Response) -> Response:
        if request.path.startswith(("/api/", "/scim/")):
            response.headers.extend(g.get("rate_headers", {}))
        return response

    return frozenset(views) | frozenset(provided)
