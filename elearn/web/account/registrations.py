"""Registering oneself, where an institution allows it."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length, Optional

from elearn.core.errors import BadInput, NotFound, TooMany
from elearn.services import registrations as service
from elearn.services.guarding import Origin
from elearn.services.registrations import RegistrationForm
from elearn.web.account import blueprint
from elearn.web.account.addresses import secret
from elearn.web.account.forms import add_error, waiting
from elearn.web.shared import refusals, session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.letters import invitation_letter
from elearn.web.shared.render import page_response


class RegisterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody who registers."""

    name = StringField(
        _l("Name, as records will carry it"),
        [
            DataRequired(_l("Enter your name.")),
            Length(max=200, message=_l("Use at most 200 letters.")),
        ],
    )
    email = EmailField(
        _l("Your e-mail address at work"),
        [DataRequired(_l("Enter your e-mail address.")), Length(max=254)],
    )
    code = StringField(_l("Code of your institution"), [Optional(), Length(max=40)])


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The page: whether it was just asked for, and how long to wait, in words."""

    asked: bool
    wait: str = ""


def _page(form: RegisterForm, *, asked: bool = False, status: int = 200, wait: int = 0) -> Response:
    page = RegisterPage(asked, waiting(wait) if wait else "")
    response = page_response("account/register.html", page, status=status, form=form)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@blueprint.route("/register", methods=["GET", "POST"])
@reachable_by(Audience.PUBLIC)
def register() -> Response:
    """Ask for an account; the answer is the same whether or not the address has one."""
    if not service.is_open():
        raise NotFound("Nobody can register here.")
    form = RegisterForm()
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    given = RegistrationForm(
        name=form.name.data,
        email=form.email.data,
        code=form.code.data or "",
        language=current_language(),
    )
    origin = Origin(secret=secret(), address=request.remote_addr)
    try:
        fits = service.register(given, invitation_letter, origin, now=session.now())
    except BadInput as error:
        add_error(
            form.name if error.code == "bad-name" else form.email, refusals.refusal(error, {})
        )
        return _page(form, status=422)
    except TooMany as error:
        return _page(form, status=429, wait=int(str(error.details["wait"])))
    if not fits:
        add_error(
            form.code,
            _(
                "No institution takes this address with this code. Check both, or ask your "
                "coordinator."
            ),
        )
        return _page(form, status=422)
    return _page(form, asked=True)
