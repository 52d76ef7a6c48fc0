"""What is known about me: data, names, who looked, and all of it as a file."""

import json
from dataclasses import dataclass
from datetime import datetime

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput, Conflict
from elearn.services import people, personal_data
from elearn.web.account import blueprint
from elearn.web.account.forms import NameForm, add_error
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.render import notice, page_response

_LOOKS = 20


@dataclass(frozen=True, slots=True)
class LookLine:
    """Somebody looked: when, who, and where, in words."""

    at: datetime
    by: str
    where: str


def _where(page: str) -> str:
    words = {
        "person": _("The page about you"),
        "people": _("A list of people"),
        "people-export": _("An export of a list"),
        "report": _("A report"),
        "report-export": _("A report as a file"),
        "readiness": _("Who will be ready when law changes"),
        "assignments": _("What is asked of people"),
        "duties": _("What is asked of you"),
        "readiness-export": _("An export of who will be ready when law changes"),
        "unit": _("The people of a unit"),
        "nominations": _("Nominations"),
        "roster": _("A roster that is imported"),
        "granting": _("What you were granted for quizzes"),
        "marking": _("What you wrote in a quiz, to mark it"),
        "concerned": _("Whom the end of a course's version concerns"),
        "impact": _("Whose result a new version of a course would change"),
        "admin-people": _("The administrators' list of people"),
        "admin-person": _("The administrators' page about you"),
        "audit": _("The trail of changes"),
        "share": _("A link that you made to a record"),
        "api-people": _("A program: a list of people"),
        "api-person": _("A program: data about you"),
        "api-enrolments": _("A program: who takes which course"),
        "api-progress": _("A program: how far people have come"),
        "api-assignments": _("A program: what is asked of whom"),
        "api-compliance": _("A program: how people stand with what is asked"),
        "api-records": _("A program: completion records"),
        "api-webhook": _("A program was told about your completion records"),
        "api-scim": _("The directory of your institution"),
        "alumni-profile": _("Your alumni profile"),
        "alumni-directory": _("The directory of alumni"),
    }
    return words.get(page, page)


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The page about oneself.

    Attributes:
        profile: Data, units, and the open request for another name.
        language: The own name of the chosen language; empty if none was chosen.
        looks: Who looked, newest first.
        looks_before: From which number on older looks follow; None if these are all.
    """

    profile: personal_data.Profile
    language: str
    looks: tuple[LookLine, ...]
    looks_before: int | None


def _page(form: NameForm, *, status: int = 200) -> Response:
    mine = personal_data.profile(g.actor, now=session.now())
    before = request.args.get("before", type=int)
    looks = personal_data.looks_at(g.actor, limit=_LOOKS + 1, before=before)
    language = LANGUAGES.get(mine.person.language or "")
    page = ProfilePage(
        mine,
        language.name if language else "",
        tuple(LookLine(look.at, look.by, _where(look.page)) for look in looks[:_LOOKS]),
        looks[_LOOKS - 1].id if len(looks) > _LOOKS else None,
    )
    return page_response("account/profile.html", page, status=status, form=form)


@blueprint.get("/account")
@reachable_by(Audience.SIGNED_IN)
def profile() -> Response:
    """My data, my names, who looked."""
    return _page(NameForm())


@blueprint.post("/account/name")
@reachable_by(Audience.SIGNED_IN)
def ask_name() -> Response:
    """Ask to carry another name."""
    form = NameForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        people.ask_name_change(g.actor, form.name.data, form.reason.data, now=session.now())
    except (BadInput, Conflict) as error:
        add_error(form.reason if error.code == "bad-reason" else form.name, _words(error.code))
        return _page(form, status=422)
    notice("ok", _("Your request is on its way. Until it is confirmed, your name stays."))
    return redirect(url_for("account.profile"), 303)


def _words(code: str) -> str:
    match code:
        case "bad-reason":
            return _("Give a reason of at most 500 letters.")
        case "same-name":
            return _("This is your name already.")
        case "already-asked":
            return _("Your earlier request is still open.")
        case _other:
            return _("Enter a name of at most 200 letters.")


@blueprint.get("/account/my-data.json")
@reachable_by(Audience.SIGNED_IN)
def export() -> Response:
    """Everything that is kept about me, as a file."""
    data = personal_data.export(g.actor, now=session.now())
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
