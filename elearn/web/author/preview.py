"""The preview: a version as an officer will see it. Nothing is kept; every page is a GET."""

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from elearn.services import preview as service
from elearn.services.preview import (
    Asked,
    CasePreview,
    DebriefPreview,
    KeysPreview,
    LessonPreview,
    QuestionPreview,
    ScenePreview,
)
from elearn.web.author import blueprint, ways
from elearn.web.shared import session
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import render

_TEMPLATES = {
    LessonPreview: "author/preview_lesson.html",
    QuestionPreview: "author/preview_question.html",
    KeysPreview: "author/preview_keys.html",
    ScenePreview: "author/preview_scene.html",
    CasePreview: "author/preview_case.html",
    DebriefPreview: "author/preview_debrief.html",
}
_LONGEST_ROAD = 20_000


def _asked() -> Asked:
    road = request.args.get("road", "")[:_LONGEST_ROAD]
    return Asked(
        number=request.args.get("question", 1, type=int),
        draw=request.args.get("draw", 1, type=int),
        keys=bool(request.args.get("answers")),
        road=tuple(step for step in road.split(".") if step),
        debrief=bool(request.args.get("debrief")),
    )


@blueprint.get("/packs/<pack_id>/<version>/preview")
@reachable_by(Audience.REVIEWER)
def preview_start(pack_id: str, version: str) -> Response:
    """The first item."""
    first = service.first_item(g.actor, pack_id, version)
    return redirect(url_for("author.preview", pack_id=pack_id, version=version, item_id=first), 303)


@blueprint.get("/packs/<pack_id>/<version>/preview/<item_id>")
@reachable_by(Audience.REVIEWER)
def preview(pack_id: str, version: str, item_id: str) -> str:
    """An item as an officer will see it."""
    g.nav = ways.place()
    page = service.item(
        g.actor, (pack_id, version), item_id, _asked(), current_language(), now=session.now()
    )
    return render(_TEMPLATES[type(page)], page, writes=ways.writes())
