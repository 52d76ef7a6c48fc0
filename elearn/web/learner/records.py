"""My completion records."""

from flask import current_app, g, request, url_for

from elearn.core.settings import Settings
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
    return render("learner/record.html", page, address=_address(page.record.code))


def _address(code: str) -> str:
    """Where a supervisor checks a code: on the configured site, whatever the request's Host says.

    Without TLS this is a trial on somebody's own machine, at whatever port.
    """
    settings: Settings = current_app.config["SETTINGS"]
    site = settings.public_url if settings.https else request.host_url
    return site.rstrip("/") + url_for("public.verify", code=code)
