"""What a link to a record shows. It opens by a button, so that no program opens it by itself."""

from dataclasses import dataclass

from flask import current_app, g, request
from werkzeug.wrappers import Response

from elearn.core.errors import TooMany
from elearn.services import shares as service
from elearn.services.guarding import Origin
from elearn.web.public import blueprint
from elearn.web.shared.errors import error_response
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """A link before it is opened, or one that shows nothing; `token` is part of its address."""

    token: str


@blueprint.get("/shared/<token>")
@reachable_by(Audience.PUBLIC)
def shared(token: str) -> Response:
    """Asks whether to open it. The same page for every link, good or bad."""
    return _hidden(page_response("public/shared_closed.html", ClosedPage(token), asked=False))


@blueprint.post("/shared/<token>")
@reachable_by(Audience.PUBLIC)
def open_shared(token: str) -> Response:
    """What the link shows."""
    origin = Origin(current_app.config["SECRET_KEY"], request.remote_addr)
    try:
        page = service.open_share(token, g.actor, origin, now=now())
    except TooMany as error:
        answer = error_response(error.status)
        answer.headers["Retry-After"] = str(error.details["wait"])
        return _hidden(answer)
    if page is None:
        closed = ClosedPage(token)
        return _hidden(page_response("public/shared_closed.html", closed, status=404, asked=True))
    return _hidden(page_response("public/shared.html", page))


def _hidden(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
