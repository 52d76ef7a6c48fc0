"""How dates, numbers and durations are written in the reader's language: template filters."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from elearn.core.said import Said
from elearn.web.shared.i18n import catalogue, current_language
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.zone import on_site


def _locale() -> object:
    return LANGUAGES[current_language()].locale


def _day(value: date | datetime) -> date:
    """The day of a moment is that of the site."""
    return on_site(value).date() if isinstance(value, datetime) else value


def told(text: str) -> str:
    """A note (`core.said.Said`) in the reader's language; any other text as it is."""
    if not isinstance(text, Said) or not text:
        return text
    values = {k: told(v) if isinstance(v, Said) else v for k, v in text.values.items()}
    return _(text.template, **values)


def in_language(code: str) -> Callable[[str], str]:
    """Says a text (`core.said.Said`) without texts within it in the language with that code."""
    found = catalogue(code)

    def tell(text: str) -> str:
        if not isinstance(text, Said):
            return text
        words = found.gettext(text.template)
        return words % text.values if text.values else words

    return tell


def day(value: date | datetime | None) -> str:
    """`23 November 2026`; nothing for no date."""
    return format_date(_day(value), "long", locale=_locale()) if value else ""  # type: ignore[arg-type]


def short_day(value: date | datetime | None) -> str:
    """`23 Nov 2026`, for tables; nothing for no date."""
    return format_date(_day(value), "medium", locale=_locale()) if value else ""  # type: ignore[arg-type]


def short_month(value: date) -> str:
    """`Nov`, for the axis of a picture."""
    return format_date(value, "LLL", locale=_locale())  # type: ignore[arg-type]


def law_day(value: str) -> str:
    """A date of the register, which may be a year or a month only; nothing for none."""
    parts = value.split("-")
    try:
        found = date(*map(int, (*parts, "1", "1")[:3]))
    except ValueError:
        return value
    if len(parts) == 3:
        return day(found)
    if len(parts) == 1:
        return value
    return format_skeleton("yMMMM", found, locale=_locale())  # type: ignore[arg-type]


def moment(value: datetime | None) -> str:
    """Day and time by the clocks of the site, with the zone behind them."""
    if value is None:
        return ""
    shown = on_site(value)
    written = format_datetime(shown.replace(tzinfo=None), "d MMM y, HH:mm", locale=_locale())  # type: ignore[arg-type]
    return f"{written} {shown.tzname()}"


def number(value: float) -> str:
    """A number with the language's separators."""
    return format_decimal(value, locale=_locale())  # type: ignore[arg-type]


def hundredths(value: float) -> str:
    """A number with two decimals, for columns of a table."""
    return format_decimal(value, "#,##0.00;\u2212#,##0.00", locale=_locale())  # type: ignore[arg-type]


def points(value: Fraction | str) -> str:
    """Points, exact or as kept (`7/2`): at most two decimals; the rest is cut off, never added."""
    return _points(value, current_language())


@lru_cache(maxsize=4096)
def _points(value: Fraction | str, code: str) -> str:
    """The same in a language. A page of results asks for the same few again and again."""
    hundredths = Fraction(value) * 100
    whole = abs(hundredths.numerator) // hundredths.denominator
    shown = Decimal(whole if hundredths >= 0 else -whole).scaleb(-2)
    return format_decimal(shown, "#,##0.##;\u2212#,##0.##", locale=LANGUAGES[code].locale)


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


_NAMED = re.compile(r'\b(id|for|list|aria-describedby|aria-labelledby|aria-controls)="([^"]+)"')


def own_ids(html: Markup, suffix: object) -> Markup:
    """A part of a page with other ids, so that it may stand on the page twice."""

    def renamed(match: re.Match[str]) -> str:
        return f'{match[1]}="{" ".join(f"{name}-{suffix}" for name in match[2].split())}"'

    return Markup(_NAMED.sub(renamed, str(html)))  # noqa: S704  # it was markup before


def init_formats(app: Flask) -> None:
    """Install the filters and the words for languages and topics."""
    for words in (language_names, language_choices, topic_choices, topic_name):
        app.add_template_global(words, words.__name__)
    for function in (
        day,
        short_day,
        short_month,
        law_day,
        moment,
        number,
        hundredths,
        points,
        percent,
        minutes,
        own_ids,
        told,
    ):
        app.add_template_filter(function, function.__name__)
