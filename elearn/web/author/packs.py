"""The packs on this site, one version, publishing and retiring it."""

from dataclasses import dataclass

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import Conflict
from elearn.core.pack.codes import CODES
from elearn.services import authoring
from elearn.services import packs as service
from elearn.web.author import blueprint
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import notice, render


@dataclass(frozen=True, slots=True)
class CodesPage:
    """All problem codes: code, severity, meaning."""

    codes: tuple[tuple[str, str, str], ...]


def _back(pack_id: str, version: str) -> Response:
    return redirect(url_for("author.version", pack_id=pack_id, version=version), 303)


@blueprint.get("/packs")
@reachable_by(Audience.TRAINER)
def packs() -> str:
    """All packs with their versions, problems, learners and reports."""
    return render("author/packs.html", authoring.packs_page(g.actor))


@blueprint.get("/packs/<pack_id>/<version>")
@reachable_by(Audience.TRAINER)
def version(pack_id: str, version: str) -> str:
    """One version: what it is, what is wrong with it, how far learners are."""
    g.nav = "author.packs"
    return render("author/version.html", authoring.version_page(g.actor, pack_id, version))


@blueprint.get("/packs/problems")
@reachable_by(Audience.TRAINER)
def problem_codes() -> str:
    """What each problem code means."""
    g.nav = "author.packs"
    codes = tuple((name, c.severity.value, c.meaning) for name, c in CODES.items())
    return render("author/problem_codes.html", CodesPage(codes))


@blueprint.post("/packs/<pack_id>/<version>/publish")
@reachable_by(Audience.TRAINER)
def publish(pack_id: str, version: str) -> Response:
    """Offer the version to learners."""
    service.publish(g.actor, pack_id, version, now=session.now())
    notice("ok", _("%(pack)s %(version)s is published.", pack=pack_id, version=version))
    return _back(pack_id, version)


@blueprint.post("/packs/<pack_id>/<version>/retire")
@reachable_by(Audience.TRAINER)
def retire(pack_id: str, version: str) -> Response:
    """Offer the version to nobody new."""
    try:
        service.retire(g.actor, pack_id, version, now=session.now())
    except Conflict:
        notice("warn", _("Only a published version can be retired."))
    else:
        words = _(
            "%(pack)s %(version)s is retired. Whoever is taking it can finish.",
            pack=pack_id,
            version=version,
        )
        notice("ok", words)
    return _back(pack_id, version)
