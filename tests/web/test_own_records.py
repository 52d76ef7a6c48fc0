"""One's own records as plain data: everything in it, checkable, nobody else's."""

import csv
import io
import json

import learning
import make
import pytest

from elearn.core.learning import merkle
from elearn.core.learning import record as core
from elearn.interop import keys as codec
from elearn.services import enrolments, keys, lessons, record_log
from elearn.store.db import db


@pytest.fixture
def record(app, cast, now):
    """Ann's record; Ben has one too."""
    learning.publish("pages", now)
    learning.record_of(cast.ben, now)
    return learning.record_of(cast.ann, now)


def test_a_whole_record_has_all_that_it_takes_to_check_it(client_for, cast, record):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/record.json"
    assert address in browser.get(f"/records/{record.key}").get_data(as_text=True)
    whole = json.loads(browser.get(address).data)
    facts = core.from_raw(whole["facts"])
    assert facts.name == cast.ann.name
    assert core.commitments(facts, whole["salts"]) == whole["commitments"]
    signed = core.statement(whole["commitments"], whole["digest"])
    assert codec.verify(whole["key"], signed, codec.from_b64url(whole["signature"]))
    assert "proof" not in whole, "the log has no signed head yet"


def test_once_a_head_is_signed_the_proof_is_within(client_for, cast, record, now):
    head = record_log.sign_head(now=now)
    db.session.commit()
    proof = json.loads(client_for(cast.ann).get(f"/records/{record.key}/record.json").data)["proof"]
    leaf = merkle.leaf_hash(bytes.fromhex(record.digest))
    path = [bytes.fromhex(h) for h in proof["hashes"]]
    root = bytes.fromhex(proof["head"]["root"])
    assert proof["head"]["root"] == head.root
    assert merkle.verify_inclusion(leaf, proof["number"], proof["size"], path, root)


def test_after_its_key_was_revoked_an_older_head_is_named(client_for, cast, record, now, clock):
    first = record_log.sign_head(now=now)
    db.session.commit()
    keys.revoke(signing_kid(), "Stolen.", now=clock.move(days=1))
    db.session.commit()
    enrolments.enrol(make.actor(cast.dee), "pages", now=clock.now)
    for lesson in ("first", "second"):
        lessons.finish_lesson(make.actor(cast.dee), "pages", lesson, now=clock.now)
    later = record_log.sign_head(now=clock.move(days=1))
    db.session.commit()
    assert later.size > first.size
    whole = json.loads(client_for(cast.ann).get(f"/records/{record.key}/record.json").data)
    assert whole["proof"]["head"]["root"] == first.root


def signing_kid():
    (kid,) = (key.kid for key in keys.every() if key.purpose == "record")
    return kid


def test_all_records_are_there_whole_and_only_ones_own(client_for, cast, record):
    browser = client_for(cast.ann)
    page = browser.get("/records").get_data(as_text=True)
    assert "/records/records.json" in page
    assert "/records/records.csv" in page
    found = json.loads(browser.get("/records/records.json").data)
    assert [r["digest"] for r in found["records"]] == [record.digest]
    (row,) = rows(browser.get("/records/records.csv"))
    assert row["Digest of the record"] == record.digest
    assert row["Standing"] == "Valid"
    assert row["Completed"] == "2026-11-23"
    assert row["Kind of award"] == "Completion"


def rows(answer):
    text = answer.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_nobody_else_gets_any_of_it(client_for, cast, record, client):
    for person in (cast.mia, cast.cy, cast.ana, cast.ben):
        browser = client_for(person)
        assert browser.get(f"/records/{record.key}/record.json").status_code == 404
        assert record.digest not in browser.get("/records/records.json").get_data(as_text=True)
        assert record.digest not in browser.get("/records/records.csv").get_data(as_text=True)
    for path in (f"{record.key}/record.json", "records.json", "records.csv"):
        assert client.get(f"/records/{path}").status_code == 302


def test_who_has_none_gets_an_empty_table(client_for, cast):
    assert rows(client_for(cast.cy).get("/records/records.csv")) == []
    assert json.loads(client_for(cast.cy).get("/records/records.json").data)["records"] == []
