"""Words of reports: columns, states, what narrows them."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from babel.dates import format_date
from flask import current_app
from flask_babel import gettext as _

from elearn.core.learning.compliance import Status
from elearn.core.learning.report import Asked, RecordState, ReportKind, State
from elearn.services.report_rows import Question, Words
from elearn.web.shared.compliance_words import compliance_words
from elearn.web.shared.formats import moment
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.letters import spoken_in
from elearn.web.shared.zone import on_site


def kind_words() -> dict[ReportKind, str]:
    """What reports are of."""
    return {
        ReportKind.COMPLETIONS: _("Completions"),
        ReportKind.UNDER_WAY: _("People under way"),
        ReportKind.COMPLIANCE: _("Compliance"),
    }


def state_words(kind: ReportKind) -> Mapping[State, str]:
    """How records stand, or people with what is asked; nothing where a report has no states."""
    match kind:
        case ReportKind.COMPLETIONS:
            return _record_words()
        case ReportKind.COMPLIANCE:
            return {Status(state): word for state, word in compliance_words().items()}
        case ReportKind.UNDER_WAY:
            return {}


def _record_words() -> dict[State, str]:
    return {
        RecordState.VALID: _("Valid"),
        RecordState.EXPIRED: _("Expired"),
        RecordState.SUPERSEDED: _("Superseded"),
        RecordState.REVOKED: _("Revoked"),
    }


def _heading(kind: ReportKind) -> tuple[str, ...]:
    who = (_("Name"), _("Unit"), _("Course"), _("Version"))
    match kind:
        case ReportKind.COMPLETIONS:
            return (
                *who,
                _("Completed on"),
                _("Valid until"),
                _("Law as of"),
                _("State"),
                _("Renewed an older record"),
            )
        case ReportKind.UNDER_WAY:
            return (*who, _("Began on"), _("Last active on"), _("Progress in percent"))
        case ReportKind.COMPLIANCE:
            return (
                *who[:-1],
                _("State"),
                _("Due"),
                _("Since"),
                _("Until"),
                _("On the day"),
            )


def _filter(question: Question, day: partial[str]) -> tuple[tuple[str, str], ...]:
    """Label and value of everything that narrows a report."""
    asked: Asked = question.asked
    names = {placed.node.key: placed.node.name for placed in question.units}
    title = question.titles.get(asked.course)
    found: tuple[tuple[str, str], ...] = (
        (_("Unit and below"), names.get(asked.unit, "")),
        (_("Course"), title.plain if title else ""),
        (_("State"), state_words(asked.kind)[asked.state] if asked.state else ""),
        (_("Name"), asked.name),
        (_("From"), day(asked.first) if asked.first else ""),
        (_("To"), day(asked.last) if asked.last else ""),
    )
    if asked.kind is ReportKind.COMPLIANCE:
        found = (*found[:-2], (_("Day"), day(question.wanted.day)))
    return tuple((label, value or _("All")) for label, value in found)


def _day(value: date, *, language: str) -> str:
    return format_date(value, "medium", locale=LANGUAGES[language].locale)


def report_words(question: Question, language: str, now: datetime) -> Words:
    """What a file of a report says, in that language."""
    language = language if language in LANGUAGES else "en"
    day = partial(_day, language=language)
    with spoken_in(language):
        return Words(
            tag=LANGUAGES[language].tag,
            site=current_app.config["SETTINGS"].site_name,
            title=kind_words()[question.asked.kind],
            heading=_heading(question.asked.kind),
            states=state_words(question.asked.kind),
            yes=_("yes"),
            about=_("About this report"),
            what=_("What"),
            value=_("Value"),
            filter=_filter(question, day),
            as_of=_("As of"),
            made=moment(now),
            rows=_("Rows"),
            moment=on_site(now).replace(tzinfo=None),
            day=day,
        )
