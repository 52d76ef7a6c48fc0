"""Words of indicators: breakdowns and their keys, headings, and the rules of what is shown."""

from datetime import date, datetime
from functools import partial

from babel.dates import format_date
from flask import current_app
from flask_babel import gettext as _

from elearn.core.indicator.logframe import Measure
from elearn.core.indicator.shapes import MAN, OTHER, UNKNOWN, WOMAN, By, Shape
from elearn.core.spreadsheet import Cell
from elearn.services.indicator_files import Report, Words
from elearn.web.shared.formats import moment
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.letters import spoken_in


def by_words() -> dict[By, str]:
    """What breakdowns are called."""
    return {
        By.COUNTRY: _("Country"),
        By.INSTITUTION: _("Institution"),
        By.SEX: _("Sex"),
        By.FUNCTION: _("Function"),
        By.QUARTER: _("Quarter"),
    }


def shape_words() -> dict[Shape, str]:
    """What tables are called."""
    return {
        (By.COUNTRY, By.SEX): _("Country by sex"),
        (By.COUNTRY, By.QUARTER): _("Country by quarter"),
        (By.INSTITUTION, By.SEX): _("Institution by sex"),
        (By.FUNCTION, By.SEX): _("Function by sex"),
        (By.QUARTER, By.SEX): _("Quarter by sex"),
        (By.COUNTRY,): _("By country"),
        (By.INSTITUTION,): _("By institution"),
        (By.FUNCTION,): _("By function"),
        (By.QUARTER,): _("By quarter"),
        (By.SEX,): _("By sex"),
    }


def measure_words() -> dict[Measure, str]:
    """What each measure counts, in a sentence."""
    return {
        Measure.PEOPLE_TRAINED: _("Distinct people with a completion record."),
        Measure.COMPLETIONS: _("Completion records; of one person there may be several."),
        Measure.INSTITUTIONS_REACHED: _("Institutions with at least three people trained."),
        Measure.WOMENS_SHARE: _("Women among those trained whose sex is known, in per cent."),
        Measure.KNOWLEDGE_GAIN: _(
            "From pretest to post-test, in points of per cent, on average over first post-tests."
        ),
        Measure.CERTIFIED_CURRENT_LAW: _(
            "People with a record that holds on the last day, and whose law is still in force then."
        ),
        Measure.TRANSFERS: _("Moves of people trained to another unit of their institution."),
        Measure.WORKSHOP_EVALUATIONS: _("What participants of workshops thought of them."),
    }


def _countries() -> dict[str, str]:
    return {
        "AL": _("Albania"),
        "BA": _("Bosnia and Herzegovina"),
        "HR": _("Croatia"),
        "XK": _("Kosovo*"),
        "ME": _("Montenegro"),
        "MK": _("North Macedonia"),
        "RS": _("Serbia"),
    }


def rule_words() -> tuple[str, ...]:
    """How figures are shown, and why: a sentence each."""
    return (
        _("Counts are rounded to 5, so that 0, 1 and 2 look the same."),
        _("Totals are rounded from exact values; they need not be the sum of what stands above."),
        _("Shares and means are shown of 20 people or more only; shares come from rounded counts."),
        _(
            "Each table has the same rows and columns whoever was trained, and at most two "
            "breakdowns."
        ),
    )


def differs_words() -> dict[str, str]:
    """What of frozen figures can differ when they are derived again."""
    return {
        "records": _("how many records there are"),
        "digest": _("which records there are"),
        "people": _("how many people were trained"),
        "ground": _("what is kept of the people counted"),
        "values": _("values of indicators"),
        "tables": _("tables"),
    }


def key_words(report: Report) -> dict[tuple[By, str], str]:
    """What every key of every breakdown is called."""
    said = {
        By.COUNTRY: _countries(),
        By.SEX: {WOMAN: _("Women"), MAN: _("Men"), UNKNOWN: _("Another, or not known")},
        By.FUNCTION: {
            **{one.id: one.title for one in report.frame.functions},
            OTHER: _("Other functions"),
        },
        By.QUARTER: {q: _quarter(q) for q in report.axes[By.QUARTER]},
    }
    unknown = _("Not known")
    return {
        (by, key): said.get(by, {}).get(key) or (unknown if key == UNKNOWN else key)
        for by, keys in report.axes.items()
        for key in keys
    }


def _quarter(key: str) -> str:
    year, _dash, number = key.partition("-Q")
    return _("Q%(number)s %(year)s", number=number, year=year)


def indicator_words(report: Report, language: str, now: datetime) -> Words:
    """What files of indicators say, in that language."""
    language = language if language in LANGUAGES else "en"
    day = partial(_day, language=language)
    with spoken_in(language):
        return Words(
            tag=LANGUAGES[language].tag,
            indicators=_("Indicators"),
            heading=(
                _("Indicator"),
                _("Baseline"),
                _("Target"),
                _("Reached"),
                _("Next milestone"),
                _("By"),
            ),
            value=_("Value"),
            total=_("Total"),
            by=by_words(),
            titles=shape_words(),
            keys=key_words(report),
            too_few=_("not shown: too few, or nobody known"),
            not_collected=_("not collected yet"),
            about=_("About this file"),
            about_heading=(_("What"), _("Value")),
            told=_told(report, now),
            day=day,
            made=moment(now),
        )


def _told(report: Report, now: datetime) -> tuple[tuple[str, Cell], ...]:
    return (
        (_("Programme"), report.frame.title),
        (_("From"), report.frame.first),
        (_("Until"), report.last),
        (_("Made"), moment(now)),
        (_("Set of records (SHA-256)"), report.found.digest),
        *((_("How figures are shown"), rule) for rule in rule_words()),
        (_("Site"), current_app.config["SETTINGS"].site_name),
    )


def _day(value: date, *, language: str) -> str:
    return format_date(value, "medium", locale=LANGUAGES[language].locale)
