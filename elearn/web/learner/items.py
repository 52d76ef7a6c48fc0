"""The items of a course: a lesson, or the front page of a quiz or a case study."""

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from elearn.core.case.model import Case
from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.core.pack.model import Quiz
from elearn.services import (
    attempts,
    case_pages,
    cases,
    enrolments,
    lessons,
    overdue,
    printing,
    quiz_start,
    shelf,
)
from elearn.web.learner import blueprint
from elearn.web.learner.words import answer_refusal
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, render
from elearn.web.shared.session import now


def form_fields() -> dict[str, list[str]]:
    """What a form sent, each field with all its values."""
    return {name: request.form.getlist(name) for name in request.form}


@blueprint.get("/courses/<pack_id>/<item_id>")
@reachable_by(Audience.SIGNED_IN)
def item(pack_id: str, item_id: str) -> str | Response:
    """An item. Whoever has not enrolled is shown the course first."""
    g.nav = "learner.my_learning"
    try:
        standing = enrolments.require_standing_at(g.actor, pack_id, item_id)
    except NotFound:
        return redirect(url_for("learner.course", pack_id=pack_id))
    standing = overdue.standing_as_of(standing, now())
    language = current_language()
    found = shelf.item(standing.enrolment.digest, item_id)
    if isinstance(found, Quiz):
        page = quiz_start.start_page(standing, item_id, language, now=now())
        return render("learner/quiz_start.html", page)
    if isinstance(found, Case):
        start = case_pages.start_page(standing, item_id, language, now=now())
        return render("learner/case_start.html", start)
    lesson = lessons.lesson_page(standing, item_id, language, now=now())
    return render("learner/lesson.html", lesson)


@blueprint.get("/courses/<pack_id>/<item_id>/sources")
@reachable_by(Audience.SIGNED_IN)
def sources(pack_id: str, item_id: str) -> str:
    """What a lesson cites, and the terms that it uses."""
    g.nav = "learner.my_learning"
    standing = enrolments.require_standing(g.actor, pack_id)
    page = lessons.sources_page(standing, item_id, current_language(), now=now())
    return render("learner/sources.html", page)


@blueprint.post("/courses/<pack_id>/<item_id>/done")
@reachable_by(Audience.SIGNED_IN)
def done(pack_id: str, item_id: str) -> Response:
    """Mark a lesson as read and go on."""
    following = lessons.finish_lesson(g.actor, pack_id, item_id, now=now())
    if following is None:
        return redirect(url_for("learner.course", pack_id=pack_id))
    return redirect(url_for("learner.item", pack_id=pack_id, item_id=following))


@blueprint.post("/courses/<pack_id>/<item_id>/checks/<check_id>")
@reachable_by(Audience.SIGNED_IN)
def check(pack_id: str, item_id: str, check_id: str) -> Response:
    """Answer a self-check in a lesson."""
    try:
        lessons.answer_check(g.actor, pack_id, item_id, check_id, form_fields(), now=now())
    except BadInput as error:
        notice("warn", answer_refusal(error))
    return redirect(
        url_for("learner.item", pack_id=pack_id, item_id=item_id, _anchor=f"check-{check_id}")
    )


@blueprint.post("/courses/<pack_id>/<item_id>/attempts")
@reachable_by(Audience.SIGNED_IN)
def begin(pack_id: str, item_id: str) -> Response:
    """Begin a quiz or a case study, or go on with the open attempt."""
    standing = enrolments.require_standing(g.actor, pack_id)
    language = current_language()
    try:
        if isinstance(shelf.item(standing.enrolment.digest, item_id), Case):
            key = cases.begin(g.actor, pack_id, item_id, language, now=now())
            return redirect(url_for("learner.scene", key=key))
        key = attempts.begin(g.actor, pack_id, item_id, language, now=now())
    except Conflict as error:
        if error.code != "version-ended":
            raise
        return redirect(url_for("learner.update", pack_id=pack_id))
    return redirect(url_for("learner.question", key=key, number=1))


@blueprint.get("/courses/<pack_id>/modules/<module_id>/print")
@reachable_by(Audience.SIGNED_IN)
def print_module(pack_id: str, module_id: str) -> str:
    """All lessons of a module on one page, for paper."""
    g.nav = "learner.my_learning"
    standing = enrolments.require_standing(g.actor, pack_id)
    page = printing.module_page(standing, module_id, current_language(), now=now())
    return render("learner/print_module.html", page)
