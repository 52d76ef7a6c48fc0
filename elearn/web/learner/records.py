"""My completion records."""

from flask import g, url_for

from elearn.services import records as service
from elearn.web.learner import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import render
from elearn.web.shared.session import now


@blueprint.get("/records")
@reachable_by(Audience.SIGNED_IN)
def records() -> str:
    """All my records."""
    return render("learner/records.html", service.my_records(g.actor, now=now()))


@blueprint.get("/records/<key>")
@reachable_by(Audience.SIGNED_IN)
def record(key: str) -> str:
    """One record: its facts, its code, and where a supervisor checks it."""
    g.nav = "learner.records"
    page = service.my_record(g.actor, key, now=now())
    address = url_for("public.verify", code=page.record.code, _external=True)
    return render("learner/record.html", page, address=address)
