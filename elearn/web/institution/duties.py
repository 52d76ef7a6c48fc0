"""What is asked of one person, exemptions, and what they learnt elsewhere."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from elearn.core.errors import BadInput, Conflict
from elearn.services import excusing as service
from elearn.services.excusing import Evidence, ExemptionForm
from elearn.web.institution import blueprint, words
from elearn.web.institution.assignment_forms import (
    ExemptForm,
    PriorForm,
    ServiceForm,
    WithdrawForm,
)
from elearn.web.institution.forms import add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


def _show(key: str, back: FlaskForm | None = None) -> Response:
    g.nav = "institution.people"
    page = service.duties_page(g.actor, key, current_language(), now=now())
    today = {"from_day": now().date()}
    exempt = back if isinstance(back, ExemptForm) else ExemptForm(formdata=None, data=today)
    prior = back if isinstance(back, PriorForm) else PriorForm(formdata=None)
    since = {"since": page.serves_since}
    served = back if isinstance(back, ServiceForm) else ServiceForm(formdata=None, data=since)
    for form in (exempt, prior):
        form.course.choices = [SelectChoice(pack_id, title) for pack_id, title in page.courses]
    response = page_response(
        "institution/duties.html",
        page,
        status=422 if back else 200,
        exempt=exempt,
        prior=prior,
        served=served,
        back=back or FlaskForm(formdata=None),
    )
    service.keep_look(g.actor, page, now=now())
    return response


def _back(key: str) -> Response:
    return redirect(url_for("institution.duties", key=key), 303)


@blueprint.get("/people/<key>/duties")
@reachable_by(Audience.LEADER)
def duties(key: str) -> Response:
    """What is asked of somebody, and what excuses them."""
    return _show(key)


@blueprint.post("/people/<key>/exempt")
@reachable_by(Audience.LEADER)
def exempt(key: str) -> Response:
    """Exempt them from a course for some time."""
    form = ExemptForm()
    try:
        if not form.validate():
            return _show(key, form)
        given = ExemptionForm(
            course=form.course.data or "",
            from_day=form.from_day.data,
            last_day=form.last_day.data,
            reason=form.reason.data,
        )
        service.exempt(g.actor, key, given, now=now())
    except (BadInput, Conflict) as error:
        field = form.reason if error.code == "text-bad" else form.last_day
        add_error(field, words.refusal(error))
        return _show(key, form)
    notice("ok", _("They are exempt."))
    return _back(key)


@blueprint.post("/people/<key>/exempt/end")
@reachable_by(Audience.LEADER)
def end_exemption(key: str) -> Response:
    """Ask it again from today on."""
    service.end_exemption(g.actor, key, request.form.get("exemption", ""), now=now())
    notice("ok", _("The exemption has ended."))
    return _back(key)


@blueprint.post("/people/<key>/prior")
@reachable_by(Audience.LEADER)
def recognise(key: str) -> Response:
    """Recognise what they learnt elsewhere."""
    form = PriorForm()
    try:
        if not form.validate():
            return _show(key, form)
        evidence = Evidence(
            form.title.data,
            form.awarding_body.data,
            form.awarded_on.data,
            form.valid_until.data,
            form.seen.data,
        )
        service.recognise(g.actor, key, form.course.data or "", evidence, now=now())
    except (BadInput, Conflict) as error:
        field = {"text-bad": form.seen, "valid-bad": form.valid_until}.get(error.code)
        add_error(field if field is not None else form.awarded_on, words.refusal(error))
        return _show(key, form)
    notice("ok", _("It is recognised."))
    return _back(key)


@blueprint.post("/people/<key>/prior/withdraw")
@reachable_by(Audience.LEADER)
def withdraw_prior(key: str) -> Response:
    """Take a recognition back."""
    form = WithdrawForm()
    prior = request.form.get("prior", "")
    if not form.validate():
        return _show(key, form)
    service.withdraw(g.actor, key, prior, form.reason.data, now=now())
    notice("ok", _("The recognition is taken back."))
    return _back(key)


@blueprint.post("/people/<key>/service")
@reachable_by(Audience.LEADER)
def set_service(key: str) -> Response:
    """Enter since when they serve."""
    form = ServiceForm()
    try:
        if not form.validate():
            return _show(key, form)
        service.set_service(g.actor, key, form.since.data, now=now())
    except (BadInput, Conflict) as error:
        add_error(form.since, words.refusal(error))
        return _show(key, form)
    notice("ok", _("The day is kept."))
    return _back(key)
