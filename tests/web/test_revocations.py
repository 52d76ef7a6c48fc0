"""Revoking a record: one asks, another confirms; who may, and what everybody reads afterwards."""

from dataclasses import replace

import make
import pytest
from client import text_of
from sqlalchemy import select

from elearn.core.access import Role
from elearn.core.learning import record, verify_code
from elearn.core.learning.record import Facts
from elearn.services import records
from elearn.store import records as record_store
from elearn.store.db import begin_write, db
from elearn.store.tables.audit import AuditEntry
from elearn.store.tables.jobs import Job
from elearn.store.tables.people import Person
from elearn.store.tables.records import RecordRow, RecordSecret, RecordStatus
from elearn.store.tables.revocations import RevocationRequest

WHY = "Taken by somebody else."
ASKED = {"reason": WHY, "confirmed": "yes"}


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


def states():
    return list(db.session.scalars(select(RevocationRequest.state)))


def acts(action):
    found = select(AuditEntry).where(AuditEntry.action == action)
    return [(e.actor_id, e.subject, e.details) for e in db.session.scalars(found)]


@pytest.fixture
def asked(client_for, cast, code):
    """The address of the request that Co made about Ann's record."""
    answer = client_for(cast.co).post("/revoke", data=ASKED | {"code": code})
    assert answer.status_code == 303
    return answer.location


def decide(browser, address, decision, note=""):
    return browser.post(address, data={"decision": decision, "note": note})


def test_a_record_is_shown_before_it_is_revoked_and_says_nothing_of_its_holder(
    client_for, cast, code
):
    client = client_for(cast.co)
    page = text_of(client.post("/revoke", data={"code": code.lower(), "reason": WHY}))
    assert "Border checks" in page
    assert "Ask to revoke this record" in page
    assert "Ann Learner" not in page
    assert (revoked(), states()) == ([], [])


def test_asking_revokes_nothing_until_somebody_else_confirms(client_for, cast, code, asked):
    assert (revoked(), states()) == ([], ["asked"])
    assert "revoked" not in text_of(client_for(None).get(f"/verify/{code}"))
    own = client_for(cast.co)
    page = text_of(own.get(asked))
    assert "Waits for a second person" in page
    assert "Revoke this record</button>" not in page
    refused = decide(own, asked, "confirm")
    assert refused.status_code == 422
    assert "Somebody else must confirm what you asked for." in text_of(refused)
    assert (revoked(), states()) == ([], ["asked"])


def test_a_revoked_record_says_so_in_public_and_its_holder_reads_why(client_for, cast, code, asked):
    mia = client_for(cast.mia)
    assert "1 revocation waits for a second person" in text_of(mia.get("/people"))
    assert WHY in text_of(mia.get("/revocations"))
    assert "Ann Learner" not in text_of(mia.get(asked))
    assert decide(mia, asked, "confirm", "I asked her.").status_code == 303
    assert (revoked(), states()) == (["revoked"], ["confirmed"])
    assert "revocation waits" not in text_of(mia.get("/people"))
    public = text_of(client_for(None).get(f"/verify/{code}"))
    assert "This record was revoked" in public
    assert WHY not in public
    ann = client_for(cast.ann)
    key = db.session.scalar(select(RecordRow.key))
    assert "Revoked" in text_of(ann.get("/records"))
    page = text_of(ann.get(f"/records/{key}"))
    assert WHY in page
    assert "Revoked: one person asked for it, another confirmed" in page
    assert "I asked her." not in page
    assert "Mia Manager" not in page
    assert acts("revocation-asked") == [(cast.co.id, key, {"reason": WHY})]
    details = {"reason": WHY, "asked_by": cast.co.id}
    assert acts("record-revoked") == [(cast.mia.id, key, details)]
    page = text_of(client_for(cast.co).get(asked))
    assert "Mia Manager" in page
    assert "I asked her." in page


def test_a_request_may_be_declined_or_taken_back_and_made_again(client_for, cast, code, asked):
    assert decide(client_for(cast.mia), asked, "decline", "She sat it herself.").status_code == 303
    co = client_for(cast.co)
    assert "She sat it herself." in text_of(co.get(asked))
    again = co.post("/revoke", data=ASKED | {"code": code})
    assert decide(co, again.location, "decline").status_code == 303
    assert (revoked(), states()) == ([], ["declined", "declined"])
    ann = client_for(cast.ann)
    page = text_of(ann.get(f"/records/{db.session.scalar(select(RecordRow.key))}"))
    assert WHY not in page


def test_a_record_is_asked_for_and_decided_once(client_for, cast, code, asked):
    again = client_for(cast.co).post("/revoke", data=ASKED | {"code": code})
    assert again.status_code == 422
    assert "Somebody has asked to revoke this record already." in text_of(again)
    mia = client_for(cast.mia)
    assert decide(mia, asked, "confirm").status_code == 303
    for decision in ("confirm", "decline"):
        answer = decide(mia, asked, decision)
        assert answer.status_code == 422
        assert "This request was decided already." in text_of(answer)
    more = client_for(cast.co).post("/revoke", data=ASKED | {"code": code})
    assert "revoked already" in text_of(more)
    assert revoked() == ["revoked"]


