"""The page behind the link of an invitation: choose a password, or accept with an account."""

from dataclasses import dataclass

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.access import Role
from elearn.core.errors import BadInput
from elearn.services import joining as service
from elearn.services.joining import OpenedInvitation
from elearn.web.account import blueprint
from elearn.web.account.addresses import secret
from elearn.web.account.forms import LinkForm, add_error, password_fault, password_rule
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.provider import provider_name
from elearn.web.shared.render import notice, page_response


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What the link offers; `found` is None where it offers nothing any more.

    `role` says what the reader will be, `rule` what is asked of a password, `provider` what the
    OpenID provider is called, all in words.
    """

    token: str
    found: OpenedInvitation | None
    role: str = ""
    rule: str = ""
    provider: str = ""


def _page(token: str, form: LinkForm, *, status: int = 200) -> Response:
    found = service.open_invitation(
        g.actor, token, current_language(), secret=secret(), now=session.now()
    )
    words = {Role.MANAGER.value: _("Manager"), Role.COORDINATOR.value: _("Coordinator")}
    page = InvitationPage(
        token,
        found,
        words.get(found.role, "") if found else "",
        password_rule(),
        provider_name(),
    )
    status = status if found else 404
    response = page_response("account/invitation.html", page, status=status, form=form)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@reachable_by(Audience.PUBLIC)
def invitation(token: str) -> Response:
    """What one is invited to, and the way in."""
    form = LinkForm()
    token = token[:100]
    if not form.is_submitted():
        return _page(token, form)
    if request.form.get("accept"):
        return _accept_mine(token)
    if not form.validate():
        return _page(token, form, status=422)
    try:
        result = service.accept_new(token, form.new.data, secret=secret(), now=session.now())
    except BadInput as error:
        add_error(form.new, password_fault(error))
        return _page(token, form, status=422)
    if result is None:
        return _page(token, LinkForm(formdata=None))
    session.sign_in(result.actor, result.epoch)
    notice("ok", _("Welcome. Your account is there, and you are signed in."))
    return redirect(url_for("public.home"), 303)


def _accept_mine(token: str) -> Response:
    if not service.accept_mine(g.actor, token, secret=secret(), now=session.now()):
        return _page(token, LinkForm(formdata=None))
    notice("ok", _("You belong to this unit from today on."))
    return redirect(url_for("public.home"), 303)
