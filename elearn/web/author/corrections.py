"""Corrections of questions: the list, proposing one, looking at what it does, deciding."""

from typing import Any

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict, NotAllowed
from elearn.services import correction_pages, corrections, question_forms, regrading
from elearn.services.correction_pages import Typed
from elearn.web.author import blueprint
from elearn.web.shared import refusals, session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response, render

_OF_CODE = {
    "reason-bad": lambda: _("Say why, in at most 1000 letters."),
    "correction-kind-missing": lambda: _("Choose what follows from it."),
    "correction-no-version": lambda: _("Choose at least one version."),
    "correction-answer-missing": lambda: _("Give the answer that is right."),
    "correction-answer-unfit": lambda: _("This answer does not fit the question."),
    "correction-same": lambda: _("This changes nothing: it holds already."),
}

_FIELDS = {
    "reason-bad": "reason",
    "correction-kind-missing": "kind",
    "correction-no-version": "versions",
}
"""Where on the page an error is to be mended; all others are about the answer."""


@blueprint.get("/corrections")
@reachable_by(Audience.TRAINER)
def corrections_list() -> str:
    """All corrections, newest first."""
    g.nav = "author.packs"
    page = correction_pages.corrections_page(
        g.actor, request.args.get("pack", "")[:64], current_language(), now=session.now()
    )
    return render("author/corrections.html", page)


@blueprint.get("/packs/<pack_id>/<version>/questions/<question_id>/correct")
@reachable_by(Audience.TRAINER)
def propose(pack_id: str, version: str, question_id: str) -> Response:
    """A question, to say what was wrong with it."""
    return _form(pack_id, version, question_id)


def _form(
    pack_id: str,
    version: str,
    question_id: str,
    typed: Typed | None = None,
    error: BadInput | None = None,
) -> Response:
    g.nav = "author.packs"
    page = correction_pages.propose_page(
        g.actor, pack_id, version, question_id, current_language(), now=session.now()
    )
    given: dict[str, Any] = {"form": page.form, "typed": typed, "error": "", "field": ""}
    if typed is not None:
        given["form"] = question_forms.refilled(page.form, typed.fields)
    if error is not None:
        given["error"] = refusals.refusal(error, _OF_CODE)
        given["field"] = _FIELDS.get(error.code, "answer" if page.also else "kind")
    status = 200 if error is None else 422
    return page_response("author/propose_correction.html", page, status=status, **given)


@blueprint.post("/packs/<pack_id>/<version>/questions/<question_id>/correct")
@reachable_by(Audience.TRAINER)
def propose_now(pack_id: str, version: str, question_id: str) -> Response:
    """Propose what was filled in."""
    fields = request.form
    typed = Typed(
        fields.get("kind", ""),
        fields.get("reason", "")[:5000],
        fields.get("may_lower") == "1",
        tuple(fields.getlist("versions")),
        {name: fields.getlist(name) for name in fields},
    )
    try:
        key = correction_pages.propose(
            g.actor, pack_id, version, question_id, typed, now=session.now()
        )
    except BadInput as error:
        return _form(pack_id, version, question_id, typed, error)
    notice("ok", _("The correction is proposed. Somebody else must confirm it."))
    return redirect(url_for("author.correction", key=key), 303)


@blueprint.get("/corrections/<key>")
@reachable_by(Audience.TRAINER)
def correction(key: str) -> str:
    """One correction, with what it would do or did."""
    g.nav = "author.packs"
    page = correction_pages.correction_page(
        g.actor, key[:32], current_language(), now=session.now()
    )
    return render("author/correction.html", page)


@blueprint.post("/corrections/<key>/confirm")
@reachable_by(Audience.TRAINER)
def confirm_correction(key: str) -> Response:
    """Confirm what somebody else has proposed; marks follow."""
    try:
        kept = corrections.confirm(g.actor, key[:32], now=session.now())
    except Conflict:
        notice("warn", _("This correction was decided already."))
    except NotAllowed as error:
        if error.code != "correction-own":
            raise
        notice("bad", _("Somebody else must confirm what you proposed."))
    else:
        letters = current_app.extensions["correction_letter"]
        done = regrading.begin(kept, letters, now=session.now())
        notice("ok", _confirmed(done=done))
    return redirect(url_for("author.correction", key=key), 303)


def _confirmed(*, done: bool) -> str:
    if done:
        return _("The correction is confirmed, and all attempts are marked again.")
    return _("The correction is confirmed. The attempts are being marked again, some at a time.")


@blueprint.post("/corrections/<key>/decline")
@reachable_by(Audience.TRAINER)
def decline_correction(key: str) -> Response:
    """Decline a correction, or take back one's own."""
    try:
        corrections.decline(g.actor, key[:32], now=session.now())
    except Conflict:
        notice("warn", _("This correction was decided already."))
    else:
        notice("ok", _("The correction is declined. Nothing has changed."))
    return redirect(url_for("author.correction", key=key), 303)
