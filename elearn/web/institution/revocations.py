"""Revoking a completion record: enter its code and why, look at it, confirm."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict, NotFound
from elearn.services import revocations as service
from elearn.services.records import Verification
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import RevokeForm, add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


@blueprint.route("/revoke", methods=["GET", "POST"])
@reachable_by(Audience.COORDINATOR)
def revoke() -> Response:
    """The first form shows what the code stands for; the second one, with `confirmed`, revokes."""
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
        service.revoke(g.actor, code, reason, now=now())
    except (NotFound, Conflict, BadInput) as error:
        add_error(form.reason if error.code == "reason-bad" else form.code, words.refusal(error))
        return _page(form, status=422)
    notice("ok", _("Revoked. Whoever checks the record sees it from now on."))
    return redirect(url_for("public.verify", code=code), 303)


def _page(form: RevokeForm, found: Verification | None = None, *, status: int = 200) -> Response:
    return page_response("institution/revoke.html", found, status=status, form=form)
