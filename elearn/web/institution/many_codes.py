"""Many codes at once: pasted or from a file; the result is a table to keep."""

from dataclasses import dataclass
from datetime import date

from flask import g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.core.learning.standing import Status
from elearn.services import many_codes as service
from elearn.services.many_codes import Line
from elearn.web.institution import blueprint
from elearn.web.shared.files import csv_file
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.record_words import until_law_word
from elearn.web.shared.refusals import refusal
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


@dataclass(frozen=True, slots=True)
class ManyCodesPage:
    """The form; `error` says what was wrong with what was sent."""

    most: int
    text: str = ""
    error: str = ""


@blueprint.get("/people/codes")
@reachable_by(Audience.LEADER)
def many_codes() -> Response:
    """The form that takes codes."""
    g.nav = "institution.people"
    return page_response("institution/many_codes.html", ManyCodesPage(service.MOST))


@blueprint.post("/people/codes.csv")
@reachable_by(Audience.LEADER)
def many_codes_csv() -> Response:
    """How each record stands, as a table."""
    sent = request.files.get("file")
    text = (sent.read().decode("utf-8", errors="replace") if sent else "") or request.form.get(
        "text", ""
    )
    try:
        lines = service.verify_many(g.actor, text, now=now())
    except BadInput as error:
        g.nav = "institution.people"
        page = ManyCodesPage(service.MOST, text, refusal(error, _REFUSALS))
        return page_response("institution/many_codes.html", page, status=error.status)
    heading = [
        _("Given"),
        _("Status"),
        _("Course"),
        _("Version"),
        _("Completed"),
        _("Valid until"),
        _("Law as of"),
    ]
    return csv_file("verified.csv", heading, map(_row, lines), current_language())


_REFUSALS = {
    "codes-missing": lambda: _("Enter at least one code."),
    "codes-too-many": lambda: _("At most 500 codes are checked at once."),
}


def _row(line: Line) -> list[str]:
    found = line.found
    version = f"{found.pack_id} {found.version}".strip()
    until = _day(found.valid_until) or (until_law_word() if found.until_law else "")
    shown = [_day(found.issued), until, _day(found.law_checked)]
    return [line.given, _status(found.status, line.refused), found.title, version, *shown]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _status(status: Status, refused: str) -> str:
    if refused and refused != "artefact-unknown":
        return _("Cannot be trusted")
    words = {
        Status.VALID: _("Valid"),
        Status.EXPIRED: _("Expired"),
        Status.SUPERSEDED: _("Replaced"),
        Status.REVOKED: _("Revoked"),
        Status.UNKNOWN: _("Unknown"),
    }
    return words[status]
