"""What there is to learn: the catalogue, a course's page, beginning and leaving it."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import courses, enrolments
from elearn.services import my_learning as service
from elearn.web.learner import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, render
from elearn.web.shared.session import now


@blueprint.get("/courses")
@reachable_by(Audience.PUBLIC)
def catalogue() -> str:
    """Courses that can be taken, filtered by what the address says."""
    page = courses.catalogue(
        g.actor,
        current_language(),
        query=request.args.get("q", "")[:100],
        topic=request.args.get("topic", "")[:64],
        taught_in=request.args.get("language", "")[:8],
        now=now(),
    )
    return render("learner/catalogue.html", page)


@blueprint.get("/courses/<pack_id>")
@reachable_by(Audience.PUBLIC)
def course(pack_id: str) -> str:
    """A course: what it is, what it takes, where I stand."""
    g.nav = "learner.catalogue"
    page = courses.course_page(g.actor, pack_id, current_language(), now=now())
    return render("learner/course.html", page)


@blueprint.post("/courses/<pack_id>/enrol")
@reachable_by(Audience.SIGNED_IN)
def enrol(pack_id: str) -> Response:
    """Begin a course."""
    enrolments.enrol(g.actor, pack_id, now=now())
    notice("ok", _("You are enrolled. Begin whenever you like; your place is kept."))
    return redirect(url_for("learner.course", pack_id=pack_id))


@blueprint.post("/courses/<pack_id>/leave")
@reachable_by(Audience.SIGNED_IN)
def leave(pack_id: str) -> Response:
    """Leave a course."""
    enrolments.leave(g.actor, pack_id, now=now())
    notice("info", _("You have left the course. What you did is kept, and so are your records."))
    return redirect(url_for("learner.my_learning"))


@blueprint.get("/learning")
@reachable_by(Audience.SIGNED_IN)
def my_learning() -> str:
    """What I am taking, and one button that goes on where I left off."""
    page = service.my_learning(g.actor, current_language(), now=now())
    return render("learner/my_learning.html", page)
