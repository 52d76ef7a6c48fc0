"""Extra time in quizzes for somebody whom one leads."""

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import extra_time as service
from elearn.web.institution import blueprint
from elearn.web.institution.forms import add_error
from elearn.web.shared import refusals
from elearn.web.shared.extra_time import ExtraTimeForm
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


def _show(key: str, back: ExtraTimeForm | None = None) -> Response:
    g.nav = "institution.people"
    page = service.page(g.actor, key, now=now())
    form = back or ExtraTimeForm(formdata=None, data={"from_day": page.today})
    response = page_response(
        "institution/extra_time.html", page, status=422 if back else 200, form=form
    )
    service.keep_look(g.actor, page, now=now())
    return response


def _back(key: str) -> Response:
    return redirect(url_for("institution.extra_time", key=key), 303)


@blueprint.get("/people/<key>/extra-time")
@reachable_by(Audience.LEADER)
def extra_time(key: str) -> Response:
    """What somebody has, and the form that gives more."""
    return _show(key)


@blueprint.post("/people/<key>/extra-time")
@reachable_by(Audience.LEADER)
def give_extra_time(key: str) -> Response:
    """Give extra time."""
    form = ExtraTimeForm()
    if not form.validate():
        return _show(key, form)
    try:
        service.give(g.actor, key, form.given(), now=now())
    except (BadInput, Conflict) as error:
        add_error(form.reason, refusals.said(error))
        return _show(key, form)
    notice("ok", _("Extra time is given. The learner sees it, with the reason."))
    return _back(key)


@blueprint.post("/people/<key>/extra-time/<int:row_id>/end")
@reachable_by(Audience.LEADER)
def end_extra_time(key: str, row_id: int) -> Response:
    """Let extra time end today."""
    service.end(g.actor, key, row_id, now=now())
    notice("ok", _("This extra time has ended."))
    return _back(key)
