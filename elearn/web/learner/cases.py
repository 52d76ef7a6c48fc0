"""A case study under way, and its debrief."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.services import case_debrief, case_pages, cases
from elearn.web.learner import blueprint
from elearn.web.shared import refusals
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import render
from elearn.web.shared.session import now


@blueprint.get("/cases/<key>")
@reachable_by(Audience.SIGNED_IN)
def scene(key: str) -> str:
    """Where I stand in the case."""
    g.nav = "learner.my_learning"
    return _scene(key)


@blueprint.post("/cases/<key>")
@reachable_by(Audience.SIGNED_IN)
def choose(key: str) -> str | Response:
    """Take a way on. A form that lacks something comes back with what was written in it."""
    choice = request.form.get("choice", "")
    step = request.form.get("step", "")
    error = "" if choice else _("Choose what you would do first.")
    if choice:
        number = int(step) if step.isdecimal() and len(step) < 5 else -1
        reason = request.form.get(f"reason-{choice}") or request.form.get("reason", "")
        try:
            cases.choose(g.actor, key, number, choice, reason, now=now())
        except BadInput as fault:
            error = refusals.said(fault)
    if not error:
        return redirect(url_for("learner.scene", key=key))
    g.nav = "learner.my_learning"
    return _scene(key, error)


def _scene(key: str, error: str = "", opened: str = "") -> str:
    page = case_pages.scene_page(g.actor, key, now=now())
    opened = opened or request.args.get("open", "")
    return render("learner/scene.html", page, error=error, typed=request.form, opened=opened)


@blueprint.post("/cases/<key>/look")
@reachable_by(Audience.SIGNED_IN)
def look(key: str) -> str | Response:
    """Open an exhibit, or read a message. What was chosen and written meanwhile stays."""
    thing = request.form.get("thing", "")
    cases.look_at(g.actor, key, thing, now=now())
    if any(text for name, text in request.form.items() if name.startswith(("choice", "reason"))):
        g.nav = "learner.my_learning"
        return _scene(key, opened=thing)
    return redirect(url_for("learner.scene", key=key, open=thing, _anchor=f"thing-{thing}"))


@blueprint.get("/cases/<key>/debrief")
@reachable_by(Audience.SIGNED_IN)
def debrief(key: str) -> str | Response:
    """What the law says of each decision, and the map."""
    g.nav = "learner.my_learning"
    page = case_debrief.debrief_page(g.actor, key, now=now())
    if page is None:
        return redirect(url_for("learner.scene", key=key))
    return render("learner/debrief.html", page)
