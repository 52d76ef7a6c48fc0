"""Who asks: the program behind a bearer token, and what its scopes let it ask."""

from flask import current_app, g, request

from elearn.api.clock import now
from elearn.api.limits import Limits, headers_of, refuse
from elearn.api.problems import NoToken
from elearn.core.errors import NotAllowed
from elearn.core.rates import Rate
from elearn.core.settings import Settings
from elearn.core.token_scopes import TokenScope
from elearn.services import clients, tokens
from elearn.services.tokens import Program


def _bearer() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def limits() -> Limits:
    """What is counted in this process."""
    found: Limits = current_app.extensions["api_limits"]
    return found


def program_for(scope: TokenScope) -> Program:
    """The program that asks, if its token has that scope and does not ask too often.

    Raises:
        NoToken: If there is no token, or it is of no use.
        TooMany: If it asks too often.
        NotAllowed: If the token does not have the scope.
    """
    token = _bearer()
    if not token:
        raise NoToken("Send a token: Authorization: Bearer …")
    asking = tokens.program(token, now=now())
    if asking is None and scope is TokenScope.SCIM:
        asking = clients.program_of_secret(token, now=now())
    if asking is None:
        raise NoToken("This token is unknown, withdrawn or over.")
    settings: Settings = current_app.config["SETTINGS"]
    rate = Rate(settings.api_rate)
    verdict = limits().take(asking.token_key, rate, now())
    g.rate_headers = headers_of(rate, verdict)
    refuse(verdict)
    if scope not in (asking.actor.scopes or ()):
        raise NotAllowed(
            "This token does not have the scope %(scope)s.",
            code="scope-missing",
            values={"scope": scope.value},
        )
    return asking
