"""Nominations: those that wait for a decision, and those that I made; one, or several at once."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import many_nominations
from elearn.services import nominations as service
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import DeclineForm, ManyForm, add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


def _page(
    form: DeclineForm,
    *,
    many: ManyForm | None = None,
    ticked: tuple[str, ...] = (),
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    coordinates = service.nominations_page(g.actor, current_language(), now=now())
    g.nav = "institution.units" if coordinates.decides else "institution.people"
    response = page_response(
        "institution/nominations.html",
        coordinates,
        status=status,
        form=form,
        many=many or ManyForm(formdata=None),
        ticked=ticked,
        problems={key: words.problem(code) for key, code in (problems or {}).items()},
    )
    service.keep_look(g.actor, coordinates, now=now())
    return response


@blueprint.get("/nominations")
@reachable_by(Audience.LEADER)
def nominations() -> Response:
    """What waits, and what I put forward."""
    return _page(DeclineForm(formdata=None))


@blueprint.post("/nominations/<key>")
@reachable_by(Audience.COORDINATOR)
def decide(key: str) -> Response:
    """Accept, which enrols the person, or decline with a note."""
    form = DeclineForm()
    accept = request.form.get("decision") == "accept"
    form.key.data = key
    try:
        if not form.validate():
            return _page(form, status=422)
        service.decide(g.actor, key, accept=accept, note=form.note.data or "", now=now())
    except (BadInput, Conflict) as error:
        add_error(form.note, words.refusal(error))
        return _page(form, status=422)
    notice("ok", _("Accepted: the course is waiting for them.") if accept else _("Declined."))
    return redirect(url_for("institution.nominations"), 303)


@blueprint.post("/nominations")
@reachable_by(Audience.COORDINATOR)
def decide_many() -> Response:
    """Accept or decline all that are ticked, or none of them."""
    form = ManyForm()
    accept = request.form.get("decision") == "accept"
    ticked = tuple(dict.fromkeys(request.form.getlist("nomination")))
    one = DeclineForm(formdata=None)
    try:
        if not form.validate():
            return _page(one, many=form, ticked=ticked, status=422)
        problems = many_nominations.decide(
            g.actor, ticked, accept=accept, note=form.note.data or "", now=now()
        )
    except (BadInput, Conflict) as error:
        add_error(form.note, words.refusal(error))
        return _page(one, many=form, ticked=ticked, status=422)
    if problems:
        _say_nothing_was_done(form, len(problems))
        return _page(one, many=form, ticked=ticked, problems=problems, status=409)
    notice("ok", _decided(len(ticked), accept=accept))
    return redirect(url_for("institution.nominations"), 303)


def _decided(number: int, *, accept: bool) -> str:
    if accept:
        return ngettext("%(num)d accepted.", "%(num)d accepted.", number)
    return ngettext("%(num)d declined.", "%(num)d declined.", number)


def _say_nothing_was_done(form: FlaskForm, problems: int) -> None:
    form.form_errors = [
        ngettext(
            "Nothing was changed: it does not work with %(num)d of them.",
            "Nothing was changed: it does not work with %(num)d of them.",
            problems,
        )
    ]


@blueprint.post("/people/nominate")
@reachable_by(Audience.LEADER)
def nominate_many() -> Response:
    """Put all that are ticked forward for a course, or none of them."""
    form = FlaskForm()
    ticked = tuple(dict.fromkeys(request.form.getlist("person")))
    course = request.form.get("course", "")[:64]
    done = None
    try:
        if course:
            done = many_nominations.nominate(g.actor, ticked, course, now=now())
        else:
            form.form_errors = [_("Choose a course.")]
    except BadInput as error:
        form.form_errors = [words.refusal(error)]
        ticked = ()
    if done is not None:
        said = ngettext(
            "%(num)d nominated. Your coordinator decides; you see the answer here.",
            "%(num)d nominated. Your coordinator decides; you see the answers here.",
            done,
        )
        notice("ok", said)
        return redirect(url_for("institution.nominations"), 303)
    return _nominating(form, ticked, course)


def _nominating(form: FlaskForm, ticked: tuple[str, ...], course: str) -> Response:
    """The people who were ticked, each with why it does not work; nothing was kept."""
    g.nav = "institution.people"
    page = many_nominations.nominating_page(g.actor, ticked, course, current_language(), now=now())
    if page.problems and course:
        _say_nothing_was_done(form, page.problems)
    response = page_response(
        "institution/nominate_many.html", page, status=422, form=form, problem=words.problem
    )
    many_nominations.keep_look(g.actor, page, now=now())
    return response
