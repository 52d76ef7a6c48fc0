"""An attempt at a quiz: its questions, the summary, handing in, the review."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.services import attempts, hints, quiz_pages, quiz_review
from elearn.services import two_answers as two_answers_page
from elearn.services.attempts import CROWD, Outcome, Saved
from elearn.services.quiz_pages import Paused, QuestionPage
from elearn.web.learner import blueprint
from elearn.web.learner.items import form_fields
from elearn.web.learner.words import answer_refusal
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response, render
from elearn.web.shared.session import now


def _review(key: str) -> Response:
    return redirect(url_for("learner.review", key=key))


def _question(key: str, number: int, anchor: str | None = None) -> Response:
    return redirect(url_for("learner.question", key=key, number=number, _anchor=anchor))


def _elsewhere(key: str, page: Paused | None) -> Response:
    """Where to look instead of at a page of an attempt that has ended, or that waits."""
    if page is None:
        return _review(key)
    return redirect(url_for("learner.item", pack_id=page.pack_id, item_id=page.item_id))


def _show(page: QuestionPage, status: int = 200) -> Response:
    return page_response("learner/question.html", page, status=status)


@blueprint.get("/attempts/<key>")
@reachable_by(Audience.SIGNED_IN)
def resume(key: str) -> Response:
    """Go on with an attempt: at the first question without an answer, or look over all."""
    page = quiz_pages.summary_page(g.actor, key, now=now())
    if page is None or isinstance(page, Paused):
        return _elsewhere(key, page)
    if page.forward:
        return _question(key, page.back)
    if not page.unanswered:
        return redirect(url_for("learner.summary", key=key))
    return _question(key, page.unanswered[0])


@blueprint.get("/attempts/<key>/<int:number>")
@reachable_by(Audience.SIGNED_IN)
def question(key: str, number: int) -> Response:
    """The page with that question."""
    g.nav = "learner.my_learning"
    page = quiz_pages.question_page(g.actor, key, number, now=now())
    if page is None or isinstance(page, Paused):
        return _elsewhere(key, page)
    if page.number != number:
        notice("info", _("You cannot go to that question: this quiz goes forward only."))
        return _question(key, page.number)
    return _show(page)


@blueprint.post("/attempts/<key>/<int:number>")
@reachable_by(Audience.SIGNED_IN)
def answer(key: str, number: int) -> Response:
    """Keep the answers of the page and go where the pressed button says."""
    g.nav = "learner.my_learning"
    fields = form_fields()
    sent = attempts.answer_page(g.actor, key, number, fields, now=now())
    page = quiz_pages.question_page(g.actor, key, number, now=now())
    if page is None:
        return _ended(key)
    if isinstance(page, Paused):
        notice("info", _("What you sent is kept. The quiz was closed meanwhile."))
        return _elsewhere(key, page)
    if sent.unreadable:
        errors = {n: answer_refusal(error) for n, error in sent.unreadable.items()}
        return _show(quiz_pages.with_errors(page, fields, errors), 422)
    aside = sent.first(Outcome.ASIDE)
    if aside is not None:
        return _two_answers(key, aside, sent.saved[aside].number, status=409)
    if sent.first(Outcome.CLOSED) is not None:
        notice("warn", _("This question is closed; the answer does not count any more."))
    return _go(key, number, request.form.get("go", ""))


def _ended(key: str) -> Response:
    words = _("This attempt has ended; what you sent now is kept, but does not count any more.")
    notice("warn", words)
    return _review(key)


def _go(key: str, number: int, go: str) -> Response:
    """Where a button leads: `next-4`, `flag-3`, `check-3`, `summary`, or the number itself."""
    word, _dash, rest = go.rpartition("-")
    if go == "summary":
        return redirect(url_for("learner.summary", key=key))
    to = int(rest) if rest.isdecimal() and len(rest) < 5 else number
    if word == "next":
        attempts.go_on(g.actor, key, number, now=now())
    elif word == "flag":
        attempts.flag(g.actor, key, to, now=now())
    elif word == "check":
        return _check(key, to)
    return _question(key, to, f"q-{to}")


def _check(key: str, number: int) -> Response:
    try:
        attempts.check(g.actor, key, number, now=now())
    except BadInput as error:
        page = quiz_pages.question_page(g.actor, key, number, now=now())
        if page is None or isinstance(page, Paused):
            return _elsewhere(key, page)
        return _show(quiz_pages.with_error(page, number, answer_refusal(error)), 422)
    return _question(key, number, f"q-{number}")


@blueprint.post("/attempts/<key>/<int:number>/save")
@reachable_by(Audience.SIGNED_IN)
def save(key: str, number: int) -> Response:
    """Keep an answer while it is being given; for the page's script.

    The answer's number comes back in `X-Answer`; the reason why it does not count in `X-Refused`
    and, where another tab has answered meanwhile, the page on which to choose in `Location`. What
    cannot be read yet, for it is half given, is no fault. There is no body, but it is no 204: after
    that the server closes the connection.
    """
    try:
        saved = attempts.answer(g.actor, key, number, form_fields(), now=now())
    except BadInput:
        return Response(headers={"X-Refused": "unreadable"})
    return _saved(key, number, saved)


def _saved(key: str, number: int, saved: Saved) -> Response:
    answer = Response(status=200 if saved else 409)
    answer.headers["X-Answer"] = str(saved.number)
    if not saved:
        answer.headers["X-Refused"] = saved.outcome.value
    if saved.outcome is Outcome.ASIDE:
        where = url_for("learner.two_answers", key=key, number=number, other=saved.number)
        answer.headers["Location"] = where
    return answer


@blueprint.post("/attempts/<key>/<int:number>/hint")
@reachable_by(Audience.SIGNED_IN)
def hint(key: str, number: int) -> Response:
    """Take the next hint; what was answered so far is kept before it."""
    asked = request.form.get("hint", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 3 else 0
    sent = attempts.answer_page(g.actor, key, number, form_fields(), now=now())
    aside = sent.first(Outcome.ASIDE)
    if aside is not None:
        return _two_answers(key, aside, sent.saved[aside].number, status=409)
    if not hints.take_hint(g.actor, key, number, wanted, now=now()):
        notice("warn", _("This attempt has ended, or the question is closed: no more hints."))
        return _review(key)
    return _question(key, number, f"hints-{number}")


def _two_answers(key: str, number: int, other: int, *, status: int = 200) -> Response:
    g.nav = "learner.my_learning"
    page = two_answers_page.choice_page(g.actor, key, number, other, now=now())
    if page is None or isinstance(page, Paused):
        return _elsewhere(key, page)
    return page_response("learner/two_answers.html", page, status=status)


@blueprint.get("/attempts/<key>/<int:number>/answers/<int:other>")
@reachable_by(Audience.SIGNED_IN)
def two_answers(key: str, number: int, other: int) -> Response:
    """The answer that stands and one that another tab sent, to choose between."""
    return _two_answers(key, number, other)


@blueprint.post("/attempts/<key>/<int:number>/answers/<int:other>")
@reachable_by(Audience.SIGNED_IN)
def choose_answer(key: str, number: int, other: int) -> Response:
    """Let that answer stand."""
    saved = attempts.choose(g.actor, key, number, other, now=now())
    if saved.outcome is Outcome.LATE:
        return _ended(key)
    notice("ok", _("This answer stands now."))
    return _question(key, number, f"q-{number}")


@blueprint.get("/attempts/<key>/summary")
@reachable_by(Audience.SIGNED_IN)
def summary(key: str) -> str | Response:
    """What is answered and what is not."""
    g.nav = "learner.my_learning"
    page = quiz_pages.summary_page(g.actor, key, now=now())
    if page is None or isinstance(page, Paused):
        return _elsewhere(key, page)
    return render("learner/summary.html", page)


@blueprint.post("/attempts/<key>/finish")
@reachable_by(Audience.SIGNED_IN)
def finish(key: str) -> Response:
    """Hand in."""
    attempts.finish(g.actor, key, now=now(), crowd=CROWD in request.environ)
    return _review(key)


@blueprint.get("/attempts/<key>/review")
@reachable_by(Audience.SIGNED_IN)
def review(key: str) -> str | Response:
    """A finished attempt with the right answers and their reasons."""
    g.nav = "learner.my_learning"
    page = quiz_review.review_page(g.actor, key, now=now())
    if page is None:
        return _question(key, 1)  # which leads on, if the attempt waits
    return render("learner/review.html", page)
