"""Assignments: what is asked of units, roles and people; made, changed and ended."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import assignments as service
from elearn.services.assignments import AssignmentForm, FormPage
from elearn.web.institution import blueprint, ways, words
from elearn.web.institution.assignment_forms import AssignForm, TermsFields, terms_data
from elearn.web.institution.forms import add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now

_FIELD_OF_CODE = {
    "begins-bad": "begins",
    "due-missing": "due_on",
    "due-bad": "due_on",
    "due-days-bad": "due_days",
    "renew-bad": "renew_months",
    "note-long": "note",
    "role-bad": "role",
    "nobody-assigned": "unit",
    "assigned-already": "course",
}


@blueprint.get("/assignments")
@reachable_by(Audience.STEERING)
def assignments() -> Response:
    """What is asked of my people."""
    g.nav = ways.place()
    ended = request.args.get("state") == "ended"
    page = service.assignments_page(g.actor, current_language(), ended=ended, now=now())
    response = page_response(
        "institution/assignments.html", page, roles=words.asked_roles(), home=ways.home()
    )
    service.keep_look(g.actor, page, now=now())
    return response


@blueprint.route("/assignments/new", methods=["GET", "POST"])
@reachable_by(Audience.STEERING)
def new_assignment() -> Response:
    """Ask a course of a unit, a role or a person."""
    g.nav = ways.place()
    person = request.values.get("person", "")
    page = service.form_page(g.actor, current_language(), person, now=now())
    if request.method == "GET":
        data = {
            "unit": request.args.get("unit", ""),
            "course": request.args.get("course", ""),
            "begins": now().date(),
            "on_law_change": True,
            "compulsory": True,
        }
        form = AssignForm(formdata=None, data=data)
        form.offer(page)
        return _new_page(page, form)
    form = AssignForm()
    form.offer(page)
    if not form.validate():
        return _new_page(page, form, status=422)
    given = AssignmentForm(
        course=form.course.data or "",
        unit=form.unit.data or "",
        role=form.role.data or "",
        person=person,
    )
    try:
        key = service.assign(g.actor, given, form.terms(), now=now())
    except (BadInput, Conflict) as error:
        add_error(form[_FIELD_OF_CODE.get(error.code, "course")], words.refusal(error))
        return _new_page(page, form, status=422)
    notice("ok", _("It is asked."))
    return redirect(url_for("institution.assignment", key=key), 303)


def _new_page(page: FormPage, form: AssignForm, *, status: int = 200) -> Response:
    return page_response(
        "institution/new_assignment.html", page, status=status, form=form, home=ways.home()
    )


@blueprint.get("/assignments/<key>")
@reachable_by(Audience.STEERING)
def assignment(key: str) -> Response:
    """One assignment: its terms, and what can be changed."""
    return _show(key)


def _show(key: str, back: TermsFields | None = None) -> Response:
    g.nav = ways.place()
    page = service.assignment_page(g.actor, key, current_language(), now=now())
    form = back or TermsFields(formdata=None, data=terms_data(page.kept))
    response = page_response(
        "institution/assignment.html",
        page,
        status=422 if back else 200,
        form=form,
        roles=words.asked_roles(),
        home=ways.home(),
        today=now().date(),
    )
    service.keep_look_at(g.actor, page, now=now())
    return response


@blueprint.post("/assignments/<key>/change")
@reachable_by(Audience.STEERING)
def change_assignment(key: str) -> Response:
    """Other terms from today on."""
    form = TermsFields()
    try:
        if not form.validate():
            return _show(key, form)
        new = service.change(g.actor, key, form.terms(), now=now())
    except BadInput as error:
        add_error(form[_FIELD_OF_CODE.get(error.code, "due_on")], words.refusal(error))
        return _show(key, form)
    notice("ok", _("Changed, from today on."))
    return redirect(url_for("institution.assignment", key=new), 303)


@blueprint.post("/assignments/<key>/move")
@reachable_by(Audience.STEERING)
def move_assignment(key: str) -> Response:
    """Ask the version that the programme has today."""
    form = TermsFields()
    try:
        if not form.validate():
            return _show(key, form)
        new = service.move(g.actor, key, form.terms(), now=now())
    except BadInput as error:
        add_error(form[_FIELD_OF_CODE.get(error.code, "due_on")], words.refusal(error))
        return _show(key, form)
    notice("ok", _("Moved to the newer version, from today on."))
    return redirect(url_for("institution.assignment", key=new), 303)


@blueprint.post("/assignments/<key>/end")
@reachable_by(Audience.STEERING)
def end_assignment(key: str) -> Response:
    """Ask it no more from today on."""
    service.end(g.actor, key, now=now())
    notice("ok", _("It is not asked any more. What was asked before stays known."))
    return redirect(url_for("institution.assignments"), 303)
