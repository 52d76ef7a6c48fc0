"""Reports of mistakes: the list, one of them, closing it."""

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.services import mistakes
from elearn.web.author import blueprint
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, page_response, render


@blueprint.get("/mistakes")
@reachable_by(Audience.TRAINER)
def reports() -> str:
    """Reports, open or closed."""
    g.nav = "author.packs"
    page = mistakes.reports_page(
        g.actor,
        request.args.get("state", "open"),
        request.args.get("pack", "")[:64],
        request.args.get("page", 1, type=int),
    )
    return render("author/reports.html", page)


def _show(key: str, *, status: int = 200, error: str = "", note: str = "") -> Response:
    g.nav = "author.packs"
    page = mistakes.report_page(g.actor, key, now=session.now())
    return page_response("author/report.html", page, status=status, error=error, note=note)


@blueprint.get("/mistakes/<key>")
@reachable_by(Audience.TRAINER)
def report(key: str) -> Response:
    """One report, with the block beside it."""
    return _show(key[:32])


@blueprint.post("/mistakes/<key>")
@reachable_by(Audience.TRAINER)
def close_report(key: str) -> Response:
    """Close a report with a note."""
    note = request.form.get("note", "")
    try:
        mistakes.close(g.actor, key[:32], note, now=session.now())
    except BadInput:
        error = _("Say in a few words what you did about it.")
        return _show(key[:32], status=422, error=error, note=note)
    notice("ok", _("The report is closed."))
    return redirect(url_for("author.reports"), 303)
