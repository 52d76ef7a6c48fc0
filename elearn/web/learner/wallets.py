"""A record of mine into my wallet."""

from flask import g
from werkzeug.wrappers import Response

from elearn.services import wallet_offers
from elearn.web.learner import blueprint
from elearn.web.shared.addresses import issuer
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


@blueprint.post("/records/<key>/wallet")
@reachable_by(Audience.SIGNED_IN)
def wallet(key: str) -> Response:
    """Make an offer, and show it this once: what it is made of is not kept in the clear."""
    g.nav = "learner.records"
    page = wallet_offers.offer(g.actor, key, issuer(), now=now())
    return page_response("learner/wallet.html", page)
