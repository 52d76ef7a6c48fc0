"""What wallets ask for (OpenID for Verifiable Credential Issuance), with codes, not sessions."""

import json
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

from elearn.interop import openid4vci
from elearn.services import wallet_offers
from elearn.web.public import blueprint
from elearn.web.public.credentials import open_to_all
from elearn.web.shared.addresses import issuer
from elearn.web.shared.guard import Audience, for_machines, reachable_by
from elearn.web.shared.session import now

_MOST_LETTERS = 200


@blueprint.get("/.well-known/openid-credential-issuer")
@reachable_by(Audience.PUBLIC)
def wallet_issuer() -> Response:
    """What can be fetched here, and where."""
    made = wallet_offers.metadata(issuer(), current_app.config["SETTINGS"].site_name)
    return open_to_all(json.dumps(made), "application/json")


@blueprint.get("/.well-known/oauth-authorization-server")
@reachable_by(Audience.PUBLIC)
def wallet_server() -> Response:
    """Where tokens are given."""
    return open_to_all(json.dumps(wallet_offers.server(issuer())), "application/json")


@blueprint.post("/openid/token")
@for_machines
@reachable_by(Audience.PUBLIC)
def wallet_token() -> Response:
    """A token for the code of an offer and its number."""
    form = request.form
    if form.get("grant_type") != openid4vci.GRANT:
        return _answer({"error": "unsupported_grant_type"}, 400)
    code, pin = form.get("pre-authorized_code", ""), form.get("tx_code", "")
    if not code or not pin or len(code) + len(pin) > _MOST_LETTERS:
        return _answer({"error": "invalid_request"}, 400)
    token = wallet_offers.redeem(code, pin, now=now())
    if token is None:
        return _answer({"error": "invalid_grant"}, 400)
    seconds = int(wallet_offers.TOKEN_FOR.total_seconds())
    return _answer({"access_token": token, "token_type": "Bearer", "expires_in": seconds})


@blueprint.route("/openid/credential", methods=["OPTIONS"], provide_automatic_options=False)
@reachable_by(Audience.PUBLIC)
def wallet_may_ask() -> Response:
    """Wallets that are web pages ask first whether they may send their token."""
    response = Response(status=204)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "POST"
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    return response


@blueprint.post("/openid/credential")
@for_machines
@reachable_by(Audience.PUBLIC)
def wallet_credential() -> Response:
    """The credential, for a token."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > _MOST_LETTERS:
        return _no_token()
    asked = request.get_json(force=True, silent=True)
    wanted = asked.get("credential_configuration_id") if isinstance(asked, dict) else None
    if wanted is None:
        return _answer({"error": "invalid_credential_request"}, 400)
    if wanted not in openid4vci.CONFIGURATIONS:
        return _answer({"error": "unknown_credential_configuration"}, 400)
    found = wallet_offers.fetch(token, wanted, issuer(), now=now())
    if found is None:
        return _no_token()
    return _answer({"credentials": [{"credential": found}]})


def _no_token() -> Response:
    response = _answer({"error": "invalid_token"}, 401)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _answer(value: dict[str, Any], status: int = 200) -> Response:
    response = Response(json.dumps(value), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
