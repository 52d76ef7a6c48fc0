"""Certificates: requests that meet issue one file, on each database."""

import learning
import make
import pytest
from test_races import together

from elearn.core.learning import essentials
from elearn.interop import qr
from elearn.interop.certificate import Certificate
from elearn.services import badges, certificates, enrolments, lessons, records
from elearn.services.certificates import Place
from elearn.store import records as record_store
from elearn.store.db import db
from elearn.store.tables.certificates import CertificateRow

MANY = 8
URL = "https://learn.example.org"
PLACE = Place(f"{URL}/verify", "en", badges.site_at(URL, URL))


@pytest.fixture(
    params=["app", pytest.param("app_on_postgresql", marks=pytest.mark.postgresql)],
    ids=["sqlite", "postgresql"],
)
def site(request):
    """An app on each database, with its real file or server."""
    return request.getfixturevalue(request.param)


def worded(page):
    """The least that a certificate says."""
    return Certificate(
        language="en",
        region="GB",
        issued=page.facts.issued,
        awarding_body=page.facts.awarding_body,
        heading="Certificate",
        certifies="Awarded to",
        name=page.name,
        did="for",
        title=page.facts.title,
        title_language="en",
        description="Certificate",
        rows=(),
        qr=qr.svg(qr.code(PLACE.verify_page, "1")).decode(),
        qr_width=30,
        qr_is="QR code",
        check_heading="Check",
        check="Scan it.",
        code=page.record.code,
        address=PLACE.verify_page,
        key_is="Key",
        key="",
        behind="Behind",
        outcomes_heading="Outcomes",
        outcomes=(),
        details=(),
    )


def test_requests_that_meet_issue_one_certificate(site, now):
    learning.publish("pages", now)
    person = make.person("Ann Learner")
    actor = make.actor(person)
    enrolments.enrol(actor, "pages", now=now)
    for lesson in ("first", "second"):
        lessons.finish_lesson(actor, "pages", lesson, now=now)
    db.session.commit()
    (record,) = record_store.of_person(person.id)
    works = [lambda: certificates.my_certificate(actor, record.key, worded, PLACE, now=now)] * MANY
    results = together(site, works)
    assert [r for r in results if not isinstance(r, bytes)] == []
    assert len(results) == MANY
    assert len(set(results)) == 1, "each signature differs, so two drawings would differ"
    assert db.session.query(CertificateRow).count() == 1


def test_every_kind_of_award_that_is_issued_can_be_certified():
    assert {records.BY_BRIDGE, "completion"} <= set(essentials.KINDS)
