"""Courses in figures for trainers."""

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import course_figures as service
from elearn.web.author import blueprint
from elearn.web.shared import course_figures
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.session import now


@blueprint.get("/packs/figures")
@reachable_by(Audience.TRAINER)
def figures() -> Response:
    """How people go through a course. It names nobody."""
    g.nav = "author.packs"
    asked = course_figures.read_filter(request.args)
    page = service.for_trainer(g.actor, asked, current_language(), now=now())
    way = [(_("Packs"), url_for("author.packs"))]
    return course_figures.response(page, "author.figures", way)
