"""Badges on the learner's page: theirs alone, checked with the published keys."""

import json
from datetime import UTC, datetime

import learning
import pytest
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from elearn.interop import status_list
from elearn.interop.open_badges import jwt, proof
from elearn.services import records
from elearn.store import records as record_store
from elearn.store.db import begin_write, db

FORMS = ("badge.jwt", "badge.json", "badge.svg")


@pytest.fixture
def record(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


def test_a_learner_takes_the_badge_away_and_anybody_checks_it(client_for, cast, record, client):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/badge.jwt"
    assert address in browser.get(f"/records/{record.key}").get_data(as_text=True)
    answer = browser.post(address)
    assert answer.mimetype == "application/vc+jwt"
    assert "attachment" in answer.headers["Content-Disposition"]
    listed = client.get("/.well-known/jwks.json").get_json()["keys"]
    found = jwt.check(answer.get_data(as_text=True), listed)
    assert found["credentialSubject"]["identifier"][0]["identityHash"] == cast.ann.name
    did = client.get("/.well-known/did.json").get_json()
    assert found["issuer"]["id"] == did["id"]
    assert len(did["assertionMethod"]) < len(did["verificationMethod"])


def test_the_same_record_is_the_same_badge(client_for, cast, record):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/badge.jwt"
    assert browser.post(address).data == browser.post(address).data


@pytest.mark.parametrize("form", FORMS)
def test_nobody_else_gets_it(client_for, cast, record, client, form):
    address = f"/records/{record.key}/{form}"
    for person in (cast.ben, cast.mia, cast.cy, cast.dee, cast.ana):
        assert client_for(person).post(address).status_code == 404
    assert client.post(address).status_code in (302, 303)


@pytest.mark.parametrize("form", FORMS)
def test_a_revoked_record_has_none_any_more(client_for, cast, record, now, form):
    browser = client_for(cast.ann)
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    address = f"/records/{record.key}/{form}"
    assert browser.post(address).status_code == 409
    assert address not in browser.get(f"/records/{record.key}").get_data(as_text=True)


def test_a_file_for_european_credentials_is_the_learners_alone(client_for, cast, record, client):
    address = f"/records/{record.key}/european.jsonld"
    browser = client_for(cast.ann)
    assert address in browser.get(f"/records/{record.key}").get_data(as_text=True)
    found = json.loads(browser.get(address).data)
    assert found["credentialSubject"]["fullName"] == {"en": [cast.ann.name]}
    assert found["identifier"][0]["notation"] == record.digest
    for person in (cast.ben, cast.mia, cast.cy, cast.ana):
        assert client_for(person).get(address).status_code == 404
    assert client.get(address).status_code == 302


def badge_of(client_for, person, record):
    address = f"/records/{record.key}/badge.jwt"
    return client_for(person).post(address).get_data(as_text=True)


def test_the_list_says_when_a_badge_was_revoked(client_for, cast, record, client, now):
    badge = badge_of(client_for, cast.ann, record)
    listed = client.get("/.well-known/jwks.json").get_json()["keys"]
    entry = jwt.check(badge, listed)["credentialStatus"]
    address = entry["statusListCredential"].removeprefix("http://localhost")
    place = int(entry["statusListIndex"])
    answer = client.get(address)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    before = status_list.check(answer.get_data(as_text=True), listed)
    assert before["id"] == entry["statusListCredential"]
    assert before["issuer"] == jwt.check(badge, listed)["issuer"]["id"]
    assert not status_list.is_revoked(before, place)
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    after = status_list.check(client.get(address).get_data(as_text=True), listed)
    assert status_list.is_revoked(after, place)
    assert (
        sum(map(int.bit_count, status_list.decode(after["credentialSubject"]["encodedList"]))) == 1
    )


def test_another_verifier_sees_the_revocation(client_for, cast, record, client, now, clock):
    clock.now = datetime.now(UTC)  # it looks at the real clock
    badge = badge_of(client_for, cast.ann, record)

    def download(url):
        return client.get(url.replace("https://localhost", "").replace("http://localhost", "")).data

    verifier = OB3Verifier.for_issuer_did("did:web:localhost", download=download)
    assert verifier.verify(badge).credential_status
    verifier.verify(badge, check_status=True, download=download)
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.verify(badge, check_status=True, download=download)


@pytest.mark.parametrize("number", [0, 2, 99])
def test_there_is_no_other_list(client_for, cast, record, client, number):
    assert client.get("/status/1.jwt").status_code == 404, "there is none before the first badge"
    badge_of(client_for, cast.ann, record)
    assert client.get("/status/1.jwt").status_code == 200
    assert client.get(f"/status/{number}.jwt").status_code == 404


def test_the_badge_with_a_proof_names_the_list_with_a_proof(client_for, cast, record, client, now):
    badge = client_for(cast.ann).post(f"/records/{record.key}/badge.json")
    assert badge.mimetype == "application/vc"
    listed = client.get("/.well-known/jwks.json").get_json()["keys"]
    found = proof.check(json.loads(badge.data), listed)
    entry = found["credentialStatus"]
    assert entry["statusListCredential"] == "http://localhost/status/1"
    place = int(entry["statusListIndex"])
    assert not status_list.is_revoked(list_with_proof(client, listed), place)
    token = jwt.check(badge_of(client_for, cast.ann, record), listed_now(client))
    assert token["credentialStatus"]["statusListIndex"] == entry["statusListIndex"]
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    assert status_list.is_revoked(list_with_proof(client, listed), place)


def list_with_proof(client, listed):
    return status_list.check_document(json.loads(client.get("/status/1").data), listed)


def listed_now(client):
    return client.get("/.well-known/jwks.json").get_json()["keys"]
