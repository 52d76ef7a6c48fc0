"""Nominations: those that wait for a decision, and those that I made."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import nominations as service
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import DeclineForm, add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


def _page(form: DeclineForm, *, status: int = 200) -> Response:
    coordinates = service.nominations_page(g.actor, current_language(), now=now())
    g.nav = "institution.units" if coordinates.decides else "institution.people"
    response = page_response("institution/nominations.html", coordinates, status=status, form=form)
    service.keep_look(g.actor, coordinates, now=now())
    return response


@blueprint.get("/nominations")
@reachable_by(Audience.LEADER)
def nominations() -> Response:
    """What waits, and what I put forward."""
    return _page(DeclineForm(formdata=None))


@blueprint.post("/nominations/<key>")
@reachable_by(Audience.COORDINATOR)
def decide(key: str) -> Response:
    """Accept, which enrols the person, or decline with a note."""
    form = DeclineForm()
    accept = request.form.get("decision") == "accept"
    form.key.data = key
    try:
        if not form.validate():
            return _page(form, status=422)
        service.decide(g.actor, key, accept=accept, note=form.note.data or "", now=now())
    except (BadInput, Conflict) as error:
        add_error(form.note, words.refusal(error))
        return _page(form, status=422)
    notice("ok", _("Accepted: the course is waiting for them.") if accept else _("Declined."))
    return redirect(url_for("institution.nominations"), 303)
