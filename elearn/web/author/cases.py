"""How learners went through a case study: the map with numbers, and no names."""

from flask import g

from elearn.services import case_statistics
from elearn.web.author import blueprint
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import render


@blueprint.get("/packs/<pack_id>/<version>/cases/<item_id>")
@reachable_by(Audience.TRAINER)
def case(pack_id: str, version: str, item_id: str) -> str:
    """Which ways were taken, where people stop, and what followed which choice."""
    g.nav = "author.packs"
    page = case_statistics.report(
        g.actor, (pack_id, version), item_id, current_language(), now=session.now()
    )
    return render("author/case.html", page)
