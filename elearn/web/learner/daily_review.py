"""The daily review: a question that is due, the answer looked back at; taking part and leaving."""

from dataclasses import dataclass

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import daily_review as service
from elearn.services import daily_review_pages as pages
from elearn.services.daily_review import NO_ANSWER, Sent
from elearn.web.learner import blueprint
from elearn.web.learner.items import form_fields
from elearn.web.learner.words import answer_refusal
from elearn.web.shared import refusals
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response, render
from elearn.web.shared.session import now


@dataclass(frozen=True, slots=True)
class LeavePage:
    """Asks what is to become of cards and answers."""


def _home() -> Response:
    return redirect(url_for("learner.daily_review"))


@blueprint.get("/daily-review")
@reachable_by(Audience.SIGNED_IN)
def daily_review() -> str:
    """What is due today, and the first question of it; or what the daily review is."""
    g.nav = "learner.my_learning"
    page = pages.page(g.actor, current_language(), now=now())
    return render("learner/daily_review.html", page, error="")


@blueprint.post("/daily-review/join")
@reachable_by(Audience.SIGNED_IN)
def join_daily_review() -> Response:
    """Take part."""
    service.join(g.actor, now=now())
    return _home()


@blueprint.post("/daily-review/decline")
@reachable_by(Audience.SIGNED_IN)
def decline_daily_review() -> Response:
    """Do not be invited again."""
    service.decline(g.actor, now=now())
    notice("info", _("You will not be asked again. You find the daily review under My account."))
    return redirect(url_for("learner.my_learning"))


@blueprint.get("/daily-review/leave")
@reachable_by(Audience.SIGNED_IN)
def leave_daily_review() -> str:
    """Ask whether cards and answers are to be erased."""
    g.nav = "learner.my_learning"
    return render("learner/daily_review_leave.html", LeavePage())


@blueprint.post("/daily-review/leave")
@reachable_by(Audience.SIGNED_IN)
def end_daily_review() -> Response:
    """Take part no more."""
    erase = request.form.get("keep") != "yes"
    service.leave(g.actor, erase=erase, now=now())
    notice(
        "info",
        _("You have left the daily review. Its answers are erased.")
        if erase
        else _("You have left the daily review. If you come back, it goes on where you left."),
    )
    return redirect(url_for("learner.my_learning"))


@blueprint.post("/daily-review/<pack_id>/<question_id>")
@reachable_by(Audience.SIGNED_IN)
def answer_daily_review(pack_id: str, question_id: str) -> Response:
    """Answer a question that is due."""
    g.nav = "learner.my_learning"
    fields = form_fields()
    number = request.form.get("number", "")
    sent = Sent(
        pack_id,
        question_id,
        request.form.get("digest", ""),
        int(number) if number.isdecimal() and len(number) < 7 else 0,
        fields,
        knows=request.form.get("go") != NO_ANSWER,
    )
    try:
        key = service.answer(g.actor, sent, current_language(), now=now())
    except BadInput as error:
        page = pages.page(g.actor, current_language(), fields=fields, now=now())
        words = answer_refusal(error)
        return page_response("learner/daily_review.html", page, status=422, error=words)
    except Conflict as error:
        notice("info", refusals.said(error))
        return _home()
    return _home() if key is None else redirect(url_for("learner.daily_answer", key=key))


@blueprint.get("/daily-review/answers/<key>")
@reachable_by(Audience.SIGNED_IN)
def daily_answer(key: str) -> str:
    """An answer with what is right and why, and on to the next question."""
    g.nav = "learner.my_learning"
    return render("learner/daily_answer.html", pages.answered_page(g.actor, key, now=now()))
