"""An attempt at a quiz: its questions, the summary, handing in, the review."""

from dataclasses import replace

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.services import attempts, question_forms, quiz_pages
from elearn.services.quiz_pages import QuestionPage
from elearn.web.learner import blueprint
from elearn.web.learner.items import form_fields
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response, render
from elearn.web.shared.session import now


def _review(key: str) -> Response:
    return redirect(url_for("learner.review", key=key))


def _show(page: QuestionPage, error: str = "") -> Response:
    status = 422 if error else 200
    return page_response("learner/question.html", page, status=status, error=error)


@blueprint.get("/attempts/<key>")
@reachable_by(Audience.SIGNED_IN)
def resume(key: str) -> Response:
    """Go on with an attempt: at the first question without an answer, or look over all."""
    page = quiz_pages.summary_page(g.actor, key, now=now())
    if page is None:
        return _review(key)
    if not page.unanswered:
        return redirect(url_for("learner.summary", key=key))
    return redirect(url_for("learner.question", key=key, number=page.unanswered[0]))


@blueprint.get("/attempts/<key>/<int:number>")
@reachable_by(Audience.SIGNED_IN)
def question(key: str, number: int) -> Response:
    """One question."""
    g.nav = "learner.my_learning"
    page = quiz_pages.question_page(g.actor, key, number, now=now())
    return _review(key) if page is None else _show(page)


@blueprint.post("/attempts/<key>/<int:number>")
@reachable_by(Audience.SIGNED_IN)
def answer(key: str, number: int) -> Response:
    """Keep the answer and go where the pressed button says."""
    g.nav = "learner.my_learning"
    fields = form_fields()
    try:
        in_time = attempts.answer(g.actor, key, number, fields, now=now())
    except BadInput as error:
        page = quiz_pages.question_page(g.actor, key, number, now=now())
        if page is None:
            return _review(key)
        form = question_forms.refilled(page.form, fields)
        return _show(replace(page, form=form), _(error.message))
    if not in_time:
        notice("warn", _("This quiz was handed in already; the answer does not count any more."))
        return _review(key)
    return redirect(_where(key, number, request.form.get("go", "")))


def _where(key: str, number: int, go: str) -> str:
    if go == "summary":
        return url_for("learner.summary", key=key)
    if go == "previous":
        number = max(1, number - 1)
    elif go == "next":
        number += 1
    elif go.isdecimal() and len(go) < 5:
        number = int(go)
    return url_for("learner.question", key=key, number=number)


@blueprint.post("/attempts/<key>/<int:number>/save")
@reachable_by(Audience.SIGNED_IN)
def save(key: str, number: int) -> Response:
    """Keep an answer while it is being given; for the page's script."""
    try:
        in_time = attempts.answer(g.actor, key, number, form_fields(), now=now())
    except BadInput:
        return Response(status=204)
    return Response(status=204 if in_time else 409)


@blueprint.get("/attempts/<key>/summary")
@reachable_by(Audience.SIGNED_IN)
def summary(key: str) -> str | Response:
    """What is answered and what is not."""
    g.nav = "learner.my_learning"
    page = quiz_pages.summary_page(g.actor, key, now=now())
    return _review(key) if page is None else render("learner/summary.html", page)


@blueprint.post("/attempts/<key>/finish")
@reachable_by(Audience.SIGNED_IN)
def finish(key: str) -> Response:
    """Hand in."""
    attempts.finish(g.actor, key, now=now())
    return _review(key)


@blueprint.get("/attempts/<key>/review")
@reachable_by(Audience.SIGNED_IN)
def review(key: str) -> str | Response:
    """A finished attempt with the right answers and their reasons."""
    g.nav = "learner.my_learning"
    page = quiz_pages.review_page(g.actor, key, now=now())
    if page is None:
        return redirect(url_for("learner.question", key=key, number=1))
    return render("learner/review.html", page)
