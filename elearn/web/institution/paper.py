"""What certificates of an institution's people look like."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import Length, Optional

from elearn.core.errors import BadInput
from elearn.services import unit_papers as service
from elearn.services.unit_papers import PaperForm, PaperPage
from elearn.web.institution import blueprint
from elearn.web.institution.forms import add_error
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now


class UnitPaperForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Name, look, and whether the mark that is there goes."""

    name = StringField(
        _l("Name on certificates"),
        [Optional(), Length(max=service.LONGEST_NAME, message=_l("Use at most 200 letters."))],
        description=_l("As it should be printed. Left empty, no institution is named."),
    )
    look = RadioField(_l("What certificates look like"), validate_choice=False)
    without = BooleanField(_l("Take the mark that is there away"))

    def offer(self) -> None:
        """Fill the choice."""
        self.look.choices = [
            ("", _("As the course or the institution above has it")),
            ("classic", _("Classic: a woven frame and a seal")),
            ("modern", _("Modern: a dark ribbon at the left")),
            ("plain", _("Plain: no ornament, little ink")),
        ]


@blueprint.get("/institutions/<key>/certificates")
@reachable_by(Audience.COORDINATOR)
def paper(key: str) -> Response:
    """What is set for a unit, and the form to change it."""
    page = service.paper_page(g.actor, key, now=now())
    return _page(page, UnitPaperForm(formdata=None, data={"name": page.name, "look": page.look}))


@blueprint.post("/institutions/<key>/certificates")
@reachable_by(Audience.COORDINATOR)
def set_paper(key: str) -> Response:
    """Set it."""
    page = service.paper_page(g.actor, key, now=now())
    form = UnitPaperForm()
    form.offer()
    if not form.validate():
        return _page(page, form, status=422)
    file = request.files.get("mark")
    given = PaperForm(
        name=form.name.data or "",
        look=form.look.data or "",
        file_name=(file.filename or "") if file else "",
        file=file.read() if file else b"",
        keep_mark=not form.without.data,
    )
    try:
        service.set_paper(g.actor, key, given, now=now())
    except BadInput as error:
        if error.code == "mark-unreadable":
            return _page(page, form, status=422, mark_error=_(error.message))
        add_error(form.look if error.code == "look-unknown" else form.name, _(error.message))
        return _page(page, form, status=422)
    notice("ok", _("Certificates that are issued from now on look like this."))
    return redirect(url_for("institution.paper", key=key), 303)


@blueprint.post("/institutions/<key>/certificates/forget")
@reachable_by(Audience.COORDINATOR)
def forget_paper(key: str) -> Response:
    """Set nothing for this unit any more."""
    service.forget_paper(g.actor, key, now=now())
    notice("ok", _("Certificates look as the institution above has it."))
    return redirect(url_for("institution.paper", key=key), 303)


def _page(
    page: PaperPage, form: UnitPaperForm, *, status: int = 200, mark_error: str = ""
) -> Response:
    g.nav = "institution.units"
    form.offer()
    return page_response(
        "institution/paper.html", page, status=status, form=form, mark_error=mark_error
    )
