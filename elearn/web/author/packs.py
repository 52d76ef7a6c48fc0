"""The packs on this site, and one version."""

from dataclasses import dataclass

from flask import g

from elearn.core.pack.codes import CODES
from elearn.services import authoring
from elearn.web.author import blueprint
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import render


@dataclass(frozen=True, slots=True)
class CodesPage:
    """All problem codes: code, severity, whether days make it an error, meaning."""

    codes: tuple[tuple[str, str, bool, str], ...]


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
    page = authoring.version_page(g.actor, pack_id, version, current_language(), now=session.now())
    return render("author/version.html", page)


@blueprint.get("/packs/problems")
@reachable_by(Audience.TRAINER)
def problem_codes() -> str:
    """What each problem code means."""
    g.nav = "author.packs"
    codes = tuple((name, c.severity.value, c.by_date, c.meaning) for name, c in CODES.items())
    return render("author/problem_codes.html", CodesPage(codes))
