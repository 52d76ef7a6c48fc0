"""My certificates: a completion record as a PDF, in the language of the page."""

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from elearn.services import certificates as service
from elearn.services.certificates import Attachment, Certificate, Place
from elearn.services.records import RecordPage
from elearn.web.learner import blueprint
from elearn.web.shared.addresses import for_others, issuer
from elearn.web.shared.files import attached
from elearn.web.shared.formats import day, language_names, percent
from elearn.web.shared.guard import Audience, reachable_by
from elearn.web.shared.i18n import current_language
from elearn.web.shared.languages import LANGUAGES
from elearn.web.shared.record_words import last_day, record_word
from elearn.web.shared.session import now


@blueprint.post("/records/<key>/certificate.pdf")
@reachable_by(Audience.SIGNED_IN)
def certificate(key: str) -> Response:
    """The certificate of one record; the first time in a language it is issued, and kept."""
    place = Place(_verify_page(), current_language(), issuer())
    content = service.my_certificate(g.actor, key, worded, place, now=now())
    return attached(content, "application/pdf", f"certificate-{key}.pdf")


def _verify_page() -> str:
    return for_others(url_for("public.verify_form"))


def worded(page: RecordPage) -> Certificate:
    """The texts of a certificate, in the language of the request."""
    language, facts = LANGUAGES[current_language()], page.facts
    heading, did = _award(facts.kind)
    return Certificate(
        language=language.tag,
        region=language.locale.territory or "",
        issued=facts.issued,
        awarding_body=facts.awarding_body,
        heading=heading,
        certifies=_("This certificate is awarded to"),
        name=page.name,
        did=did,
        title=facts.title,
        title_language=facts.language,
        description=_("Certificate of completion, with the signed record attached."),
        rows=_rows(page),
        qr="",
        qr_width=0,
        qr_is=_("QR code: the essentials of this record, signed."),
        check_heading=_("How others check it"),
        check=_(
            "Scan the code, or enter these characters at the address below. A scanned code is "
            "checked without a network too, and when this site is no longer there."
        ),
        code=page.record.code,
        address=_verify_page(),
        key_is=_("Fingerprint of the key that signed the QR code:"),
        key="",
        behind=_("What stands behind this certificate"),
        outcomes_heading=_("What the holder can do"),
        outcomes=facts.outcomes,
        results_heading=_("Results"),
        results=tuple((title, percent(reached)) for title, reached in page.results),
        details=_details(page),
        digests=(
            (_("Digest of the record"), page.digest),
            (_("Digest of the pack"), facts.digest),
        ),
        signature_is=_("Signature of the issuer"),
        attachments=(
            Attachment(
                service.RECORD,
                "",
                "application/json",
                "data",
                _("The completion record with its signature, for programs."),
            ),
            Attachment(
                service.BADGE,
                "",
                "application/jwt",
                "alternative",
                _("The record as an Open Badges 3.0 credential, for programs."),
            ),
        ),
    )


def _award(kind: str) -> tuple[str, str]:
    """The heading, and what stands between name and title."""
    return {
        "participation": (_("Certificate of participation"), _("for taking part in the course")),
        "achievement": (_("Certificate of achievement"), _("for passing the course")),
    }.get(kind, (_("Certificate of completion"), _("for completing the course")))


def _rows(page: RecordPage) -> tuple[tuple[str, str], ...]:
    facts = page.facts
    rows = [
        (_("Completed"), day(facts.issued)),
        (_("Valid until"), last_day(facts)),
        (_("Law as of"), day(facts.law_checked)),
        (_("Version"), f"{page.record.pack_id} {page.record.version}"),
        (_("Taken in"), language_names([facts.language])),
        (_("Level"), _("EQF %(level)s", level=facts.eqf) if facts.eqf else ""),
    ]
    return tuple((label, value) for label, value in rows if value)


def _details(page: RecordPage) -> tuple[tuple[str, str], ...]:
    facts, hours = page.facts, sum(page.facts.hours.values())
    rows = [
        (_("Awarded by"), f"{facts.awarding_body} ({facts.awarding_country})"),
        (_("Kind of award"), record_word("kind", facts.kind)),
        (_("Workload"), ngettext("%(num)s hour", "%(num)s hours", hours) if hours else ""),
        (_("Frameworks of the sector"), "; ".join(facts.frameworks or ())),
        (_("Assessment"), record_word("assessment", facts.assessment)),
        (_("Form"), record_word("participation", facts.participation)),
        (_("Quality"), record_word("quality", facts.quality)),
        (_("Credit"), record_word("credit", facts.credit) if facts.credit else ""),
        (_("Identity"), record_word("identity", facts.identity) if facts.identity else ""),
        (_("Validity"), record_word("validity", facts.validity) if facts.validity else ""),
        (_("Register"), " ".join(filter(None, (facts.law_register, facts.law_version)))),
        (_("Renewed from"), facts.renews_version or ""),
    ]
    return tuple((label, value) for label, value in rows if value)
