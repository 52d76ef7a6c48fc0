"""Tokens for clients: OAuth 2.0 client credentials (RFC 6749, section 4.4)."""

import json

from flask import request
from werkzeug.wrappers import Response

from elearn.api.auth import limits
from elearn.api.clock import now
from elearn.api.limits import refuse
from elearn.api.v1 import blueprint
from elearn.core.errors import BadInput
from elearn.core.rates import Rate
from elearn.core.sign_in import network_of
from elearn.services import clients

RATE = Rate(60)
"""How often one network may ask for tokens."""


def _answer(said: dict[str, object], status: int = 200) -> Response:
    response = Response(json.dumps(said), status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="elearn"'
    return response


@blueprint.post("/token")
def give_token() -> Response:
    """A short-lived token for a client that knows its secret."""
    refuse(limits().take(f"token:{network_of(request.remote_addr)}", RATE, now()))
    if request.form.get("grant_type") != "client_credentials":
        code = "unsupported_grant_type" if "grant_type" in request.form else "invalid_request"
        return _answer({"error": code}, 400)
    basic = request.authorization
    if basic is not None and basic.type == "basic":
        client, secret = basic.username or "", basic.password or ""
    else:
        client, secret = request.form.get("client_id", ""), request.form.get("client_secret", "")
    try:
        given = clients.give_access(client, secret, request.form.get("scope", ""), now=now())
    except BadInput:
        return _answer({"error": "invalid_scope"}, 400)
    if given is None:
        return _answer({"error": "invalid_client"}, 401)
    return _answer(
        {
            "access_token": given.token,
            "token_type": "Bearer",
            "expires_in": given.lasts,
            "scope": " ".join(given.scopes),
        }
    )
