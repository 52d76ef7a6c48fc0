"""The audit trail."""

from datetime import date
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from elearn.services import audit_trail
from elearn.services.audit_trail import Filter
from elearn.web.admin import blueprint, words
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _older(asked: Filter, before: int) -> str:
    values: dict[str, Any] = {
        "actor": asked.actor,
        "action": asked.action,
        "from": asked.from_day.isoformat() if asked.from_day else "",
        "to": asked.to_day.isoformat() if asked.to_day else "",
    }
    return url_for("admin.audit", before=before, **{k: v for k, v in values.items() if v})


@blueprint.get("/admin/audit")
@reachable_by(Audience.ADMIN)
def audit() -> Response:
    """Who did what, newest first."""
    g.nav = "admin.people"
    before = request.args.get("before", 0, type=int)
    asked = Filter(
        actor=request.args.get("actor", "")[:200],
        action=request.args.get("action", "")[:40],
        from_day=_day(request.args.get("from", "")),
        to_day=_day(request.args.get("to", "")),
        before=min(before, 2**62),
    )
    page = audit_trail.trail(g.actor, asked)
    response = page_response(
        "admin/audit.html",
        page,
        acts=words.acts(),
        older_href=_older(asked, page.older) if page.older else "",
    )
    audit_trail.keep_look(g.actor, page, now=now())
    return response