def test_what_was_revoked_meanwhile_can_only_be_declined(client_for, cast, code, asked, now):
    begin_write()
    kept = record_store.by_code_hash(verify_code.code_hash(code))
    records.revoke(kept, "A correction.", by=None, now=now)
    db.session.commit()
    mia = client_for(cast.mia)
    assert "Revoke this record</button>" not in text_of(mia.get(asked))
    assert "revoked already" in text_of(decide(mia, asked, "confirm"))
    assert decide(mia, asked, "decline").status_code == 303
    assert (revoked(), states()) == (["revoked"], ["declined"])


def test_a_site_with_one_coordinator_may_switch_the_second_person_off(
    app, client_for, cast, code, monkeypatch
):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], four_eyes="off"))
    co = client_for(cast.co)
    page = text_of(co.post("/revoke", data={"code": code, "reason": WHY}))
    assert "Revoke this record" in page
    assert co.post("/revoke", data=ASKED | {"code": code}).status_code == 303
    assert (revoked(), states()) == (["revoked"], ["confirmed"])
    key = db.session.scalar(select(RecordRow.key))
    assert "another confirmed" not in text_of(client_for(cast.ann).get(f"/records/{key}"))


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
    assert (revoked(), states()) == ([], [])


def test_a_note_that_is_too_long_comes_back(client_for, cast, code, asked):
    answer = decide(client_for(cast.mia), asked, "confirm", "x" * 501)
    assert answer.status_code == 422
    assert "at most 500 letters" in text_of(answer)
    assert revoked() == []


def test_nobody_decides_about_a_record_of_their_own(client_for, cast, code, asked):
    make.role(cast.ann, Role.MANAGER, unit=cast.station)
    make.role(cast.ann, Role.COORDINATOR)
    ann = client_for(cast.ann)
    refused = decide(ann, asked, "confirm")
    assert "This record is your own. Somebody else decides." in text_of(refused)
    decide(client_for(cast.mia), asked, "decline")
    refused = ann.post("/revoke", data=ASKED | {"code": code})
    assert "This record is your own. Somebody else decides." in text_of(refused)
    assert revoked() == []


def test_only_coordinators_of_the_holder_may_ask(client_for, cast, code):
    sent = ASKED | {"code": code}
    abroad = make.person("Al Abroad", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    refused = client_for(abroad).post("/revoke", data=sent)
    assert refused.status_code == 422
    assert "No record of your institutions" in text_of(refused)
    for who in (cast.mia, cast.ann, cast.dee, cast.ana, cast.max):
        assert client_for(who).get("/revoke").status_code == 403
        assert client_for(who).post("/revoke", data=sent).status_code == 403
    assert client_for(None).post("/revoke", data=sent).status_code == 302
    assert states() == []


def test_only_those_who_lead_the_holder_see_and_decide(client_for, cast, code, asked):
    abroad = make.person("Al Abroad", roles=(Role.COORDINATOR,), role_unit=cast.abroad)
    for who in (cast.max, abroad):
        browser = client_for(who)
        assert browser.get(asked).status_code == 404
        assert decide(browser, asked, "confirm").status_code == 404
        assert decide(browser, asked, "decline").status_code == 404
        assert WHY not in text_of(browser.get("/revocations"))
        assert "revocation waits" not in text_of(browser.get("/people"))
    for who in (cast.ann, cast.dee, cast.ana):
        browser = client_for(who)
        assert browser.get(asked).status_code == 403
        assert decide(browser, asked, "confirm").status_code == 403
        assert browser.get("/revocations").status_code == 403
    assert client_for(None).get(asked).status_code == 302
    assert (revoked(), states()) == ([], ["asked"])


def letters():
    found = db.session.scalars(select(Job.payload).where(Job.kind == "mail"))
    return [(one["to"], one["subject"], one["text"]) for one in found]


def test_those_who_may_confirm_get_a_letter_in_their_language_and_nobody_else(
    client_for, cast, code
):
    begin_write()
    boss = make.person("Boss Above")
    make.role(boss, Role.MANAGER, unit=cast.ministry)
    db.session.get(Person, boss.id).language = "hr"
    stranger = make.person("Other Manager")
    make.role(stranger, Role.MANAGER, unit=cast.station, to_day=make.CREATED.date())
    db.session.commit()
    answer = client_for(cast.co).post("/revoke", data=ASKED | {"code": code})
    found = {to: (subject, text) for to, subject, text in letters()}
    assert set(found) == {cast.mia.email, boss.email}
    subject, text = found[cast.mia.email]
    assert "waits for a second person" in subject
    assert "Border checks" in text
    assert answer.location in text
    for kept_back in ("Ann Learner", WHY, "Co Coordinator"):
        assert kept_back not in subject + text


def test_nobody_gets_a_letter_where_one_person_revokes(client_for, cast, code, app, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], four_eyes="off"))
    client_for(cast.co).post("/revoke", data=ASKED | {"code": code})
    assert (states(), letters()) == (["confirmed"], [])
