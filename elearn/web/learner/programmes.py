"""Programmes, for those who take them: what is done, open, locked, and why."""

from flask import g

from elearn.services import programmes as service
from elearn.web.learner import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import render
from elearn.web.shared.session import now


@blueprint.get("/learning/programmes")
@reachable_by(Audience.SIGNED_IN)
def programmes() -> str:
    """Programmes that are offered."""
    g.nav = "learner.my_learning"
    return render("learner/programmes.html", service.programmes_page(g.actor, now=now()))


@blueprint.get("/learning/programmes/<key>")
@reachable_by(Audience.SIGNED_IN)
def programme(key: str) -> str:
    """How I stand with one."""
    g.nav = "learner.my_learning"
    page = service.taken(g.actor, key, current_language(), now=now())
    return render("learner/programme.html", page)
