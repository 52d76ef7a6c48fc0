"""Institutions: the tree of units, and the page of one unit."""

from dataclasses import dataclass

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import units as service
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import (
    MemberForm,
    MoveForm,
    NewMemberForm,
    RenameForm,
    UnitForm,
    add_error,
)
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


@dataclass(frozen=True, slots=True)
class NewUnitPage:
    """The page on which a unit is made."""

    may_add_at_top: bool


@blueprint.get("/institutions")
@reachable_by(Audience.COORDINATOR)
def units() -> Response:
    """The tree of units."""
    page = service.units_page(g.actor, request.args.get("name", "").strip()[:100], now=now())
    return page_response(
        "institution/units.html", page, kinds=words.kinds(), countries=words.countries()
    )


@blueprint.route("/institutions/new", methods=["GET", "POST"])
@reachable_by(Audience.COORDINATOR)
def new_unit() -> Response:
    """Make a unit."""
    g.nav = "institution.units"
    tree = service.units_page(g.actor, now=now())
    form = UnitForm()
    form.offer(tree.units, at_top=tree.may_add_at_top)
    if request.method == "GET":
        _suggest(form, tree.units)
    if not form.is_submitted():
        return _new_page(form, tree.may_add_at_top)
    if not form.validate():
        return _new_page(form, tree.may_add_at_top, status=422)
    given = service.UnitForm(
        name=form.name.data,
        kind=form.kind.data,
        country=form.country.data,
        below=form.below.data or "",
    )
    try:
        key = service.make_unit(g.actor, given, now=now())
    except BadInput as error:
        add_error(form.name, words.refusal(error))
        return _new_page(form, tree.may_add_at_top, status=422)
    notice("ok", _("The unit is there."))
    return redirect(url_for("institution.unit", key=key), 303)


def _suggest(form: UnitForm, units: tuple[service.UnitLine, ...]) -> None:
    below = request.args.get("below", "")
    above = next((u for u in units if u.key == below), None)
    form.below.data = below
    form.kind.data = "station"
    form.country.data = above.country if above else g.actor.country


def _new_page(form: UnitForm, at_top: bool, *, status: int = 200) -> Response:  # noqa: FBT001  # one flag, named by its parameter
    return page_response("institution/new_unit.html", NewUnitPage(at_top), status=status, form=form)


@dataclass(slots=True)
class UnitForms:
    """The forms on the page of a unit; the one that came back keeps what was typed."""

    rename: RenameForm
    move: MoveForm
    member: MemberForm
    new_member: NewMemberForm


def show_unit(key: str, back: FlaskForm | None = None) -> Response:
    """The page of a unit, with the form that did not work, if one did not."""
    g.nav = "institution.units"
    page = service.unit_page(g.actor, key, now=now())

    def fresh(kind: type[FlaskForm], **data: object) -> FlaskForm:
        return back if type(back) is kind else kind(formdata=None, data=data)

    forms = UnitForms(
        fresh(RenameForm, name=page.name),
        fresh(MoveForm, to=page.parent_key),
        fresh(MemberForm),
        fresh(NewMemberForm),
    )
    forms.move.offer(page.parents, at_top=page.may_move_to_top)
    response = page_response(
        "institution/unit.html",
        page,
        status=422 if back else 200,
        forms=forms,
        back=back or FlaskForm(formdata=None),
        kinds=words.kinds(),
        countries=words.countries(),
    )
    service.keep_look(g.actor, page, now=now())
    return response


@blueprint.get("/institutions/<key>")
@reachable_by(Audience.COORDINATOR)
def unit(key: str) -> Response:
    """One unit: its people, what hangs below it, what can be changed."""
    return show_unit(key)


def to_unit(key: str) -> Response:
    """Back to the page of the unit."""
    return redirect(url_for("institution.unit", key=key), 303)


@blueprint.post("/institutions/<key>/rename")
@reachable_by(Audience.COORDINATOR)
def rename_unit(key: str) -> Response:
    """Another name."""
    form = RenameForm()
    if not form.validate():
        return show_unit(key, form)
    try:
        service.rename_unit(g.actor, key, form.name.data, now=now())
    except BadInput as error:
        add_error(form.name, words.refusal(error))
        return show_unit(key, form)
    notice("ok", _("The unit has its new name."))
    return to_unit(key)


@blueprint.post("/institutions/<key>/move")
@reachable_by(Audience.COORDINATOR)
def move_unit(key: str) -> Response:
    """Another place in the tree, from today on."""
    form = MoveForm()
    try:
        service.move_unit(g.actor, key, form.to.data or "", now=now())
    except Conflict as error:
        add_error(form.to, words.refusal(error))
        return show_unit(key, form)
    notice("ok", _("From today on the unit stands at its new place."))
    return to_unit(key)


@blueprint.post("/institutions/<key>/close")
@reachable_by(Audience.COORDINATOR)
def close_unit(key: str) -> Response:
    """Close a unit in which nobody is left."""
    try:
        service.close_unit(g.actor, key, now=now())
    except Conflict as error:
        notice("bad", words.refusal(error))
        return to_unit(key)
    notice("ok", _("The unit is closed. Its history is kept."))
    return redirect(url_for("institution.units"), 303)
