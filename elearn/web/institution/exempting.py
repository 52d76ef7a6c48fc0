"""Exempting somebody by their sign-in name, for who coordinates a programme and sees no names."""

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from elearn.core.errors import BadInput, Conflict
from elearn.services import excusing as service
from elearn.services.excusing import ByNamePage, ExemptionForm
from elearn.web.institution import blueprint, ways, words
from elearn.web.institution.assignment_forms import ExemptByNameForm
from elearn.web.institution.forms import add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now

_FIELDS = {"nobody-to-exempt": "name", "own-duty": "name", "text-bad": "reason"}


@blueprint.route("/assignments/exempt", methods=["GET", "POST"])
@reachable_by(Audience.STEERING)
def exempt_by_name() -> Response:
    """Exempt somebody whose sign-in name the institution has told."""
    g.nav = ways.place()
    page = service.by_name_page(g.actor, current_language(), now=now())
    form = ExemptByNameForm()
    form.course.choices = [SelectChoice(pack_id, title) for pack_id, title in page.courses]
    if not form.is_submitted():
        form.from_day.data = now().date()
        return _page(page, form)
    if not form.validate():
        return _page(page, form, status=422)
    given = ExemptionForm(
        course=form.course.data or "",
        from_day=form.from_day.data,
        last_day=form.last_day.data,
        reason=form.reason.data,
    )
    try:
        service.exempt_by_name(g.actor, form.name.data, given, now=now())
    except (BadInput, Conflict) as error:
        add_error(form[_FIELDS.get(error.code, "last_day")], words.refusal(error))
        return _page(page, form, status=422)
    notice("ok", _("They are exempt."))
    return redirect(url_for("institution.assignments"), 303)


def _page(page: ByNamePage, form: ExemptByNameForm, *, status: int = 200) -> Response:
    return page_response(
        "institution/exempt.html", page, status=status, form=form, home=ways.home()
    )
