"""Sign-in, sign-out and the choice of language."""

from dataclasses import dataclass

from flask import abort, g, redirect, request
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.sign_in import sign_in_name
from elearn.services import people, registrations
from elearn.services import sign_in as service
from elearn.web.account import blueprint
from elearn.web.account.addresses import (
    local_path,
    next_address,
    origin_of,
    remember_device,
)
from elearn.web.account.forms import SignInForm, add_error, waiting
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.provider import provider_name
from elearn.web.shared.render import notice, page_response


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The sign-in page: where to go afterwards, and how long to wait before a try, in words.

    `provider` is what the OpenID provider is called, where people sign in through one; `registers`
    says whether people may register themselves.
    """

    next: str | None
    wait: str
    provider: str
    registers: bool


def _page(form: SignInForm, *, status: int = 200, wait: int = 0) -> Response:
    page = SignInPage(
        local_path(request.values.get("next")),
        waiting(wait) if wait else "",
        provider_name(),
        registrations.is_open(),
    )
    response = page_response("account/sign_in.html", page, status=status, form=form)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@blueprint.route("/sign-in", methods=["GET", "POST"])
@reachable_by(Audience.PUBLIC)
def sign_in() -> Response:
    """The sign-in page, and the attempt."""
    form = SignInForm()
    if request.method == "GET" and g.actor.known:
        return redirect(next_address())
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    name = sign_in_name(form.name.data)
    result = service.sign_in(name, form.password.data, origin_of(name), now=session.now())
    if isinstance(result, service.Refused):
        return _refused(form, result)
    session.sign_in(result.actor, result.epoch)
    response = redirect(next_address(), 303)
    remember_device(response, name)
    return response


def _refused(form: SignInForm, result: service.Refused) -> Response:
    if result.heard:
        add_error(form.password, _("This name and this password do not belong together."))
    else:
        add_error(form.password, _("That was too quick after the last try; it was not looked at."))
    return _page(form, status=422 if result.heard else 429, wait=result.wait)


@blueprint.post("/sign-out")
@reachable_by(Audience.PUBLIC)
def sign_out() -> Response:
    """End the session, and let the browser forget what it kept of it."""
    session.sign_out()
    notice("ok", _("You are signed out."))
    response = redirect(next_address(), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.post("/account/language")
@reachable_by(Audience.PUBLIC)
def language() -> Response:
    """Choose the language of the pages."""
    code = request.form.get("language", "")
    if code not in LANGUAGES:
        abort(400)
    cookie["language"] = code
    people.choose_language(g.actor, code)
    return redirect(next_address(), 303)
