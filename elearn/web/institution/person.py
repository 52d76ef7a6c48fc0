"""The page about one person, and what a leader may do for them."""

from functools import partial

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from elearn.core.errors import Conflict
from elearn.services import looks, nominations, person_view
from elearn.services.looks import LooksPage
from elearn.services.people import IssuedCode
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import NominateForm, add_error
from elearn.web.shared.compliance_words import compliance_words
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.letters import code_letter
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


def _page(
    key: str, form: NominateForm, *, issued: IssuedCode | None = None, status: int = 200
) -> Response:
    g.nav = "institution.people"
    page = person_view.person_page(g.actor, key, current_language(), now=now())
    form.course.choices = [SelectChoice(pack_id, title) for pack_id, title in page.courses]
    response = page_response(
        "institution/person.html",
        page,
        status=status,
        form=form,
        issued=issued,
        words=compliance_words(),
        roles=words.held_roles(),
    )
    person_view.keep_look(g.actor, page, now=now())
    return response


def _back(key: str) -> Response:
    return redirect(url_for("institution.person", key=key), 303)


@blueprint.get("/people/<key>")
@reachable_by(Audience.LEADER)
def person(key: str) -> Response:
    """What somebody completed and takes."""
    return _page(key, NominateForm())


@blueprint.post("/people/<key>/code")
@reachable_by(Audience.LEADER)
def issue_code(key: str) -> Response:
    """A one-time code with which they set a password; shown on this answer and never again."""
    secret = current_app.config["SECRET_KEY"]
    issued = person_view.issue_code(g.actor, key, code_letter, secret=secret, now=now())
    return _page(key, NominateForm(formdata=None), issued=issued)


@blueprint.post("/people/<key>/name")
@reachable_by(Audience.LEADER)
def decide_name(key: str) -> Response:
    """Confirm or decline the name that they ask to carry."""
    accept = request.form.get("decision") == "confirm"
    change = request.form.get("change", "")
    person_view.decide_name(g.actor, key, change, accept=accept, now=now())
    notice("ok", _("The name is confirmed.") if accept else _("The name is declined."))
    return _back(key)


@blueprint.post("/people/<key>/nominate")
@reachable_by(Audience.LEADER)
def nominate(key: str) -> Response:
    """Put them forward for a course."""
    form = NominateForm()
    try:
        nominations.nominate(g.actor, key, form.course.data or "", now=now())
    except Conflict as error:
        add_error(form.course, words.refusal(error))
        return _page(key, form, status=422)
    notice("ok", _("Nominated. Your coordinator decides; you see the answer under Nominations."))
    return _back(key)


@blueprint.get("/people/looks")
@reachable_by(Audience.LEADER)
def own_looks() -> Response:
    """What I looked at, as those people can read it too."""
    g.nav = "institution.people"
    before = request.args.get("before", 0, type=int)
    page = looks.own(g.actor, current_language(), before=before, now=now())
    return page_response("institution/looks.html", page, narrowed=partial(_narrowed, page))


def _narrowed(page: LooksPage, asked: dict[str, object]) -> list[str]:
    """What a list was narrowed to, in words; what has no word stands as it was asked."""
    states = compliance_words() | {
        state.value: word for state, word in words.filter_words().items()
    }
    known = {"unit": page.units, "course": page.courses, "state": states}
    return [known.get(name, {}).get(str(value), str(value)) for name, value in asked.items()]
