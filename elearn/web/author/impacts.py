"""What publishing a version would do, and whom the end of one concerns."""

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import authoring, endings, impacts, publication_pages
from elearn.web.author import blueprint
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, render


@blueprint.get("/packs/<pack_id>/<version>/impact")
@reachable_by(Audience.TRAINER)
def impact(pack_id: str, version: str) -> str:
    """Who goes where, and whose result would be another one."""
    g.nav = "author.packs"
    page = publication_pages.impact_page(g.actor, pack_id, version, now=session.now())
    shown = render("author/impact.html", page)
    if page.results is not None:
        kept = authoring.require_version(g.actor, pack_id, version)
        impacts.keep_look(g.actor, kept, page.results, now=session.now())
    return shown


@blueprint.post("/packs/<pack_id>/<version>/impact")
@reachable_by(Audience.TRAINER)
def work_out_impact(pack_id: str, version: str) -> Response:
    """Have kept answers marked by the questions of the version."""
    kept = authoring.require_version(g.actor, pack_id, version)
    impacts.work_out(g.actor, kept, now=session.now())
    notice("ok", _("It is being worked out. Load this page again in a moment."))
    return redirect(url_for("author.impact", pack_id=pack_id, version=version), 303)


@blueprint.get("/packs/<pack_id>/<version>/concerned")
@reachable_by(Audience.TRAINER)
def concerned(pack_id: str, version: str) -> str:
    """Whom the end of a version concerns: numbers, and names for those who may know them."""
    g.nav = "author.packs"
    page = endings.concerned_page(g.actor, pack_id, version, now=session.now())
    shown = render("author/concerned.html", page)
    endings.keep_look(g.actor, page, now=session.now())
    return shown
