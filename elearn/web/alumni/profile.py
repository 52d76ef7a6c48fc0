"""Join, my own profile, leave."""

from dataclasses import dataclass

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.core.learning.visibility import LISTS, Value
from elearn.services import alumni
from elearn.web.alumni import blueprint
from elearn.web.alumni.forms import ProfileForm, filled
from elearn.web.alumni.words import FIELD_LABELS, spoken
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """My profile as the page shows it: label and value of what each circle sees.

    `lists` says in words what is ticked in the fields that hold several values.
    """

    profile: alumni.ProfilePage
    seen_by_country: tuple[tuple[str, str], ...]
    seen_by_alumni: tuple[tuple[str, str], ...]
    lists: dict[str, str]


def _lines(fields: dict[str, Value]) -> tuple[tuple[str, str], ...]:
    return tuple((str(FIELD_LABELS[name]), spoken(name, value)) for name, value in fields.items())


@blueprint.get("/alumni/join")
@reachable_by(Audience.SIGNED_IN)
def join() -> Response:
    """What the alumni are, and the way in."""
    g.nav = "alumni.directory"
    return page_response("alumni/join.html", alumni.join_page(g.actor))


@blueprint.post("/alumni/join")
@reachable_by(Audience.SIGNED_IN)
def join_now() -> Response:
    """Join."""
    alumni.join(g.actor, now=session.now())
    notice("ok", _("Welcome. Nothing about you is shown to anybody until you say so here."))
    return redirect(url_for("alumni.profile"), 303)


def _page(form: ProfileForm, page: alumni.ProfilePage, *, status: int = 200) -> Response:
    chosen = form.values()
    g.nav = "alumni.directory"
    own = OwnProfile(
        page,
        _lines(page.seen_by_country),
        _lines(page.seen_by_alumni),
        {name: spoken(name, chosen[name]) for name in sorted(LISTS)},
    )
    return page_response("alumni/profile.html", own, status=status, form=form)


@blueprint.route("/alumni/me", methods=["GET", "POST"])
@reachable_by(Audience.ALUMNI)
def profile() -> Response:
    """My profile: what I say, and who sees it."""
    page = alumni.my_profile(g.actor)
    form = filled(page, g.actor.name, g.actor.country)
    if not form.is_submitted():
        return _page(form, page)
    if not form.validate():
        return _page(form, page, status=422)
    try:
        alumni.save_profile(g.actor, form.values(), form.visibility(), listed=form.listed.data)
    except BadInput as error:
        field = form[str(error.details["field"])]
        field.errors = [*field.errors, _("Please check what you entered.")]
        return _page(form, page, status=422)
    notice("ok", _("Your profile is saved. Beside the form you see what others see of it."))
    return redirect(url_for("alumni.profile"), 303)


@blueprint.post("/alumni/leave")
@reachable_by(Audience.ALUMNI)
def leave() -> Response:
    """Leave, and have everything in the profile deleted."""
    alumni.leave(g.actor, now=session.now())
    notice("ok", _("You have left the alumni. What you wrote in your profile is deleted."))
    return redirect(url_for("learner.my_learning"), 303)
