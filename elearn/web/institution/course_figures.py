"""Courses in figures for those who lead people."""

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import course_figures as service
from elearn.web.institution import blueprint
from elearn.web.shared import course_figures
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.session import now


@blueprint.get("/people/figures")
@reachable_by(Audience.LEADER)
def figures() -> Response:
    """How the leader's people go through a course. It names nobody, so no look is kept."""
    g.nav = "institution.people"
    asked = course_figures.read_filter(request.args)
    page = service.for_leader(g.actor, asked, current_language(), now=now())
    way = [(_("My people"), url_for("institution.people"))]
    return course_figures.response(page, "institution.figures", way)
