"""The list of people and courses, as a page and as a file."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from elearn.core.learning.standing_in_list import ListFilter
from elearn.services import exports, overview
from elearn.services.overview import SORTS, Filter
from elearn.web.institution import blueprint, words
from elearn.web.shared.files import csv_file
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


def read_filter(args: MultiDict[str, str]) -> Filter:
    """The filter that an address asks for; what is not understood counts as not given."""
    state = args.get("state", "")
    sort = args.get("sort", "state")
    page = args.get("page", "1")
    return Filter(
        unit=args.get("unit", "")[:64],
        course=args.get("course", "")[:64],
        state=ListFilter(state) if state in list(ListFilter) else None,
        name=args.get("name", "")[:100],
        sort=sort if sort in SORTS else "state",
        descending=args.get("down") == "1",
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def address(asked: Filter, endpoint: str = "institution.people") -> str:
    """The address of the list with that filter."""
    values: dict[str, Any] = {
        "unit": asked.unit,
        "course": asked.course,
        "state": asked.state.value if asked.state else "",
        "name": asked.name,
        "sort": asked.sort if asked.sort != "state" else "",
        "down": "1" if asked.descending else "",
        "page": str(asked.page) if asked.page > 1 else "",
    }
    return url_for(endpoint, **{key: value for key, value in values.items() if value})


def _sorted_by(asked: Filter) -> Callable[[str], str]:
    def href(key: str) -> str:
        turned = key == asked.sort and not asked.descending
        return address(replace(asked, sort=key, descending=turned, page=1))

    return href


@blueprint.get("/people")
@reachable_by(Audience.LEADER)
def people() -> Response:
    """Who has completed what, who needs attention first."""
    page = overview.people(g.actor, read_filter(request.args), current_language(), now=now())
    asked = page.filter
    response = page_response(
        "institution/people.html",
        page,
        words=words.filter_words(),
        sort_href=_sorted_by(asked),
        page_href=lambda n: address(replace(asked, page=n)),
        state_href=lambda state: address(replace(asked, state=state, page=1)),
        export_href=address(replace(asked, page=1), "institution.people_csv"),
        narrowed=bool(asked.to_raw()),
    )
    overview.keep_look(g.actor, page, now=now())
    return response


@blueprint.get("/people.csv")
@reachable_by(Audience.LEADER)
def people_csv() -> Response:
    """The same list as a file that Excel opens as it is."""
    language = current_language()
    asked = read_filter(request.args)
    parts = overview.export(g.actor, asked, language, now=now())
    heading = (
        _("Name"),
        _("Unit"),
        _("Course"),
        _("State"),
        _("Completed on"),
        _("Valid until"),
        _("Progress in percent"),
        _("Last active on"),
        _("Renewed on"),
    )
    name = f"people-{now().date().isoformat()}.csv"
    return csv_file(name, heading, exports.cells(parts, words.state_word), language)
