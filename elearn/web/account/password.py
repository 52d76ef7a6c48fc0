"""Changing the own password, and setting one by a mailed link or a one-time code."""

from dataclasses import dataclass

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.services import sign_in as service
from elearn.web.account import blueprint
from elearn.web.account.addresses import origin_of, secret
from elearn.web.account.forms import (
    CodeForm,
    LinkForm,
    PasswordForm,
    ResetForm,
    add_error,
    password_fault,
    password_rule,
    waiting,
)
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.letters import reset_letter
from elearn.web.shared.render import notice, page_response


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """A page that asks for a new password.

    Attributes:
        rule: What is asked of a password, in words.
        wait: How long to wait before the next try, in words; empty if not at all.
        forced: Whether nothing else can be reached before.
    """

    rule: str
    wait: str = ""
    forced: bool = False


@dataclass(frozen=True, slots=True)
class ResetPage:
    """The page that asks for a link: whether it was just asked for, and how long to wait."""

    asked: bool
    wait: str = ""


def _show(template: str, form: object, *, status: int = 200, wait: int = 0) -> Response:
    page = PasswordPage(
        password_rule(), waiting(wait) if wait else "", forced=g.actor.must_change_password
    )
    response = page_response(template, page, status=status, form=form)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _let_in(result: service.SignedIn) -> Response:
    session.sign_in(result.actor, result.epoch)
    notice("ok", _("Your new password is set. Everywhere else you are signed out."))
    return redirect(url_for("public.home"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@reachable_by(Audience.SIGNED_IN)
def password() -> Response:
    """Change the own password; this session stays, all others end."""
    form = PasswordForm()
    template = "account/password.html"
    if not form.is_submitted():
        return _show(template, form)
    if not form.validate():
        return _show(template, form, status=422)
    try:
        result = service.change_password(
            g.actor, form.old.data, form.new.data, origin_of(g.actor.key), now=session.now()
        )
    except BadInput as error:
        add_error(form.new, password_fault(error))
        return _show(template, form, status=422)
    if isinstance(result, service.Refused):
        add_error(form.old, _tried(result, _("This is not your present password.")))
        return _show(template, form, status=422 if result.heard else 429, wait=result.wait)
    return _let_in(result)


def _tried(result: service.Refused, wrong: str) -> str:
    if result.heard:
        return wrong
    return _("That was too quick after the last try; it was not looked at.")


@blueprint.route("/reset", methods=["GET", "POST"])
@reachable_by(Audience.PUBLIC)
def reset() -> Response:
    """Ask for a link by mail; the answer is the same whether or not there is such an account."""
    form = ResetForm()
    if not form.is_submitted():
        return page_response("account/reset.html", ResetPage(asked=False), form=form)
    if not form.validate():
        return page_response("account/reset.html", ResetPage(asked=False), status=422, form=form)
    link = service.prepare_reset(form.name.data)
    letter = reset_letter(link)
    wait = service.send_reset(
        form.name.data, link, letter, origin_of(form.name.data), now=session.now()
    )
    if wait:
        page = ResetPage(asked=False, wait=waiting(wait))
        response = page_response("account/reset.html", page, status=429, form=form)
        response.headers["Retry-After"] = str(wait)
        return response
    return page_response("account/reset.html", ResetPage(asked=True), form=form)


@blueprint.route("/reset/link/<token>", methods=["GET", "POST"])
@reachable_by(Audience.PUBLIC)
def reset_with_token(token: str) -> Response:
    """Set a password with a mailed link."""
    form = LinkForm()
    if not service.link_stands(token[:100], secret=secret(), now=session.now()):
        return _used_up()
    if not form.is_submitted():
        return _show("account/reset_with_token.html", form)
    if not form.validate():
        return _show("account/reset_with_token.html", form, status=422)
    try:
        result = service.set_password_by_link(
            token[:100], form.new.data, secret=secret(), now=session.now()
        )
    except BadInput as error:
        add_error(form.new, password_fault(error))
        return _show("account/reset_with_token.html", form, status=422)
    return _let_in(result) if result else _used_up()


def _used_up() -> Response:
    notice("warn", _("This link has been used or is too old. Ask for a new one here."))
    return redirect(url_for("account.reset"), 303)


@blueprint.route("/reset/code", methods=["GET", "POST"])
@reachable_by(Audience.PUBLIC)
def reset_with_code() -> Response:
    """Set a password with a sign-in name and a one-time code."""
    form = CodeForm()
    template = "account/reset_with_code.html"
    if not form.is_submitted():
        return _show(template, form)
    if not form.validate():
        return _show(template, form, status=422)
    try:
        result = service.set_password_by_code(
            form.name.data,
            form.code.data,
            form.new.data,
            origin_of(form.name.data),
            now=session.now(),
        )
    except BadInput as error:
        add_error(form.new, password_fault(error))
        return _show(template, form, status=422)
    if isinstance(result, service.Refused):
        wrong = _("This name and this code do not belong together, or the code is too old.")
        add_error(form.code, _tried(result, wrong))
        return _show(template, form, status=422 if result.heard else 429, wait=result.wait)
    return _let_in(result)
