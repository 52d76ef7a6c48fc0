"""What my institution asks of me."""

from flask import g

from elearn.services import my_duties as service
from elearn.web.learner import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import render
from elearn.web.shared.session import now


@blueprint.get("/learning/duties")
@reachable_by(Audience.SIGNED_IN)
def duties() -> str:
    """What I must hold by when, what excuses me, and what I learnt elsewhere."""
    g.nav = "learner.my_learning"
    page = service.my_duties(g.actor, current_language(), now=now())
    return render("learner/duties.html", page)
