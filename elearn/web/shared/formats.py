"""How dates, numbers and durations are written in the reader's language: template filters."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES


def _locale() -> object:
    return LANGUAGES[current_language()].locale


def day(value: date | datetime | None) -> str:
    """`23 November 2026`; nothing for no date."""
    return format_date(value, "long", locale=_locale()) if value else ""  # type: ignore[arg-type]


def moment(value: datetime | None) -> str:
    """Day and time, in UTC, marked as such."""
    if value is None:
        return ""
    return f"{format_datetime(value, 'd MMM y, HH:mm', locale=_locale())} UTC"  # type: ignore[arg-type]


def number(value: float) -> str:
    """A number with the language's separators."""
    return format_decimal(value, locale=_locale())  # type: ignore[arg-type]


def percent(value: float) -> str:
    """`70 %`, from a number between 0 and 100."""
    return f"{format_decimal(round(float(value), 1), locale=_locale())}\u00a0%"  # type: ignore[arg-type]


def minutes(value: int) -> str:
    """`2 h 40 min`."""
    hours, rest = divmod(value, 60)
    if not hours:
        return ngettext("%(num)d min", "%(num)d min", rest)
    if not rest:
        return _("%(hours)d h", hours=hours)
    return _("%(hours)d h %(rest)d min", hours=hours, rest=rest)


def init_formats(app: Flask) -> None:
    """Install the filters."""
    for function in (day, moment, number, percent, minutes):
        app.add_template_filter(function, function.__name__)
