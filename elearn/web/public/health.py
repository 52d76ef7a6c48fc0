"""Whether the process lives, and whether it can serve."""

from werkzeug.wrappers import Response

from elearn.services import site
from elearn.web.public import blueprint
from elearn.web.shared.guard import Audience, reachable_by


@blueprint.get("/healthz")
@reachable_by(Audience.PUBLIC)
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@reachable_by(Audience.PUBLIC)
def readyz() -> Response:
    """The database answers and has the newest shape; 503 with the reason otherwise."""
    fine, reason = site.ready()
    return Response(reason + "\n", status=200 if fine else 503, mimetype="text/plain")
