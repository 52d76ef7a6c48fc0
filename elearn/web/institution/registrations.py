"""Self-registration: which units let people in, and how they know their own."""

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length, Optional

from elearn.core.access import Role
from elearn.core.errors import BadInput, Conflict
from elearn.services import registrations as service
from elearn.services.registrations import RuleForm
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import add_error
from elearn.web.shared.addresses import for_others
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


class RegistrationRuleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How a unit lets people in."""

    domains = TextAreaField(
        _l("Mail domains of the institution"),
        [Optional(), Length(max=5000, message=_l("This is too long."))],
        description=_l("One a line, such as granpol.example. Leave it empty to take any address."),
    )
    code = BooleanField(_l("A code is needed"))
    fresh = BooleanField(_l("Make a new code; the one before ends"))


def _nav() -> None:
    g.nav = "institution.units" if g.actor.has(Role.COORDINATOR) else "admin.people"


def _show(
    key: str, form: RegistrationRuleForm, *, status: int = 200, code: str | None = None
) -> Response:
    _nav()
    page = service.registration_page(g.actor, key, now=now())
    address = for_others(url_for("account.register"))
    return page_response(
        "institution/registration.html", page, status=status, form=form, code=code, address=address
    )


@blueprint.get("/registrations")
@reachable_by(Audience.KEEPER)
def registrations() -> Response:
    """Which units let people in, and which could."""
    _nav()
    page = service.registrations_page(g.actor, now=now())
    unit = request.args.get("unit", "")
    if unit in {key for key, _name, _depth in page.units}:
        return redirect(url_for("institution.registration", key=unit))
    return page_response("institution/registrations.html", page)


@blueprint.get("/registrations/<key>")
@reachable_by(Audience.KEEPER)
def registration(key: str) -> Response:
    """How one unit lets people in."""
    page = service.registration_page(g.actor, key, now=now())
    data = {"domains": "", "code": True}
    if page.rule:
        data = {"domains": "\n".join(page.rule.domains), "code": page.rule.has_code}
    return _show(key, RegistrationRuleForm(formdata=None, data=data))


@blueprint.post("/registrations/<key>")
@reachable_by(Audience.KEEPER)
def allow_registration(key: str) -> Response:
    """Let people in; a new code is shown on this answer and never again."""
    form = RegistrationRuleForm()
    if not form.validate():
        return _show(key, form, status=422)
    given = RuleForm(domains=form.domains.data or "", code=form.code.data, fresh=form.fresh.data)
    secret = current_app.config["SECRET_KEY"]
    try:
        code = service.allow(g.actor, key, given, secret=secret, now=now())
    except (BadInput, Conflict) as error:
        add_error(form.domains, words.refusal(error))
        return _show(key, form, status=error.status)
    if code:
        data = {"domains": given.domains, "code": True}
        return _show(key, RegistrationRuleForm(formdata=None, data=data), code=code)
    notice("ok", _("People can register themselves by this rule from now on."))
    return redirect(url_for("institution.registration", key=key), 303)


@blueprint.post("/registrations/<key>/end")
@reachable_by(Audience.KEEPER)
def close_registration(key: str) -> Response:
    """Let nobody in any more."""
    service.close(g.actor, key, now=now())
    notice("ok", _("Nobody can register themselves in this unit any more."))
    return redirect(url_for("institution.registrations"), 303)
