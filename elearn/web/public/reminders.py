"""The link in a letter that ends reminders of what is not compulsory. It works signed out too.

Opening it changes nothing (programs open links); a button does. Mail programs may press it for
their reader (RFC 8058), so it wants no session and no form's token: the link itself is signed.
"""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import reminders as service
from elearn.web.public import blueprint
from elearn.web.shared.guard import Audience, for_machines, reachable_by
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


@dataclass(frozen=True, slots=True)
class StopPage:
    """The page behind the link. `stopped`: reminders have ended; None: the link is none."""

    token: str
    stopped: bool | None


@blueprint.get("/reminders/<token>")
@reachable_by(Audience.PUBLIC)
def reminders(token: str) -> Response:
    """Asks whether to end them."""
    found = service.stopped(current_app.config["SECRET_KEY"], token)
    page = StopPage(token, found)
    status = 404 if found is None else 200
    response = page_response("public/reminders.html", page, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.post("/reminders/<token>")
@for_machines
@reachable_by(Audience.PUBLIC)
def stop_reminders(token: str) -> Response:
    """Ends them, or lets them come again."""
    again = request.form.get("again") == "1"
    if not service.stop(current_app.config["SECRET_KEY"], token, go_on=again, now=now()):
        return Response(_("This link is not complete."), status=400, mimetype="text/plain")
    response = Response(status=303)
    response.headers["Location"] = url_for("public.reminders", token=token)
    return response
