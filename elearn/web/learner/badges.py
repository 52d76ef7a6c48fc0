"""My badges: a completion record as data that other programs and wallets read."""

from flask import g
from werkzeug.wrappers import Response

from elearn.services import badges as service
from elearn.web.learner import blueprint
from elearn.web.shared.addresses import issuer
from elearn.web.shared.files import attached
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.session import now


@blueprint.post("/records/<key>/badge.json")
@reachable_by(Audience.SIGNED_IN)
def badge_document(key: str) -> Response:
    """The badge of one record, as a document with a proof within."""
    text = service.my_badge_document(g.actor, key, issuer(), now=now())
    return attached(text.encode(), "application/vc", f"badge-{key}.json")


@blueprint.get("/records/<key>/european.jsonld")
@reachable_by(Audience.SIGNED_IN)
def european(key: str) -> Response:
    """One record for European Digital Credentials, for whoever awards it to seal."""
    text = service.my_european(g.actor, key, issuer())
    return attached(text.encode(), "application/ld+json", f"european-{key}.jsonld")


@blueprint.post("/records/<key>/badge.svg")
@reachable_by(Audience.SIGNED_IN)
def badge_picture(key: str) -> Response:
    """The picture of the badge of one record, with the signed badge within."""
    picture = service.my_picture(g.actor, key, issuer(), now=now())
    return attached(picture, "image/svg+xml", f"badge-{key}.svg")


@blueprint.post("/records/<key>/badge.jwt")
@reachable_by(Audience.SIGNED_IN)
def badge(key: str) -> Response:
    """The badge of one record, signed as a JSON Web Token."""
    text = service.my_badge(g.actor, key, issuer(), now=now())
    return attached(text.encode(), "application/vc+jwt", f"badge-{key}.jwt")
