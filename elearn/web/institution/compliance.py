"""The compliance board: units and courses, the people behind a number."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from elearn.core.learning.compliance import Status
from elearn.services import compliance_board as service
from elearn.services import compliance_map as unit_map
from elearn.services import compliance_trend as trend
from elearn.services.compliance_board import Filter
from elearn.web.institution import blueprint, ways, words
from elearn.web.shared.compliance_words import compliance_words
from elearn.web.shared.guard import Audience, fits, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.render import page_response
from elearn.web.shared.session import now


def read_filter(args: MultiDict[str, str]) -> Filter:
    """The filter that an address asks for; what is not understood counts as not given."""
    state, page = args.get("state", ""), args.get("page", "1")
    return Filter(
        unit=args.get("unit", "")[:64],
        course=args.get("course", "")[:64],
        state=Status(state) if state in list(Status) else None,
        country=args.get("country", "")[:2],
        day=_day(args.get("day", "")),
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2199, 12, 31) else None


def address(asked: Filter, endpoint: str = "institution.compliance") -> str:
    """The address of the board, or of another page, with that filter."""
    values: dict[str, Any] = asked.to_raw()
    if asked.page > 1:
        values["page"] = str(asked.page)
    return url_for(endpoint, **values)


def _addresses(asked: Filter, view: str = "compliance") -> dict[str, Any]:
    """How the templates name other views with this filter."""
    here = f"institution.{view}"
    return {
        "unit_href": lambda key: address(replace(asked, unit=key, page=1), here),
        "people_href": lambda key, course="", state=None: address(
            replace(asked, unit=key, course=course or asked.course, state=state, page=1),
            "institution.compliance_people",
        ),
        "board_href": address(replace(asked, page=1)),
        "page_href": lambda n: address(replace(asked, page=n)),
        "tabs": [
            (endpoint, word, address(replace(asked, page=1), endpoint))
            for endpoint, word in (
                ("institution.compliance", _("Numbers")),
                ("institution.compliance_trend", _("Trend")),
                ("institution.compliance_map", _("Map of units")),
            )
            if endpoint == "institution.compliance" or fits(g.actor, Audience.LEADER)
        ],
        "narrowed": bool(asked.course or asked.state or asked.country or asked.day),
        "words": compliance_words(),
        "countries": words.countries(),
    }


@blueprint.get("/people/compliance")
@reachable_by(Audience.STEERING)
def compliance() -> Response:
    """Units and courses: how many stand how, today or on another day."""
    g.nav = ways.place()
    page = service.board(g.actor, read_filter(request.args), current_language(), now=now())
    return page_response(
        "institution/compliance.html", page, home=ways.home(), **_addresses(page.filter)
    )


@blueprint.get("/people/compliance/trend")
@reachable_by(Audience.LEADER)
def compliance_trend() -> Response:
    """How it went over the last twelve months."""
    g.nav = "institution.people"
    asked = read_filter(request.args)
    page = trend.trend_page(g.actor, asked, current_language(), now=now())
    return page_response(
        "institution/compliance_trend.html", page, **_addresses(page.filter, "compliance_trend")
    )


@blueprint.get("/people/compliance/map")
@reachable_by(Audience.LEADER)
def compliance_map() -> Response:
    """The units below one, by how far each is in order."""
    g.nav = "institution.people"
    asked = read_filter(request.args)
    page = unit_map.map_page(g.actor, asked, current_language(), now=now())
    return page_response(
        "institution/compliance_map.html",
        page,
        bands=words.band_words(),
        **_addresses(page.filter, "compliance_map"),
    )


@blueprint.get("/people/compliance/people")
@reachable_by(Audience.LEADER)
def compliance_people() -> Response:
    """The people behind a number."""
    g.nav = "institution.people"
    page = service.people(g.actor, read_filter(request.args), current_language(), now=now())
    asked = page.filter
    given = _addresses(asked) | {
        "page_href": lambda n: address(replace(asked, page=n), "institution.compliance_people"),
        "state_href": lambda state: address(
            replace(asked, state=Status(state) if state else None, page=1),
            "institution.compliance_people",
        ),
    }
    response = page_response("institution/compliance_people.html", page, **given)
    service.keep_look(g.actor, page, now=now())
    return response
