"""A quiz or a bank for other systems: what each format loses, and the file."""

from flask import Response, g

from elearn.services import quiz_exports as service
from elearn.web.author import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import render

_TYPES = {"gift": "text/plain", "moodle-xml": "application/xml"}


@blueprint.get("/packs/<pack_id>/<version>/export/<item_id>")
@reachable_by(Audience.TRAINER)
def quiz_export(pack_id: str, version: str, item_id: str) -> str:
    """What each format would make of the questions."""
    g.nav = "author.packs"
    page = service.export_page(g.actor, pack_id, version, item_id)
    return render("author/quiz_export.html", page)


@blueprint.get("/packs/<pack_id>/<version>/export/<item_id>/<form>")
@reachable_by(Audience.TRAINER)
def quiz_export_file(pack_id: str, version: str, item_id: str, form: str) -> Response:
    """The file."""
    name, data = service.export_file(g.actor, pack_id, version, item_id, form)
    response = Response(data, content_type=f"{_TYPES[form]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
