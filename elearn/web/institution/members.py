"""Members of a unit: add, transfer, end; and its managers."""

from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from elearn.core.errors import BadInput, Conflict, ElearnError
from elearn.services import members as service
from elearn.services.members import MemberRow
from elearn.services.people import PersonForm
from elearn.services.units import UnitPage
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import (
    MemberForm,
    NewMemberForm,
    TransferForm,
    add_error,
    indented,
)
from elearn.web.institution.units import show_unit, to_unit
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A member of a unit, and the unit."""

    unit: UnitPage
    member: MemberRow


def _show_member(key: str, person_key: str, form: TransferForm, *, status: int = 200) -> Response:
    g.nav = "institution.units"
    unit, member = service.member(g.actor, key, person_key, now=now())
    form.to.choices = [SelectChoice("", _("Choose a unit")), *indented(unit.targets)]
    page = MemberPage(unit, member)
    response = page_response("institution/member.html", page, status=status, form=form)
    service.keep_look(g.actor, unit, member, now=now())
    return response


@blueprint.get("/institutions/<key>/members/<person_key>")
@reachable_by(Audience.COORDINATOR)
def member(key: str, person_key: str) -> Response:
    """One member: transfer, end, make a manager."""
    return _show_member(key, person_key, TransferForm(formdata=None))


@blueprint.post("/institutions/<key>/members")
@reachable_by(Audience.COORDINATOR)
def add_member(key: str) -> Response:
    """Add somebody who has an account."""
    form = MemberForm()
    if not form.validate():
        return show_unit(key, form)
    try:
        name = service.add_existing(g.actor, key, form.sign_in_name.data, now=now())
    except (BadInput, Conflict) as error:
        add_error(form.sign_in_name, words.refusal(error))
        return show_unit(key, form)
    notice("ok", _("%(name)s belongs to this unit from today on.", name=name))
    return to_unit(key)


@blueprint.post("/institutions/<key>/new-members")
@reachable_by(Audience.COORDINATOR)
def add_new_member(key: str) -> Response:
    """Add somebody who has no account yet."""
    form = NewMemberForm()
    if not form.validate():
        return show_unit(key, form)
    given = PersonForm(
        name=form.name.data,
        email=form.email.data or "",
        service_number=form.service_number.data or "",
    )
    try:
        person = service.add_new(g.actor, key, given, now=now())
    except (BadInput, Conflict) as error:
        add_error(_field(form, error), words.refusal(error))
        return show_unit(key, form)
    notice(
        "ok",
        _(
            "%(name)s is on the roster and belongs to this unit. They begin with a one-time code "
            "that their manager issues, or with a link by mail.",
            name=person.name,
        ),
    )
    return to_unit(key)


def _field(form: NewMemberForm, error: ElearnError) -> object:
    if error.code == "bad-name":
        return form.name
    if error.code == "bad-service-number" or not form.email.data:
        return form.service_number
    return form.email


@blueprint.post("/institutions/<key>/members/<person_key>/transfer")
@reachable_by(Audience.COORDINATOR)
def transfer_member(key: str, person_key: str) -> Response:
    """From today on they belong to another unit."""
    form = TransferForm()
    if not form.validate():
        return _show_member(key, person_key, form, status=422)
    try:
        service.transfer(g.actor, key, person_key, form.to.data or "", now=now())
    except Conflict as error:
        add_error(form.to, words.refusal(error))
        return _show_member(key, person_key, form, status=422)
    notice("ok", _("Transferred. The managers of the new unit see them from today on."))
    return to_unit(key)


@blueprint.post("/institutions/<key>/members/<person_key>/end")
@reachable_by(Audience.COORDINATOR)
def end_member(key: str, person_key: str) -> Response:
    """They belong to this unit no more."""
    service.end(g.actor, key, person_key, now=now())
    notice("ok", _("The membership has ended. History and records are kept."))
    return to_unit(key)


@blueprint.post("/institutions/<key>/managers/<person_key>")
@reachable_by(Audience.COORDINATOR)
def appoint(key: str, person_key: str) -> Response:
    """They manage this unit from today on."""
    try:
        service.appoint(g.actor, key, person_key, now=now())
    except Conflict as error:
        notice("info", words.refusal(error))
        return to_unit(key)
    notice("ok", _("They manage this unit from today on, and see its people."))
    return to_unit(key)


@blueprint.post("/institutions/<key>/managers/<person_key>/end")
@reachable_by(Audience.COORDINATOR)
def dismiss(key: str, person_key: str) -> Response:
    """They manage this unit no more."""
    service.dismiss(g.actor, key, person_key, now=now())
    notice("ok", _("They manage this unit no more."))
    return to_unit(key)
