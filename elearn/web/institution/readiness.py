"""Readiness on a date: who will hold a current record on a day to come, as a page and as a file."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from elearn.core.learning.readiness import Ready
from elearn.services import exports
from elearn.services import readiness as service
from elearn.services.readiness import Filter
from elearn.web.institution import blueprint, words
from elearn.web.shared.files import csv_file
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


def read_filter(args: MultiDict[str, str]) -> Filter:
    """The filter that an address asks for; what is not understood counts as not given."""
    state, page = args.get("state", ""), args.get("page", "1")
    return Filter(
        day=_day(args.get("day", "")),
        unit=args.get("unit", "")[:64],
        course=args.get("course", "")[:64],
        state=Ready(state) if state in list(Ready) else None,
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def address(asked: Filter, endpoint: str = "institution.readiness") -> str:
    """The address of the list with that filter."""
    values: dict[str, Any] = asked.to_raw()
    if asked.page > 1:
        values["page"] = str(asked.page)
    return url_for(endpoint, **values)


@blueprint.get("/people/readiness")
@reachable_by(Audience.LEADER)
def readiness() -> Response:
    """Who will be ready on a day, and who will not."""
    g.nav = "institution.people"
    page = service.readiness(g.actor, read_filter(request.args), current_language(), now=now())
    asked = page.filter
    response = page_response(
        "institution/readiness.html",
        page,
        words=words.ready_words(),
        page_href=lambda n: address(replace(asked, page=n)),
        state_href=lambda state: address(replace(asked, state=state, page=1)),
        day_href=lambda day: address(replace(asked, day=day, page=1)),
        export_href=address(replace(asked, page=1), "institution.readiness_csv"),
        narrowed=bool(asked.unit or asked.course or asked.state),
        all_href=address(Filter(day=asked.day)),
    )
    service.keep_look(g.actor, page, now=now())
    return response


@blueprint.get("/people/readiness.csv")
@reachable_by(Audience.LEADER)
def readiness_csv() -> Response:
    """The same list as a file that Excel opens as it is."""
    asked = read_filter(request.args)
    parts = service.export(g.actor, asked, current_language(), now=now())
    known = words.ready_words()
    heading = (
        _("Name"),
        _("Unit"),
        _("Course"),
        _("On the day"),
        _("Version"),
        _("Law as of"),
        _("Valid until"),
    )
    rows = exports.ready_cells(parts, known.__getitem__)
    name = f"readiness-{asked.day or now().date()}.csv"
    return csv_file(name, heading, rows, current_language())
