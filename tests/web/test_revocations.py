"""Revoking a completion record: who may, what it asks, and what everybody reads afterwards."""

import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.learning import record, verify_code
from elearn.core.learning.record import Facts
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.records import RecordRow, RecordSecret, RecordStatus

WHY = "Taken by somebody else."


@pytest.fixture
def code(cast):
    """The code of Ann's record."""
    number = make.record(cast.ann, make.course())
    begin_write()
    plain = verify_code.make_code(bytes(range(10)))
    db.session.get(RecordRow, number).code_hash = verify_code.code_hash(plain)
    facts = Facts(
        name="Ann Learner",
        title="Border checks",
        kind="completion",
        awarding_body="An academy",
        awarding_country="BA",
        issued=make.CREATED.date(),
        valid_until=None,
        outcomes=("Decide well.",),
        hours={},
        eqf=None,
        assessment="quizzes-and-case-studies",
        participation="online-self-paced",
        quality="versioned-pack-checked-against-register",
        pack="border-checks",
        version="1.0.0",
        digest="0" * 64,
        language="en",
        law_register=None,
        law_version=None,
        law_digest=None,
        law_checked=None,
    )
    secret = db.session.get(RecordSecret, number)
    secret.code, secret.facts = plain, record.to_raw(facts)
    db.session.commit()
    return plain


def revoked():
    return list(db.session.scalars(select(RecordStatus.status)))


def test_a_record_is_shown_before_it_is_revoked_and_says_nothing_of_its_holder(
    client_for, cast, code
):
    client = client_for(cast.co)
    page = text_of(client.post("/revoke", data={"code": code.lower(), "reason": WHY}))
    assert "Border checks" in page
    assert "Revoke this record" in page
    assert "Ann Learner" not in page
    assert revoked() == []


def test_a_revoked_record_says_so_in_public_and_its_holder_reads_why(client_for, cast, code):
    client = client_for(cast.co)
    sent = {"code": verify_code.show_code(code), "reason": WHY, "confirmed": "yes"}
    answer = client.post("/revoke", data=sent)
    assert answer.status_code == 303
    public = text_of(client_for(None).get(f"/verify/{code}"))
    assert "This record was revoked" in public
    assert WHY not in public
    ann = client_for(cast.ann)
    key = db.session.scalar(select(RecordRow.key))
    assert "Revoked" in text_of(ann.get("/records"))
    assert WHY in text_of(ann.get(f"/records/{key}"))
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "record-revoked")
    ).one()
    assert (entry.actor_id, entry.subject, entry.details) == (cast.co.id, key, {"reason": WHY})


def test_a_record_is_revoked_once(client_for, cast, code):
    client = client_for(cast.co)
    sent = {"code": code, "reason": WHY, "confirmed": "yes"}
    assert client.post("/revoke", data=sent).status_code == 303
    again = client.post("/revoke", data=sent)
    assert again.status_code == 422
    assert "revoked already" in text_of(again)
    assert revoked() == ["revoked"]


@pytest.mark.parametrize(
    ("code_given", "reason", "said"),
    [
        ("", WHY, "Enter the code first."),
        (None, "  ", "Say why"),
        (None, "x" * 501, "at most 500 letters"),
        ("ABCD-EFGH", WHY, "No record of your institutions has this code"),
        ("0000-0000-0000-0000-0", WHY, "No record of your institutions has this code"),
    ],
)
def test_what_cannot_be_revoked_is_said_at_its_field(
    client_for, cast, code, code_given, reason, said
):
    sent = {"code": code if code_given is None else code_given, "reason": reason}
    for confirmed in ({}, {"confirmed": "yes"}):
        answer = client_for(cast.co).post("/revoke", data={**sent, **confirmed})
        assert answer.status_code == 422
        assert said in text_of(answer)
    assert revoked() == []


def test_only_coordinators_of_the_holder_may_revoke(client_for, cast, code):
    sent = {"code": code, "reason": WHY, "confirmed": "yes"}
    abroad = make.person("Al Abroad", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    refused = client_for(abroad).post("/revoke", data=sent)
    assert refused.status_code == 422
    assert "No record of your institutions" in text_of(refused)
    for who in (cast.mia, cast.ann, cast.dee, cast.ana, cast.max):
        assert client_for(who).get("/revoke").status_code == 403
        assert client_for(who).post("/revoke", data=sent).status_code == 403
    assert client_for(None).post("/revoke", data=sent).status_code == 302
    assert revoked() == []
