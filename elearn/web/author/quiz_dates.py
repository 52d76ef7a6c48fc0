"""When the quizzes of a course are open."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import quiz_dates as service
from elearn.web.author import blueprint
from elearn.web.author.forms import DatesForm, add_error, naive
from elearn.web.shared import refusals, session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response


def _show(pack_id: str, version: str, back: tuple[str, DatesForm] | None = None) -> Response:
    g.nav = "author.packs"
    page = service.dates_page(g.actor, pack_id, version)
    forms = {
        quiz.item_id: DatesForm(
            formdata=None,
            prefix=f"{quiz.item_id}-",
            data={"opens": naive(quiz.opens_at), "closes": naive(quiz.closes_at)},
        )
        for quiz in page.quizzes
    }
    if back is not None:
        forms[back[0]] = back[1]
    status = 422 if back else 200
    shown = back[1] if back else DatesForm(formdata=None)
    return page_response("author/quiz_dates.html", page, status=status, forms=forms, back=shown)


@blueprint.get("/packs/<pack_id>/<version>/quizzes")
@reachable_by(Audience.TRAINER)
def quiz_dates(pack_id: str, version: str) -> Response:
    """The quizzes and their dates."""
    return _show(pack_id, version)


@blueprint.post("/packs/<pack_id>/<version>/quizzes/<item_id>")
@reachable_by(Audience.TRAINER)
def set_quiz_dates(pack_id: str, version: str, item_id: str) -> Response:
    """Set the dates of one quiz."""
    form = DatesForm(request.form, prefix=f"{item_id}-")
    if not form.validate():
        return _show(pack_id, version, (item_id, form))
    try:
        service.set_dates(g.actor, (pack_id, version), item_id, form.dates(), now=session.now())
    except (BadInput, Conflict) as error:
        add_error(form.closes, refusals.said(error))
        return _show(pack_id, version, (item_id, form))
    notice("ok", _("The dates are set."))
    return redirect(url_for("author.quiz_dates", pack_id=pack_id, version=version), 303)
