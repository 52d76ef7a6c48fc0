"""Signing in through the OpenID provider of an institution: there, and back."""

import logging
from typing import Any

from flask import abort, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import identities, joining
from elearn.services.identities import Claimed
from elearn.services.sign_in import SignedIn
from elearn.web.account import blueprint
from elearn.web.account.addresses import local_path, secret
from elearn.web.shared import session
from elearn.web.shared.addresses import for_others
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.provider import provider, provider_name
from elearn.web.shared.render import notice

_NEXT = "provider-next"
_INVITATION = "provider-invitation"
_log = logging.getLogger("elearn.sign-in")


@blueprint.get("/sign-in/provider")
@reachable_by(Audience.PUBLIC)
def to_provider() -> Response:
    """Go to the provider."""
    client = provider() or abort(404)
    try:
        back = for_others(url_for("account.from_provider"))
        there: Response = client.authorize_redirect(back)
    except Exception:  # noqa: BLE001  # whatever is wrong there, people are told the same
        return _failed()
    cookie[_NEXT] = local_path(request.args.get("next")) or ""
    cookie[_INVITATION] = request.args.get("invitation", "")[:100]
    return there


@blueprint.get("/sign-in/provider/back")
@reachable_by(Audience.PUBLIC)
def from_provider() -> Response:
    """Come back from the provider, with a code for a token that says who it is."""
    client = provider() or abort(404)
    following = local_path(cookie.pop(_NEXT, "")) or url_for("public.home")
    invitation = cookie.pop(_INVITATION, "")
    if request.args.get("error") == "access_denied":
        notice("info", _("You did not sign in at %(name)s.", name=provider_name()))
        return redirect(url_for("account.sign_in"))
    try:
        claims = client.authorize_access_token()["userinfo"]
    except Exception:  # noqa: BLE001  # an old or foreign answer, a broken token, no answer
        return _failed()
    claimed = _claimed(client, claims)
    result = identities.sign_in(claimed, now=session.now()) or _invited(invitation, claimed)
    if result is None and invitation:
        notice("warn", _other_address())
        return redirect(url_for("account.invitation", token=invitation))
    if result is None:
        notice(
            "warn",
            _(
                "%(name)s knows you, but there is no account for you here. Ask your coordinator "
                "to add you with the same e-mail address, or sign in with your password.",
                name=provider_name(),
            ),
        )
        return redirect(url_for("account.sign_in"))
    session.sign_in(result.actor, result.epoch)
    return redirect(following, 303)


def _invited(token: str, claimed: Claimed) -> SignedIn | None:
    """The account that somebody has by an invitation, for whom the provider vouches."""
    if not token:
        return None
    return joining.accept_by_provider(token, claimed, secret=secret(), now=session.now())


def _other_address() -> str:
    return _(
        "%(name)s does not know you under the address to which this invitation was sent. Choose a "
        "password instead, or ask for an invitation to the other address.",
        name=provider_name(),
    )


def _claimed(client: Any, claims: Any) -> Claimed:
    verified = claims.get("email_verified") is True
    email = claims.get("email") if verified else ""
    return Claimed(client.server_metadata["issuer"], str(claims["sub"]), str(email or ""))


def _failed() -> Response:
    _log.warning("signing in through the provider failed", exc_info=True)
    notice(
        "warn",
        _(
            "Signing in through %(name)s did not work. Try again, or sign in with your password.",
            name=provider_name(),
        ),
    )
    return redirect(url_for("account.sign_in"))
