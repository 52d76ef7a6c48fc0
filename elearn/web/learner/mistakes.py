"""Mistakes that learners report: in an item, at a question looked back at, at a scene of a case."""

from collections.abc import Callable

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.services import enrolments, mistake_reports
from elearn.services.mistake_reports import Mistake, ReportPage
from elearn.web.learner import blueprint
from elearn.web.shared import refusals
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response, render
from elearn.web.shared.session import now


def _answer(send: Callable[[str], None], page: Callable[[], ReportPage], back: str) -> Response:
    """Keep what was sent and go back; show the form until something was said."""
    g.nav = "learner.my_learning"
    text, error = request.form.get("text", ""), ""
    if request.method == "POST":
        try:
            send(text)
        except BadInput as fault:
            error = refusals.said(fault)
        else:
            words = _(
                "Thank you. The trainers will look at it; their answer appears in your account."
            )
            notice("ok", words)
            return redirect(back, 303)
    status = 422 if error else 200
    return page_response("learner/report.html", page(), status=status, error=error, text=text)


@blueprint.route("/courses/<pack_id>/<item_id>/report", methods=["GET", "POST"])
@reachable_by(Audience.SIGNED_IN)
def report(pack_id: str, item_id: str) -> Response:
    """Say that something in an item is wrong."""
    chosen = request.values.get("block", "")

    def send(text: str) -> None:
        mistake = Mistake(item_id, chosen, current_language(), text)
        mistake_reports.report_mistake(g.actor, pack_id, mistake, now=now())

    def page() -> ReportPage:
        standing = enrolments.require_standing(g.actor, pack_id)
        return mistake_reports.report_page(standing, item_id, current_language(), chosen, now=now())

    return _answer(send, page, url_for("learner.item", pack_id=pack_id, item_id=item_id))


@blueprint.route("/attempts/<key>/<int:number>/report", methods=["GET", "POST"])
@reachable_by(Audience.SIGNED_IN)
def report_question(key: str, number: int) -> Response:
    """Say that something in a question is wrong, looking back at an attempt."""

    def send(text: str) -> None:
        mistake_reports.report_question(g.actor, key, number, text, now=now())

    def page() -> ReportPage:
        return mistake_reports.question_report_page(g.actor, key, number, now=now())

    return _answer(send, page, url_for("learner.review", key=key, _anchor=f"question-{number}"))


@blueprint.route("/cases/<key>/<int:number>/report", methods=["GET", "POST"])
@reachable_by(Audience.SIGNED_IN)
def report_scene(key: str, number: int) -> Response:
    """Say that something is wrong in the scene after so many choices; then where the go stands."""

    def send(text: str) -> None:
        mistake_reports.report_scene(g.actor, key, number, text, now=now())

    def page() -> ReportPage:
        return mistake_reports.scene_report_page(g.actor, key, number, now=now())

    if request.args.get("from") == "debrief":
        back = url_for("learner.debrief", key=key, _anchor=f"decision-{number + 1}")
    else:
        back = url_for("learner.scene", key=key)
    return _answer(send, page, back)


@blueprint.get("/my-reports")
@reachable_by(Audience.SIGNED_IN)
def own_reports() -> str:
    """What I reported, and what the trainers did about it."""
    page = mistake_reports.own_reports(g.actor, current_language(), now=now())
    return render("learner/own_reports.html", page)
