"""A case study under way, and its debrief."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import case_pages, cases
from elearn.web.learner import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, render
from elearn.web.shared.session import now


@blueprint.get("/cases/<key>")
@reachable_by(Audience.SIGNED_IN)
def scene(key: str) -> str:
    """Where I stand in the case."""
    g.nav = "learner.my_learning"
    return render("learner/scene.html", case_pages.scene_page(g.actor, key, now=now()))


@blueprint.post("/cases/<key>")
@reachable_by(Audience.SIGNED_IN)
def choose(key: str) -> Response:
    """Take a way on."""
    choice = request.form.get("choice", "")
    step = request.form.get("step", "")
    if not choice:
        notice("warn", _("Choose what you would do first."))
    else:
        number = int(step) if step.isdecimal() and len(step) < 5 else -1
        cases.choose(g.actor, key, number, choice, now=now())
    return redirect(url_for("learner.scene", key=key))


@blueprint.get("/cases/<key>/debrief")
@reachable_by(Audience.SIGNED_IN)
def debrief(key: str) -> str | Response:
    """What the law says of each decision, and the map."""
    g.nav = "learner.my_learning"
    page = case_pages.debrief_page(g.actor, key, now=now())
    if page is None:
        return redirect(url_for("learner.scene", key=key))
    return render("learner/debrief.html", page)
