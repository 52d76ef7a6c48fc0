"""How dates, numbers and durations are written in the reader's language: template filters."""

from collections.abc import Iterable
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


def short_day(value: date | datetime | None) -> str:
    """`23 Nov 2026`, for tables; nothing for no date."""
    return format_date(value, "medium", locale=_locale()) if value else ""  # type: ignore[arg-type]


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


def language_names(codes: Iterable[str]) -> str:
    """Languages by their own names: `English, Српски`."""
    return ", ".join(LANGUAGES[code].name for code in codes if code in LANGUAGES)


def language_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Languages as choices of a filter."""
    return [(code, LANGUAGES[code].name) for code in codes if code in LANGUAGES]


def topic_choices(topics: Iterable[str]) -> list[tuple[str, str]]:
    """Topics of packs as choices of a filter."""
    return [(topic, topic_name(topic)) for topic in topics]


def topic_name(topic: str) -> str:
    """A topic in words: those that the house knows are translated."""
    known = {
        "border-control": _("Border control"),
        "asylum": _("Asylum and protection"),
        "trafficking": _("Trafficking and smuggling"),
        "vulnerable": _("Vulnerable persons"),
        "documents": _("Documents and identity"),
        "return": _("Return and readmission"),
        "fundamental-rights": _("Fundamental rights"),
        "cooperation": _("Regional cooperation"),
    }
    return known.get(topic) or topic.replace("-", " ").capitalize()


def init_formats(app: Flask) -> None:
    """Install the filters and the words for languages and topics."""
    for words in (language_names, language_choices, topic_choices, topic_name):
        app.add_template_global(words, words.__name__)
    for function in (day, short_day, moment, number, percent, minutes):
        app.add_template_filter(function, function.__name__)
