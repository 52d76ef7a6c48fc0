"""Installed packs."""

from dataclasses import dataclass

from flask import g
from werkzeug.wrappers import Response

from elearn.services import admin_packs
from elearn.services.admin_packs import PackLine
from elearn.web.admin import blueprint
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response


@dataclass(frozen=True, slots=True)
class PacksPage:
    """All versions, by pack, newest first."""

    lines: tuple[PackLine, ...]


@blueprint.get("/admin/packs")
@reachable_by(Audience.ADMIN)
def packs() -> Response:
    """Which versions are here, in which state."""
    g.nav = "admin.people"
    return page_response("admin/packs.html", PacksPage(admin_packs.versions(g.actor)))
