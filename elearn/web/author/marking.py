"""Marking: what waits, the answers of a quiz, one answer with its rubric, releasing results."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import mail, marking, marking_pages, results_release
from elearn.services.marking import Finding
from elearn.services.marking_pages import Filled
from elearn.services.results_release import Released
from elearn.web.author import blueprint
from elearn.web.shared import refusals
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.letters import released_letter
from elearn.web.shared.render import notice, page_response, render
from elearn.web.shared.session import now

_LEVEL = "level-"


def _quiz(pack_id: str, version: str, item_id: str) -> Response:
    address = url_for("author.marking_quiz", pack_id=pack_id, version=version, item_id=item_id)
    return redirect(address, 303)


@blueprint.get("/marking")
@reachable_by(Audience.TRAINER)
def marking_queue() -> str:
    """What waits for marking."""
    page = marking_pages.queue_page(g.actor, current_language(), now=now())
    return render("author/marking_queue.html", page)


@blueprint.get("/marking/<pack_id>/<version>/<item_id>")
@reachable_by(Audience.TRAINER)
def marking_quiz(pack_id: str, version: str, item_id: str) -> str:
    """The answers of a quiz, oldest first."""
    g.nav = "author.marking_queue"
    page = marking_pages.quiz_page(
        g.actor, (pack_id, version), item_id, current_language(), now=now()
    )
    marking_pages.keep_look(g.actor, page, now=now())
    return render("author/marking_quiz.html", page)


@blueprint.post("/marking/<pack_id>/<version>/<item_id>/next")
@reachable_by(Audience.TRAINER)
def marking_next(pack_id: str, version: str, item_id: str) -> Response:
    """Take the oldest answer that wants me."""
    key = marking.take_next(g.actor, pack_id, version, item_id, now=now())
    if key is None:
        notice("info", _("No answer of this quiz waits for you."))
        return _quiz(pack_id, version, item_id)
    return redirect(url_for("author.marking_answer", key=key), 303)


@blueprint.post("/marking/<pack_id>/<version>/<item_id>/release")
@reachable_by(Audience.TRAINER)
def marking_release(pack_id: str, version: str, item_id: str) -> Response:
    """Release all results that are marked, and tell the learners."""
    partly = request.form.get("partly") == "yes"
    try:
        released = results_release.release(
            g.actor, (pack_id, version), item_id, partly=partly, now=now()
        )
    except BadInput as error:
        notice("warn", refusals.said(error))
        return _quiz(pack_id, version, item_id)
    _tell(released)
    words = ngettext("%(num)d result is released.", "%(num)d results are released.", len(released))
    notice("ok" if released else "info", words)
    return _quiz(pack_id, version, item_id)


def _tell(released: tuple[Released, ...]) -> None:
    for each in released:
        if each.email:
            letter = released_letter(each.name, each.language, each.attempt_key)
            mail.send(each.email, letter.subject, letter.text, now=now())


def _show(key: str, *, filled: Filled | None = None, error: str = "") -> Response:
    g.nav = "author.marking_queue"
    page = marking_pages.marking_page(g.actor, key[:32], filled=filled, now=now())
    marking_pages.keep_look(g.actor, page, now=now())
    status = 422 if error else 200
    return page_response("author/marking_answer.html", page, status=status, error=error)


@blueprint.get("/marking/answers/<key>")
@reachable_by(Audience.TRAINER)
def marking_answer(key: str) -> Response:
    """An answer with its rubric."""
    return _show(key)


@blueprint.post("/marking/answers/<key>/take")
@reachable_by(Audience.TRAINER)
def marking_take(key: str) -> Response:
    """Take this answer."""
    try:
        marking.take(g.actor, key[:32], now=now())
    except Conflict as error:
        notice("warn", refusals.said(error))
    return redirect(url_for("author.marking_answer", key=key), 303)


@blueprint.post("/marking/answers/<key>/give-back")
@reachable_by(Audience.TRAINER)
def marking_give_back(key: str) -> Response:
    """Leave this answer to others."""
    page = marking_pages.marking_page(g.actor, key[:32], now=now())
    marking.give_back(g.actor, key[:32])
    return _quiz(page.pack_id, page.version, page.item_id)


@blueprint.post("/marking/answers/<key>")
@reachable_by(Audience.TRAINER)
def marking_mark(key: str) -> Response:
    """Keep what I found, and go on to the next answer."""
    page = marking_pages.marking_page(g.actor, key[:32], now=now())
    levels = {
        name.removeprefix(_LEVEL): value
        for name, value in request.form.items()
        if name.startswith(_LEVEL)
    }
    sent = Filled(levels, request.form.get("comment", ""), request.form.get("reason", ""))
    finding = Finding(levels, sent.comment, sent.reason)
    try:
        state = marking.mark(g.actor, key[:32], finding, now=now())
    except BadInput as error:
        return _show(key, filled=sent, error=refusals.said(error))
    except Conflict as error:
        notice("warn", refusals.said(error))
        return _quiz(page.pack_id, page.version, page.item_id)
    notice("ok", _said(state.value, page.number))
    if request.form.get("go") == "next":
        return marking_next(page.pack_id, page.version, page.item_id)
    return _quiz(page.pack_id, page.version, page.item_id)


def _said(state: str, number: int) -> str:
    if state == "second":
        return _("Answer %(number)s is kept. It waits for a second marker.", number=number)
    if state == "differing":
        return _(
            "Answer %(number)s is kept. The two marks differ; somebody settles it.", number=number
        )
    return _("Answer %(number)s is marked.", number=number)
