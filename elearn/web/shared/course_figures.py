"""A course in figures, as trainers and leaders see it: the page, and its address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.core.learning.course_figures import Took
from elearn.services.course_figures import FiguresPage, Filter
from elearn.web.shared.render import page_response


def read_filter(args: Mapping[str, str]) -> Filter:
    """The filter that an address asks for; what is not understood counts as not given."""
    return Filter(
        course=args.get("course", "")[:64],
        unit=args.get("unit", "")[:64],
        first=_day(args.get("first", "")),
        last=_day(args.get("last", "")),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2199, 12, 31) else None


def response(page: FiguresPage, endpoint: str, way: list[tuple[str, str]]) -> Response:
    """The page. `way` leads to it: labels and addresses."""
    values: dict[str, Any] = {"course": page.filter.course or None}
    return page_response(
        "institution/course_figures.html",
        page,
        here=url_for(endpoint),
        all_href=url_for(endpoint, **values),
        way=way,
        took=took_words(),
        narrowed=bool(page.filter.unit or page.filter.first or page.filter.last),
    )


def took_words() -> dict[str, str]:
    """How long something took."""
    return {
        Took.DAY.value: _("Within a day"),
        Took.WEEK.value: _("Within a week"),
        Took.MONTH.value: _("Within 30 days"),
        Took.QUARTER.value: _("Within 90 days"),
        Took.LONGER.value: _("Longer"),
    }
