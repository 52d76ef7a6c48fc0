"""What readers of credentials fetch: what badges are for, what was revoked. For all sites."""

import json

from werkzeug.wrappers import Response

from elearn.services import achievements, status_lists
from elearn.services.achievements import Which
from elearn.web.public import blueprint
from elearn.web.shared.addresses import issuer
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.session import now


@blueprint.get("/achievements/<digest>/<kind>/<language>")
@reachable_by(Audience.PUBLIC)
def achievement(digest: str, kind: str, language: str) -> Response:
    """What a badge is for."""
    made = achievements.document(Which(digest, kind, language), issuer(), now=now())
    return open_to_all(json.dumps(made, ensure_ascii=False, indent=1), "application/ld+json")


@blueprint.get("/achievements/<digest>/<kind>/<language>/picture.svg")
@reachable_by(Audience.PUBLIC)
def achievement_picture(digest: str, kind: str, language: str) -> Response:
    """The picture of all badges for that."""
    drawn = achievements.drawn(Which(digest, kind, language), now=now())
    return open_to_all(drawn, "image/svg+xml")


@blueprint.get("/status/<int:number>")
@reachable_by(Audience.PUBLIC)
def status_document(number: int) -> Response:
    """A status list as a document with a proof within."""
    made = status_lists.document(number, issuer(), now=now())
    return open_to_all(json.dumps(made, indent=1), "application/vc")


@blueprint.get("/status/<int:number>.jwt")
@reachable_by(Audience.PUBLIC)
def status_token(number: int) -> Response:
    """A status list as a signed token."""
    text = status_lists.token(number, issuer(), now=now())
    return open_to_all(text, "application/vc+jwt")


def open_to_all(text: str | bytes, kind: str) -> Response:
    """What scripts of other sites may read too, and keep for five minutes."""
    response = Response(text, mimetype=kind)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
