"""Chosen facts of a record: the learner picks them on a page, and gets a signed file."""

import learning
import pytest

from elearn.core.learning import record as core
from elearn.interop import sd_jwt, status_list
from elearn.services import records
from elearn.store import records as record_store
from elearn.store.db import begin_write, db
from elearn.web.shared.fact_words import fact_label


@pytest.fixture
def record(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


def test_the_learner_chooses_and_gets_just_that(client_for, cast, record, client):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/selection"
    assert address in browser.get(f"/records/{record.key}").get_data(as_text=True)
    page = browser.get(address).get_data(as_text=True)
    assert f"Name: {cast.ann.name}" in page
    assert "Completed: 23 November 2026" in page
    answer = browser.post(address, data={"chosen": ["title", "issued"]})
    assert answer.mimetype == "application/dc+sd-jwt"
    listed = client.get("/.well-known/jwks.json").get_json()["keys"]
    found = sd_jwt.check(answer.get_data(as_text=True), listed)
    assert found.facts == {"title": record.title, "issued": "2026-11-23"}
    assert found.always["record"] == record.digest
    assert found.always["iss"] == client.get("/.well-known/did.json").get_json()["id"]


def test_whether_it_was_revoked_is_told_in_the_same_list(client_for, cast, record, client, now):
    address = f"/records/{record.key}/selection"
    text = client_for(cast.ann).post(address, data={"chosen": ["title"]}).get_data(as_text=True)
    listed = client.get("/.well-known/jwks.json").get_json()["keys"]
    entry = sd_jwt.check(text, listed).always["credentialStatus"]
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    path = entry["statusListCredential"].removeprefix("http://localhost")
    found = status_list.check(client.get(path).get_data(as_text=True), listed)
    assert status_list.is_revoked(found, int(entry["statusListIndex"]))


def test_two_files_have_no_random_bytes_in_common(client_for, cast, record):
    address = f"/records/{record.key}/selection"
    browser = client_for(cast.ann)
    one, other = (browser.post(address, data={"chosen": ["title"]}).data for _ in range(2))
    assert one.split(b"~")[1] != other.split(b"~")[1]


@pytest.mark.parametrize("chosen", [[], ["salary"]])
def test_nothing_and_what_there_is_not_is_refused_on_the_page(client_for, cast, record, chosen):
    answer = client_for(cast.ann).post(f"/records/{record.key}/selection", data={"chosen": chosen})
    assert answer.status_code == 422
    assert "Error:" in answer.get_data(as_text=True)


def test_every_fact_has_a_name(app):
    with app.test_request_context():
        keys = (*core.FACT_KEYS, *core.VERSION_2_KEYS, *core.RENEWAL_KEYS)
        assert len({fact_label(key) for key in keys}) == len(keys)


def test_nobody_else_gets_it(client_for, cast, record, client):
    address = f"/records/{record.key}/selection"
    for person in (cast.ben, cast.mia, cast.cy, cast.dee, cast.ana):
        browser = client_for(person)
        assert browser.get(address).status_code == 404
        assert browser.post(address, data={"chosen": ["title"]}).status_code == 404
    assert client.get(address).status_code == 302


def test_a_revoked_record_gives_none(client_for, cast, record, now):
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/selection"
    assert browser.get(address).status_code == 409
    assert browser.post(address, data={"chosen": ["title"]}).status_code == 409
