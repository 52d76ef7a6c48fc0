"""What changed in a course that I take, and going on with a later version."""

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import Conflict
from elearn.services import moves, updates
from elearn.web.learner import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, render
from elearn.web.shared.session import now


@blueprint.get("/courses/<pack_id>/version/changes")
@reachable_by(Audience.SIGNED_IN)
def update(pack_id: str) -> str:
    """What changed, what it means for me, what is kept, what I can do, until when."""
    g.nav = "learner.my_learning"
    page = updates.update_page(g.actor, pack_id, current_language(), now=now())
    return render("learner/update.html", page)


@blueprint.post("/courses/<pack_id>/version/changes")
@reachable_by(Audience.SIGNED_IN)
def go_on(pack_id: str) -> Response:
    """Go on with the later version."""
    try:
        version = moves.go_on(g.actor, pack_id, now=now())
    except Conflict as error:
        notice("warn", _refusal(error))
        return redirect(url_for("learner.update", pack_id=pack_id), 303)
    notice("ok", _("You go on with version %(version)s.", version=version))
    return redirect(url_for("learner.course", pack_id=pack_id), 303)


def _refusal(error: Conflict) -> str:
    if error.code == "attempt-under-way":
        return _("An attempt of yours is under way. Finish it first, then go on.")
    return _("There is no later version to go on with.")
