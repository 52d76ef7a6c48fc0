"""Invitations to a unit: who is invited, one more, withdraw, send again."""

from flask import current_app, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.core.errors import BadInput, Conflict, ElearnError, TooMany
from elearn.services import invitations as service
from elearn.services.invitations import InvitationsPage, InviteForm
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.letters import invitation_letter
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


class InvitationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Somebody to invite."""

    name = StringField(
        _l("Name, as records will carry it"),
        [
            DataRequired(_l("Enter a name.")),
            Length(max=200, message=_l("Use at most 200 letters.")),
        ],
    )
    email = EmailField(
        _l("E-mail address"), [DataRequired(_l("Enter an e-mail address.")), Length(max=254)]
    )
    language = SelectField(_l("Language of the letter"), validate_choice=False)
    role = RadioField(_l("What they will be"), validate_choice=False, default="")
    courses = SelectMultipleField(
        _l("Courses that they take at once"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, page: InvitationsPage) -> None:
        """Fill what can be chosen."""
        roles = words.invited_roles()
        self.role.choices = [SelectChoice(role, roles[role]) for role in page.roles]
        self.courses.choices = [SelectChoice(key, title) for key, title in page.courses]
        self.language.choices = [SelectChoice(lang.code, lang.name) for lang in LANGUAGES.values()]


def _show(key: str, form: InvitationForm, *, status: int = 200) -> Response:
    g.nav = "institution.units"
    page = service.invitations_page(g.actor, key, current_language(), now=now())
    form.offer(page)
    return page_response(
        "institution/invitations.html",
        page,
        status=status,
        form=form,
        roles=words.invited_roles(),
        now=now(),
    )


def _back(key: str) -> Response:
    return redirect(url_for("institution.invitations", key=key), 303)


@blueprint.get("/institutions/<key>/invitations")
@reachable_by(Audience.COORDINATOR)
def invitations(key: str) -> Response:
    """Who is invited to a unit and below."""
    return _show(key, InvitationForm(formdata=None, language=current_language(), role=""))


@blueprint.post("/institutions/<key>/invitations")
@reachable_by(Audience.COORDINATOR)
def invite(key: str) -> Response:
    """Send one more."""
    form = InvitationForm()
    if not form.validate():
        return _show(key, form, status=422)
    language = form.language.data
    given = InviteForm(
        name=form.name.data,
        email=form.email.data,
        role=form.role.data or "",
        language=language if language in LANGUAGES else current_language(),
        courses=tuple(dict.fromkeys(form.courses.data or ())),
    )
    secret = current_app.config["SECRET_KEY"]
    try:
        service.invite(g.actor, key, given, invitation_letter, secret=secret, now=now())
    except (BadInput, Conflict, TooMany) as error:
        add_error(_field(form, error), words.refusal(error))
        return _show(key, form, status=error.status)
    days = service.LASTS.days
    notice("ok", _("Invited. A letter is on its way; its link holds for %(num)d days.", num=days))
    return _back(key)


def _field(form: InvitationForm, error: ElearnError) -> object:
    return {"bad-name": form.name, "role-bad": form.role}.get(error.code, form.email)


@blueprint.post("/institutions/<key>/invitations/<invitation_key>/withdraw")
@reachable_by(Audience.COORDINATOR)
def withdraw_invitation(key: str, invitation_key: str) -> Response:
    """The link lets nobody in any more."""
    service.withdraw(g.actor, key, invitation_key, now=now())
    notice("ok", _("Withdrawn. The link lets nobody in any more, and the address is deleted."))
    return _back(key)


@blueprint.post("/institutions/<key>/invitations/<invitation_key>/again")
@reachable_by(Audience.COORDINATOR)
def send_invitation_again(key: str, invitation_key: str) -> Response:
    """Send a new link."""
    secret = current_app.config["SECRET_KEY"]
    try:
        service.send_again(
            g.actor, key, invitation_key, invitation_letter, secret=secret, now=now()
        )
    except (BadInput, TooMany) as error:
        notice("bad", words.refusal(error))
        return _back(key)
    notice("ok", _("Sent again. The link of the letter before lets nobody in any more."))
    return _back(key)
