"""My transcript: all my completion records as one PDF, in the language of the page."""

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from elearn.services import transcripts as service
from elearn.services.transcripts import (
    RecordOnPaper,
    Transcript,
    TranscriptLine,
    TranscriptPage,
)
from elearn.web.learner import blueprint
from elearn.web.learner.addresses import for_others
from elearn.web.shared.files import attached
from elearn.web.shared.formats import day, language_names, short_day
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.record_words import last_day, standing_word
from elearn.web.shared.session import now


@blueprint.get("/records/transcript.pdf")
@reachable_by(Audience.SIGNED_IN)
def transcript() -> Response:
    """All my records, or with `standing=valid` those that hold today."""
    only_valid = request.args.get("standing") == "valid"
    content = service.my_transcript(g.actor, _worded, only_valid=only_valid, now=now())
    return attached(content, "application/pdf", f"records-{now():%Y-%m-%d}.pdf")


def _worded(page: TranscriptPage) -> Transcript:
    language = LANGUAGES[current_language()]
    return Transcript(
        language=language.tag,
        region=language.locale.territory or "",
        day=page.day,
        site=current_app.config["SETTINGS"].site_name,
        heading=_("Completion records"),
        of_whom=_("Records of"),
        name=page.name,
        made=_("As they stood on %(day)s", day=day(page.day)),
        description=_("Completion records of one person, with the signed records attached."),
        columns=(_("Course"), _("Completed"), _("Valid until"), _("Standing"), _("Code")),
        lines=tuple(_line(line, page.name) for line in page.records),
        check_heading=_("How others check it"),
        check=_(
            "Enter the code of a record at the address below. The page says how the record stands "
            "today, and nothing about the person."
        ),
        address=for_others(url_for("public.verify_form")),
        attached="",
        signature_is=_("Signature of the issuer"),
        attached_is=_("The completion records with their signatures, for programs."),
    )


def _line(line: RecordOnPaper, name: str) -> TranscriptLine:
    record, facts = line.record, line.facts
    hours = sum(facts.hours.values())
    parts = [
        f"{record.pack_id} {record.version}",
        ngettext("%(num)s hour", "%(num)s hours", hours) if hours else "",
        _("EQF %(level)s", level=facts.eqf) if facts.eqf else "",
        language_names([facts.language]),
    ]
    details = [" · ".join(part for part in parts if part)]
    if record.renews_version:
        old = record.renews_version
        if facts.bridge:
            details.append(_("Renewed from version %(old)s, by what has changed since", old=old))
        else:
            details.append(_("Renewed from version %(old)s, by taking the course again", old=old))
    if facts.name != name:
        details.append(_("Issued to %(name)s", name=facts.name))
    return TranscriptLine(
        title=facts.title,
        title_language=facts.language,
        details=tuple(details),
        cells=(
            short_day(facts.issued),
            short_day(facts.valid_until) or last_day(facts),
            standing_word(record.status),
        ),
        code=line.code,
    )
