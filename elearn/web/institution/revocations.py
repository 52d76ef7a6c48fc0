"""Revoking a completion record: enter its code and why, look at it, ask; somebody else confirms."""

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict, ElearnError, NotAllowed, NotFound
from elearn.services import revocations as service
from elearn.services.records import Verification
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import DecideForm, RevokeForm, add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.letters import revocation_letter
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now

_OWN = ("own-record", "own-request")
"""Refusals that are about who asks, and said on the page."""


def _four_eyes() -> bool:
    return bool(current_app.config["SETTINGS"].four_eyes == "on")


@blueprint.route("/revoke", methods=["GET", "POST"])
@reachable_by(Audience.COORDINATOR)
def revoke() -> Response:
    """The first form shows what the code stands for; the second one, with `confirmed`, asks."""
    g.nav = "institution.units"
    form = RevokeForm()
    if not form.is_submitted():
        form.code.data = request.args.get("code", "")[:64]
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    code, reason = form.code.data, form.reason.data
    try:
        if "confirmed" not in request.form:
            return _page(form, service.find(g.actor, code, now=now()))
        asked = service.ask(
            g.actor, code, reason, revocation_letter, four_eyes=_four_eyes(), now=now()
        )
    except (NotFound, Conflict, BadInput, NotAllowed) as error:
        _require_said(error)
        add_error(form.reason if error.code == "reason-bad" else form.code, words.refusal(error))
        return _page(form, status=422)
    if asked.done:
        notice("ok", _("Revoked. Whoever checks the record sees it from now on."))
    else:
        notice("ok", _("You asked for it. It is revoked once somebody else confirms it."))
    return redirect(url_for("institution.revocation", key=asked.key), 303)


def _page(form: RevokeForm, found: Verification | None = None, *, status: int = 200) -> Response:
    return page_response(
        "institution/revoke.html", found, status=status, form=form, four_eyes=_four_eyes()
    )


def _require_said(error: ElearnError) -> None:
    if isinstance(error, NotAllowed) and error.code not in _OWN:
        raise error


@blueprint.get("/revocations")
@reachable_by(Audience.LEADER)
def revocations() -> Response:
    """What waits for a second person, and what was decided."""
    page = service.requests_page(g.actor, now=now())
    g.nav = "institution.units" if page.may_ask else "institution.people"
    return page_response("institution/revocations.html", page)


@blueprint.get("/revocations/<key>")
@reachable_by(Audience.LEADER)
def revocation(key: str) -> Response:
    """One request, with the record and what happened to it."""
    return _show(key, DecideForm(formdata=None))


def _show(key: str, form: DecideForm, *, status: int = 200) -> Response:
    g.nav = "institution.people"
    page = service.request_page(g.actor, key[:32], now=now())
    return page_response("institution/revocation.html", page, status=status, form=form)


@blueprint.post("/revocations/<key>")
@reachable_by(Audience.LEADER)
def decide_revocation(key: str) -> Response:
    """Confirm what somebody else has asked for, decline it, or take back one's own."""
    form = DecideForm()
    if not form.validate():
        return _show(key, form, status=422)
    note, confirmed = form.note.data or "", request.form.get("decision") == "confirm"
    decide = service.confirm if confirmed else service.decline
    try:
        decide(g.actor, key[:32], note=note, now=now())
    except (BadInput, Conflict, NotAllowed) as error:
        _require_said(error)
        add_error(form.note, words.refusal(error))
        return _show(key, form, status=422)
    if confirmed:
        notice("ok", _("Revoked. Whoever checks the record sees it from now on."))
    else:
        notice("ok", _("It is declined. The record stays as it is."))
    return redirect(url_for("institution.revocation", key=key), 303)
