"""The log and the keys as anybody sees them: enough to check everything, and nobody's name."""

import json

import learning
import make
import pytest

from elearn.core.learning import merkle
from elearn.interop import keys as codec
from elearn.services import enrolments, keys, lessons, record_log
from elearn.services.keys import Purpose
from elearn.store.db import begin_write, db


@pytest.fixture
def log(app, cast, now):
    """Two records, and a head after each."""
    learning.publish("pages", now)
    for person in (cast.ann, cast.ben):
        enrolments.enrol(make.actor(person), "pages", now=now)
        for lesson in ("first", "second"):
            lessons.finish_lesson(make.actor(person), "pages", lesson, now=now)
        record_log.sign_head(now=now)
        db.session.commit()


def test_a_stranger_checks_that_a_record_is_in_the_log(client, log):
    head = client.get("/log/head.json").get_json()
    signed_by = {k["kid"]: k for k in client.get("/.well-known/jwks.json").get_json()["keys"]}
    signature = codec.from_b64url(head["signature"])
    assert codec.verify(signed_by[head["kid"]], head["signed"].encode(), signature)
    assert json.loads(head["signed"])["root"] == head["root"]
    (first, second) = client.get("/log/entries.json?from=0").get_json()["entries"]
    assert (first["number"], second["number"]) == (0, 1)
    proof = client.get(f"/log/inclusion.json?digest={second['digest']}&size=2").get_json()
    leaf = merkle.leaf_hash(bytes.fromhex(second["digest"]))
    path = [bytes.fromhex(h) for h in proof["hashes"]]
    assert merkle.verify_inclusion(leaf, proof["number"], 2, path, bytes.fromhex(head["root"]))


def test_a_stranger_checks_that_the_log_only_grew(client, log):
    newest, oldest = record_log.heads()
    proof = client.get("/log/consistency.json?first=1&second=2").get_json()
    path = [bytes.fromhex(h) for h in proof["hashes"]]
    roots = bytes.fromhex(oldest.root), bytes.fromhex(newest.root)
    assert merkle.verify_consistency(1, 2, path, *roots)


def test_nothing_there_names_anybody(client, log, cast):
    for path in ("/log/head.json", "/log/entries.json?from=0", "/.well-known/did.json"):
        text = client.get(path).get_data(as_text=True)
        assert cast.ann.name not in text
        assert cast.ann.key not in text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/log/entries.json", 422),
        ("/log/entries.json?from=-1", 422),
        ("/log/entries.json?from=9999999999999999999999", 422),
        ("/log/inclusion.json?digest=00&size=1", 404),
        ("/log/inclusion.json?digest=" + "0" * 64 + "&size=x", 422),
        ("/log/consistency.json?first=2&second=1", 404),
        ("/log/consistency.json?first=0&second=0", 404),
    ],
)
def test_what_cannot_be_answered_is_refused(client, log, path, status):
    assert client.get(path).status_code == status


def test_a_log_without_a_head_says_so(client):
    assert client.get("/log/head.json").status_code == 404


def test_a_revoked_key_is_published_no_more(client, log, now):
    kid = record_log.newest_head().kid
    keys.revoke(kid, "The disk was stolen.", now=now)
    begin_write()
    other = keys.sign(Purpose.LOG, b"x", now=now).kid
    db.session.commit()
    published = {k["kid"] for k in client.get("/.well-known/jwks.json").get_json()["keys"]}
    assert kid not in published
    assert other in published
    methods = client.get("/.well-known/did.json").get_json()["verificationMethod"]
    assert {m["publicKeyJwk"]["kid"] for m in methods} == published
