"""The roster: search, add, and the page of one account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from elearn.core.access import Role
from elearn.core.errors import BadInput, Conflict, ElearnError
from elearn.services import admin_people, people, roles
from elearn.services.people import IssuedCode
from elearn.web.admin import blueprint, words
from elearn.web.admin.forms import (
    LanguageForm,
    PersonForm,
    RoleForm,
    ServiceForm,
    SignInNamesForm,
    add_error,
)
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.letters import code_letter
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def _page_href(text: str, *, with_left: bool) -> Callable[[int], str]:
    values: dict[str, Any] = {"q": text or None, "left": "1" if with_left else None}
    return lambda n: url_for("admin.people", page=n, **values)


@blueprint.get("/admin/people", endpoint="people")
@reachable_by(Audience.ADMIN)
def people_list() -> Response:
    """Who is on the roster."""
    page = admin_people.roster(
        g.actor,
        request.args.get("q", ""),
        with_left=request.args.get("left") == "1",
        page=_number(request.args.get("page", "1")),
        now=now(),
    )
    response = page_response(
        "admin/people.html",
        page,
        roles=words.role_words(),
        page_href=_page_href(page.text, with_left=page.with_left),
    )
    admin_people.keep_roster_look(g.actor, page, now=now())
    return response


@dataclass(frozen=True, slots=True)
class NewPersonPage:
    """The page on which somebody is added."""


@blueprint.route("/admin/people/new", methods=["GET", "POST"])
@reachable_by(Audience.ADMIN)
def new_person() -> Response:
    """Add somebody to the roster."""
    g.nav = "admin.people"
    form = PersonForm()
    if not form.is_submitted():
        form.language.data = current_app.config["SETTINGS"].language
        return page_response("admin/new_person.html", NewPersonPage(), form=form)
    if form.validate():
        given = people.PersonForm(
            name=form.name.data,
            email=form.email.data or "",
            service_number=form.service_number.data or "",
            language=form.language.data,
        )
        try:
            made = people.add_person(g.actor, given, now=now())
        except (BadInput, Conflict) as error:
            field = form.name if error.code == "bad-name" else _name_field(form, error)
            add_error(field, words.refusal(error))
        else:
            notice("ok", _("%(name)s is on the roster.", name=made.name))
            return _to(made.key)
    return page_response("admin/new_person.html", NewPersonPage(), status=422, form=form)


def _name_field(form: SignInNamesForm, error: ElearnError) -> object:
    if error.code == "bad-service-number" or not form.email.data:
        return form.service_number
    return form.email


def _to(key: str) -> Response:
    return redirect(url_for("admin.person", key=key), 303)


@dataclass(slots=True)
class AccountForms:
    """The forms on the page of an account; the one that came back keeps what was typed."""

    names: SignInNamesForm
    language: LanguageForm
    role: RoleForm
    service: ServiceForm


def _show(key: str, back: FlaskForm | None = None, issued: IssuedCode | None = None) -> Response:
    g.nav = "admin.people"
    page = admin_people.account(g.actor, key, now=now())

    def fresh(kind: type[FlaskForm], **data: object) -> FlaskForm:
        return back if type(back) is kind else kind(formdata=None, data=data)

    person = page.person
    forms = AccountForms(
        fresh(SignInNamesForm, email=person.email, service_number=person.service_number),
        fresh(LanguageForm, language=person.language or "en"),
        fresh(RoleForm, from_day=now().date()),
        fresh(ServiceForm, function=person.function, sex=person.sex or ""),
    )
    forms.role.offer(page.units)
    language = LANGUAGES.get(person.language or "")
    response = page_response(
        "admin/person.html",
        page,
        status=422 if back else 200,
        forms=forms,
        back=back or FlaskForm(formdata=None),
        roles=words.role_words(),
        language=language,
        issued=issued,
    )
    admin_people.keep_account_look(g.actor, page, now=now())
    return response


@blueprint.get("/admin/people/<key>")
@reachable_by(Audience.ADMIN)
def person(key: str) -> Response:
    """One account: sign-in names, language, roles."""
    return _show(key)


@blueprint.post("/admin/people/<key>/names")
@reachable_by(Audience.ADMIN)
def set_names(key: str) -> Response:
    """Other sign-in names."""
    form = SignInNamesForm()
    if not form.validate():
        return _show(key, form)
    try:
        admin_people.set_sign_in_names(
            g.actor,
            key,
            email=form.email.data or "",
            service_number=form.service_number.data or "",
            now=now(),
        )
    except (BadInput, Conflict) as error:
        add_error(_name_field(form, error), words.refusal(error))
        return _show(key, form)
    notice("ok", _("Saved. They sign in with these names from now on."))
    return _to(key)


@blueprint.post("/admin/people/<key>/language")
@reachable_by(Audience.ADMIN)
def set_language(key: str) -> Response:
    """The language of their pages."""
    form = LanguageForm()
    if not form.validate():
        return _show(key, form)
    admin_people.set_language(g.actor, key, form.language.data, now=now())
    notice("ok", _("Saved."))
    return _to(key)


@blueprint.post("/admin/people/<key>/service")
@reachable_by(Audience.ADMIN)
def set_service(key: str) -> Response:
    """What they do, and their sex, for programmes and indicators."""
    form = ServiceForm()
    if not form.validate():
        return _show(key, form)
    admin_people.set_service(
        g.actor, key, function=form.function.data or "", sex=form.sex.data, now=now()
    )
    notice("ok", _("Saved."))
    return _to(key)


@blueprint.post("/admin/people/<key>/code")
@reachable_by(Audience.ADMIN)
def issue_code(key: str) -> Response:
    """A one-time code, shown on this answer and never again."""
    secret = current_app.config["SECRET_KEY"]
    issued = admin_people.issue_code(g.actor, key, code_letter, secret=secret, now=now())
    return _show(key, issued=issued)


@blueprint.post("/admin/people/<key>/name")
@reachable_by(Audience.ADMIN)
def decide_name(key: str) -> Response:
    """Confirm or decline the name that they ask to carry."""
    accept = request.form.get("decision") == "confirm"
    change = request.form.get("change", "")
    admin_people.decide_name(g.actor, key, change, accept=accept, now=now())
    notice("ok", _("The name is confirmed.") if accept else _("The name is declined."))
    return _to(key)


@blueprint.post("/admin/people/<key>/leave")
@reachable_by(Audience.ADMIN)
def leave(key: str) -> Response:
    """They left the service: sessions, roles and memberships end."""
    people.leave(g.actor, key, now=now())
    notice("ok", _("Their sessions, roles and memberships have ended. Their records stay."))
    return _to(key)


@blueprint.post("/admin/people/<key>/roles")
@reachable_by(Audience.ADMIN)
def grant_role(key: str) -> Response:
    """Grant a role."""
    form = RoleForm()
    form.offer(())
    if not form.validate():
        return _show(key, form)
    try:
        roles.grant(
            g.actor,
            key,
            Role(form.role.data),
            unit_key=form.unit.data or "",
            from_day=form.from_day.data,
            to_day=form.to_day.data,
            now=now(),
        )
    except (BadInput, Conflict) as error:
        add_error(_role_field(form, error), words.refusal(error))
        return _show(key, form)
    notice("ok", _("The role is granted."))
    return _to(key)


def _role_field(form: RoleForm, error: ElearnError) -> object:
    match error.code:
        case "role-past":
            return form.from_day
        case "role-ends-early" | "admin-no-end":
            return form.to_day
        case "unit-needed" | "unit-none":
            return form.unit
        case _other:
            return form.role


@blueprint.post("/admin/people/<key>/roles/<int:role_id>/end")
@reachable_by(Audience.ADMIN)
def end_role(key: str, role_id: int) -> Response:
    """End a role today."""
    try:
        roles.end(g.actor, key, role_id, now=now())
    except Conflict as error:
        notice("bad", words.refusal(error))
        return _to(key)
    notice("ok", _("The role has ended."))
    return _to(key)
