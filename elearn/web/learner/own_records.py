"""My records as plain data: each whole as JSON, all of them as JSON or as a table."""

from flask import g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from elearn.services import own_records as service
from elearn.services.own_records import RecordRow
from elearn.web.learner import blueprint
from elearn.web.shared.files import attached, csv_file
from elearn.web.shared.formats import language_names
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.record_words import record_word, standing_word
from elearn.web.shared.session import now


@blueprint.get("/records/<key>/record.json")
@reachable_by(Audience.SIGNED_IN)
def record_file(key: str) -> Response:
    """One record, whole."""
    text = service.my_record_file(g.actor, key)
    return attached(text.encode(), "application/json", f"record-{key}.json")


@blueprint.get("/records/records.json")
@reachable_by(Audience.SIGNED_IN)
def records_file() -> Response:
    """All my records, whole."""
    text = service.my_records_file(g.actor)
    return attached(text.encode(), "application/json", f"records-{now():%Y-%m-%d}.json")


@blueprint.get("/records/records.csv")
@reachable_by(Audience.SIGNED_IN)
def records_table() -> Response:
    """All my records, a line each."""
    rows = map(_row, service.my_records_table(g.actor, now=now()))
    return csv_file(f"records-{now():%Y-%m-%d}.csv", _heading(), rows, current_language())


def _heading() -> list[str]:
    return [
        _("Course"),
        _("Kind of award"),
        _("Standing"),
        _("Completed"),
        _("Valid until"),
        _("Law as of"),
        _("Validity"),
        _("Language"),
        _("Pack"),
        _("Version"),
        _("EQF level"),
        _("Hours"),
        _("Awarded by"),
        _("Country"),
        _("Code"),
        _("Digest of the record"),
    ]


def _row(row: RecordRow) -> list[str | int]:
    facts = row.facts
    days = (facts.issued, facts.valid_until, facts.law_checked)
    return [
        facts.title,
        record_word("kind", facts.kind),
        standing_word(row.status),
        *(day.isoformat() if day else "" for day in days),
        record_word("validity", facts.validity) if facts.validity else "",
        language_names([facts.language]),
        facts.pack,
        facts.version,
        "" if facts.eqf is None else facts.eqf,
        sum(facts.hours.values()),
        facts.awarding_body,
        facts.awarding_country,
        row.code,
        row.digest,
    ]
