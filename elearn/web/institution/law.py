"""Who was trained under law that changed since: the list, the file, asking them to learn it."""

from dataclasses import replace
from typing import Any

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from elearn.core.errors import BadInput
from elearn.core.spreadsheet import Cell
from elearn.services import law_people as service
from elearn.services.law_look import read_day
from elearn.services.law_people import Filter, Line
from elearn.web.institution import blueprint
from elearn.web.shared import refusals
from elearn.web.shared.files import csv_file
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.letters import law_asked_letter
from elearn.web.shared.render import notice, page_response
from elearn.web.shared.session import now

_OF_CODE = {
    "nobody-chosen": lambda: _("Choose at least one person."),
    "day-passed": lambda: _("Choose a day that is still to come."),
    "day-bad": lambda: _("Enter a day as 2026-06-12."),
}


def _filter() -> Filter:
    page = request.args.get("page", "1")
    return Filter(
        request.args.get("unit", "")[:64],
        request.args.get("course", "")[:64],
        int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _address(asked: Filter, endpoint: str = "institution.law_people") -> str:
    values: dict[str, Any] = {
        "unit": asked.unit,
        "course": asked.course,
        "page": str(asked.page) if asked.page > 1 else "",
    }
    return url_for(endpoint, **{name: value for name, value in values.items() if value})


@blueprint.get("/people/law")
@reachable_by(Audience.LEADER)
def law_people() -> Response:
    """Who completed a course under law that changed since."""
    return _page()


def _page(error: str = "") -> Response:
    g.nav = "institution.people"
    page = service.people(g.actor, _filter(), current_language(), now=now())
    asked = page.filter
    response = page_response(
        "institution/law.html",
        page,
        status=422 if error else 200,
        error=error,
        chosen=set(request.form.getlist("record")),
        due=request.form.get("due", ""),
        here=_address(asked),
        page_href=lambda n: _address(replace(asked, page=n)),
        export_href=_address(replace(asked, page=1), "institution.law_people_csv"),
    )
    service.keep_look(g.actor, page, now=now())
    return response


@blueprint.post("/people/law")
@reachable_by(Audience.LEADER)
def law_ask() -> Response:
    """Ask those who were chosen to learn what changed."""
    try:
        done = service.ask_to_learn(
            g.actor,
            _chosen(),
            read_day(request.form.get("due", "")),
            law_asked_letter,
            now=now(),
        )
    except BadInput as error:
        return _page(refusals.refusal(error, _OF_CODE))
    notice("ok", ngettext("%(num)d person is asked.", "%(num)d people are asked.", done))
    return redirect(_address(_filter()), 303)


def _chosen() -> list[str]:
    """The records that were ticked; or all on the page whose learners are not asked yet."""
    if not request.form.get("all"):
        return request.form.getlist("record")
    page = service.people(g.actor, _filter(), current_language(), now=now())
    return [line.key for line in page.lines if line.newer and not line.asked]


@blueprint.get("/people/law.csv")
@reachable_by(Audience.LEADER)
def law_people_csv() -> Response:
    """The same list as a file that Excel opens as it is."""
    language = current_language()
    parts = service.export(g.actor, _filter(), language, now=now())
    heading = (
        _("Name"),
        _("Unit"),
        _("Course"),
        _("Version"),
        _("Completed on"),
        _("Valid until"),
        _("Law as of"),
        _("What changed"),
        _("From which day"),
        _("Asked on"),
        _("Until when"),
    )
    rows = (_cells(line) for part in parts for line in part)
    return csv_file(f"law-{now().date().isoformat()}.csv", heading, rows, language)


def _cells(line: Line) -> tuple[Cell, ...]:
    more = f" (+{line.more})" if line.more else ""
    return (
        line.name,
        line.unit,
        line.course,
        line.version,
        line.completed,
        line.valid_until,
        line.law_checked,
        "; ".join(line.cites) + more,
        line.day,
        line.asked,
        line.due,
    )
