"""Bridges: what has changed since I completed a course, and how to renew my record."""

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import Conflict
from elearn.services import bridges as service
from elearn.web.learner import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, render
from elearn.web.shared.session import now


@blueprint.get("/bridges/<pack_id>")
@reachable_by(Audience.SIGNED_IN)
def bridge(pack_id: str) -> str:
    """What has changed since I completed this course."""
    g.nav = "learner.my_learning"
    return render(
        "learner/bridge.html", service.page(g.actor, pack_id, current_language(), now=now())
    )


@blueprint.post("/bridges/<pack_id>")
@reachable_by(Audience.SIGNED_IN)
def begin_bridge(pack_id: str) -> Response:
    """Begin the bridge, or go on with it."""
    try:
        begun = service.start(g.actor, pack_id, now=now())
    except Conflict:
        notice("warn", _("A newer version has come. Look again at what has changed."))
        return redirect(url_for("learner.bridge", pack_id=pack_id))
    if begun is None:
        notice(
            "ok", _("Nothing has changed that you would have to learn. Your record stays as it is.")
        )
        return redirect(url_for("learner.records"))
    return redirect(url_for("learner.course", pack_id=begun))
