"""Who left the service of late."""

from flask import g
from werkzeug.wrappers import Response

from elearn.services import person_history as service
from elearn.web.institution import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


@blueprint.get("/people/left")
@reachable_by(Audience.LEADER)
def leavers() -> Response:
    """Who left the service in the last year."""
    g.nav = "institution.people"
    page = service.leavers(g.actor, now=now())
    response = page_response("institution/leavers.html", page)
    service.keep_look(g.actor, page, now=now())
    return response
