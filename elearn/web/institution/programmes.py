"""Programmes, for those who make them: courses in order, as dated versions."""

from flask import g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from elearn.core.errors import BadInput
from elearn.services import programmes as service
from elearn.services.programmes import BadProgramme
from elearn.web.institution import blueprint, words
from elearn.web.institution.forms import add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


class ProgrammeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A version of a programme."""

    title = StringField(_l("Title"), [DataRequired(_l("Enter a title.")), Length(max=200)])
    steps = TextAreaField(
        _l("Steps, one a line"), [DataRequired(_l("Enter the steps.")), Length(max=20000)]
    )
    from_day = DateField(_l("From"), [InputRequired(_l("Enter a day."))])


def _show(key: str, back: ProgrammeForm | None = None) -> Response:
    g.nav = "institution.units"
    page = service.programme_page(g.actor, key, current_language(), now=now())
    newest = page.versions[0] if page.versions else None
    data: dict[str, object] = {"from_day": now().date()}
    if newest:
        data |= {"title": newest.title, "steps": newest.steps}
    form = back or ProgrammeForm(formdata=None, data=data)
    status = 422 if back else 200
    return page_response("institution/programme.html", page, status=status, form=form, key=key)


def _keep(key: str) -> Response:
    form = ProgrammeForm()
    try:
        if not form.validate():
            return _show(key, form)
        kept = service.keep(
            g.actor, key, form.title.data, form.steps.data, form.from_day.data, now=now()
        )
    except BadProgramme as error:
        add_error(form.steps, words.programme_fault(error))
        return _show(key, form)
    except BadInput as error:
        field = form.title if error.code == "title-bad" else form.from_day
        add_error(field, words.refusal(error))
        return _show(key, form)
    notice("ok", _("The programme is kept."))
    return redirect(url_for("institution.programme", key=kept), 303)


@blueprint.get("/programmes/new")
@reachable_by(Audience.STEERING)
def new_programme() -> Response:
    """The form of a new programme."""
    return _show("")


@blueprint.post("/programmes/new")
@reachable_by(Audience.STEERING)
def make_programme() -> Response:
    """Make a programme."""
    return _keep("")


@blueprint.get("/programmes/<key>")
@reachable_by(Audience.STEERING)
def programme(key: str) -> Response:
    """A programme and its versions."""
    return _show(key)


@blueprint.post("/programmes/<key>")
@reachable_by(Audience.STEERING)
def change_programme(key: str) -> Response:
    """Another version."""
    return _keep(key)


@blueprint.post("/programmes/<key>/close")
@reachable_by(Audience.STEERING)
def close_programme(key: str) -> Response:
    """Offer it no more."""
    service.close(g.actor, key, now=now())
    notice("ok", _("The programme is closed. Its versions are kept."))
    return redirect(url_for("learner.programmes"), 303)
