"""The grace period of a unit: how long after its end a record is renewed by what changed."""

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.services import renewal_terms as service
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import GraceForm, add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


@blueprint.get("/institutions/<key>/grace")
@reachable_by(Audience.COORDINATOR)
def grace(key: str) -> Response:
    """The grace period, and where it comes from."""
    return _show(key)


def _show(key: str, back: GraceForm | None = None) -> Response:
    g.nav = "institution.units"
    page = service.page(g.actor, key, now=now())
    days = "" if page.days is None else str(page.days)
    form = back or GraceForm(formdata=None, data={"days": days})
    status = 422 if back else 200
    return page_response("institution/grace.html", page, status=status, form=form)


@blueprint.post("/institutions/<key>/grace")
@reachable_by(Audience.COORDINATOR)
def set_grace(key: str) -> Response:
    """Set it, or take that of the unit above."""
    form = GraceForm()
    try:
        if not form.validate():
            return _show(key, form)
        service.set_grace(g.actor, key, form.days.data or "", now=now())
    except BadInput as error:
        add_error(form.days, words.refusal(error))
        return _show(key, form)
    notice("ok", _("The grace period is set."))
    return redirect(url_for("institution.unit", key=key), 303)
