"""Attempts, time and dates for one learner, who is found by a number."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, redirect, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict, ElearnError, NotFound
from elearn.services import extra_time
from elearn.services import granting as service
from elearn.services.granting import Whom
from elearn.web.author import blueprint
from elearn.web.author.forms import (
    LearnerDatesForm,
    NumberForm,
    ReasonForm,
    TimeForm,
    add_error,
)
from elearn.web.shared import refusals
from elearn.web.shared.extra_time import ExtraTimeForm
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


@dataclass(frozen=True, slots=True)
class GrantingPage:
    """The page on which a learner is looked for."""


@blueprint.route("/granting", methods=["GET", "POST"])
@reachable_by(Audience.TRAINER)
def granting() -> Response:
    """Find a learner by a number; the number stays out of the address."""
    g.nav = "author.packs"
    form = NumberForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                key = service.find(g.actor, form.number.data)
            except NotFound as error:
                add_error(form.number, refusals.said(error))
            else:
                return redirect(url_for("author.granting_learner", key=key), 303)
    return page_response("author/granting.html", GrantingPage(), status=status, form=form)


def _learner(key: str, back: ExtraTimeForm | None = None) -> Response:
    g.nav = "author.packs"
    page = service.learner_page(g.actor, key, current_language(), now=now())
    form = back or ExtraTimeForm(formdata=None, data={"from_day": now().date()})
    response = page_response(
        "author/granting_learner.html", page, status=422 if back else 200, form=form
    )
    service.keep_look(g.actor, page, now=now())
    return response


@blueprint.get("/granting/<key>")
@reachable_by(Audience.TRAINER)
def granting_learner(key: str) -> Response:
    """A learner: their quizzes and their extra time."""
    return _learner(key)


@blueprint.post("/granting/<key>/extra-time")
@reachable_by(Audience.TRAINER)
def give_extra_time(key: str) -> Response:
    """Give extra time."""
    form = ExtraTimeForm()
    if not form.validate():
        return _learner(key, form)
    try:
        extra_time.give(g.actor, key, form.given(), now=now())
    except (BadInput, Conflict) as error:
        add_error(form.reason, refusals.said(error))
        return _learner(key, form)
    notice("ok", _("Extra time is given. The learner sees it, with the reason."))
    return redirect(url_for("author.granting_learner", key=key), 303)


@blueprint.post("/granting/<key>/extra-time/<int:row_id>/end")
@reachable_by(Audience.TRAINER)
def end_extra_time(key: str, row_id: int) -> Response:
    """Let extra time end today."""
    extra_time.end(g.actor, key, row_id, now=now())
    notice("ok", _("This extra time has ended."))
    return redirect(url_for("author.granting_learner", key=key), 303)


@dataclass(slots=True)
class QuizForms:
    """The forms on the page of a learner and a quiz; the one that came back keeps its values."""

    attempt: ReasonForm
    time: TimeForm
    dates: LearnerDatesForm


def _quiz(whom: Whom, back: FlaskForm | None = None) -> Response:
    g.nav = "author.packs"
    page = service.quiz_page(g.actor, whom, current_language(), now=now())

    def fresh(kind: type[FlaskForm], prefix: str) -> FlaskForm:
        return back if type(back) is kind else kind(formdata=None, prefix=prefix)

    forms = QuizForms(
        fresh(ReasonForm, "attempt-"), fresh(TimeForm, "time-"), fresh(LearnerDatesForm, "dates-")
    )
    response = page_response(
        "author/granting_quiz.html",
        page,
        status=422 if back else 200,
        forms=forms,
        back=back or FlaskForm(formdata=None),
    )
    service.keep_look(g.actor, page, now=now())
    return response


def _grant(
    whom: Whom, form: FlaskForm, grant: Callable[[], None], words: Callable[[], str]
) -> Response:
    if not form.validate():
        return _quiz(whom, form)
    try:
        grant()
    except (BadInput, Conflict) as error:
        add_error(form.reason, _refusal(error))
        return _quiz(whom, form)
    notice("ok", words())
    where = url_for(
        "author.granting_quiz", key=whom.key, pack_id=whom.pack_id, item_id=whom.item_id
    )
    return redirect(where, 303)


def _refusal(error: ElearnError) -> str:
    return refusals.said(error)


@blueprint.get("/granting/<key>/<pack_id>/<item_id>")
@reachable_by(Audience.TRAINER)
def granting_quiz(key: str, pack_id: str, item_id: str) -> Response:
    """A learner and a quiz."""
    return _quiz(Whom(key, pack_id, item_id))


@blueprint.post("/granting/<key>/<pack_id>/<item_id>/attempt")
@reachable_by(Audience.TRAINER)
def grant_attempt(key: str, pack_id: str, item_id: str) -> Response:
    """One more attempt."""
    whom, form = Whom(key, pack_id, item_id), ReasonForm(prefix="attempt-")
    return _grant(
        whom,
        form,
        lambda: service.grant_attempt(g.actor, whom, form.reason.data, now=now()),
        lambda: _("One more attempt is granted. The learner sees it, with the reason."),
    )


@blueprint.post("/granting/<key>/<pack_id>/<item_id>/time")
@reachable_by(Audience.TRAINER)
def grant_time(key: str, pack_id: str, item_id: str) -> Response:
    """More time on the attempt under way."""
    whom, form = Whom(key, pack_id, item_id), TimeForm(prefix="time-")
    return _grant(
        whom,
        form,
        lambda: service.grant_time(g.actor, whom, form.minutes.data, form.reason.data, now=now()),
        lambda: _("More time is granted. The learner sees it, with the reason."),
    )


@blueprint.post("/granting/<key>/<pack_id>/<item_id>/dates")
@reachable_by(Audience.TRAINER)
def grant_dates(key: str, pack_id: str, item_id: str) -> Response:
    """Other dates."""
    whom, form = Whom(key, pack_id, item_id), LearnerDatesForm(prefix="dates-")
    return _grant(
        whom,
        form,
        lambda: service.grant_dates(g.actor, whom, form.dates(), form.reason.data, now=now()),
        lambda: _("Other dates are granted. The learner sees it, with the reason."),
    )
