"""The verifier's addresses: what the site checks itself, what it gives for use without it."""

import io
import json
from datetime import timedelta

import learning
import make
import pytest

from elearn.core.errors import BadInput
from elearn.interop import artefacts, pdf_files, trust
from elearn.services import keys, own_records, record_log, records
from elearn.store.db import begin_write, db


@pytest.fixture
def kept(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


@pytest.fixture
def certificate(client_for, cast, kept):
    """Her certificate, as she has it."""
    return client_for(cast.ann).post(f"/records/{kept.key}/certificate.pdf").data


def sent(client, content, **more):
    file = (io.BytesIO(content), "any")
    return client.post(
        "/verify/check", data={"file": file, **more}, content_type="multipart/form-data"
    ).get_data(as_text=True)


def test_a_certificate_is_checked_by_the_site_where_no_script_runs(client, certificate, cast):
    page = sent(client, certificate, name=cast.ann.name)
    assert "This record is valid" in page
    assert "The name fits" in page
    assert "The name does not fit" in sent(client, certificate, name="Somebody Else")


def test_all_that_is_attached_to_a_certificate_is_checked_with_what_the_site_publishes(
    client, certificate, kept
):
    known = trust.read(client.get("/verify/trust.json").get_data(as_text=True))
    kinds = set()
    for attached in pdf_files.attached(certificate):
        found = artefacts.check(attached, known)
        assert found.digest == kept.digest
        assert found.facts["name"] == kept.facts["name"]
        kinds.add(found.kind)
    assert "record" in kinds


def single(client, cast, kept):
    return own_records.my_record_file(make.actor(cast.ann), kept.key).encode()


def on_certificate(client, cast, kept):
    return record_in(client.post(f"/records/{kept.key}/certificate.pdf").data)


def record_in(pdf):
    return next(file for file in pdf_files.attached(pdf) if file.startswith(b"{"))


def of_all(client, cast, kept):
    (one,) = json.loads(client.get("/records/records.json").data)["records"]
    return json.dumps(one).encode()


def on_transcript(client, cast, kept):
    (one,) = json.loads(record_in(client.get("/records/transcript.pdf").data))["records"]
    return json.dumps(one).encode()


@pytest.mark.parametrize("leaves", [single, on_certificate, of_all, on_transcript])
def test_a_record_with_its_proof_outlives_the_key_that_signed_it(
    client_for, kept, cast, now, leaves
):
    record_log.sign_head(now=now)
    db.session.commit()
    client = client_for(cast.ann)
    file = leaves(client, cast, kept)
    kid = json.loads(file)["kid"]
    keys.revoke(kid, "Stolen.", now=now + timedelta(days=1))
    db.session.commit()
    known = trust.read(client.get("/verify/trust.json").get_data(as_text=True))
    assert artefacts.check(file, known).head is not None
    alone = json.dumps({k: v for k, v in json.loads(file).items() if k != "proof"}).encode()
    with pytest.raises(BadInput) as refused:
        artefacts.check(alone, known)
    assert refused.value.code == "key-revoked"


def test_a_certificate_from_before_the_first_head_stays_as_it_was_drawn(
    client_for, cast, kept, now
):
    client = client_for(cast.ann)
    before = on_certificate(client, cast, kept)
    assert "proof" not in json.loads(before)
    record_log.sign_head(now=now)
    db.session.commit()
    assert on_certificate(client, cast, kept) == before
    assert "proof" in json.loads(single(client, cast, kept))


def test_the_list_names_what_was_revoked_and_nobody(client, kept, cast, now):
    assert client.get("/verify/trust.json").get_json()["withdrawn"] == []
    begin_write()
    records.revoke(kept, "A mistake.", by=None, now=now)
    db.session.commit()
    listed = client.get("/verify/trust.json")
    assert listed.get_json()["withdrawn"] == [kept.digest[:16]]
    assert cast.ann.name not in listed.get_data(as_text=True)


def test_a_revoked_key_stays_in_the_list_with_its_moment(client, kept, now):
    kid = next(key.kid for key in keys.every() if key.purpose == "record")
    keys.revoke(kid, "Stolen.", now=now)
    db.session.commit()
    (found,) = [k for k in client.get("/verify/trust.json").get_json()["keys"] if k["kid"] == kid]
    assert found["elearn:revoked"].endswith("Z")


def test_what_is_changed_or_nothing_is_said_in_words(client, certificate):
    assert "A fact was changed" in sent(client, changed_record(certificate))
    assert "This cannot be read" in sent(client, b"hello")
    assert "Check a certificate" in sent(client, b"")


def changed_record(certificate):
    whole = next(f for f in pdf_files.attached(certificate) if f.startswith(b"{"))
    made = json.loads(whole)
    made["facts"]["title"] += "!"
    return json.dumps(made).encode()


@pytest.mark.parametrize("name", ["badge.json", "badge.svg", "badge.jwt"])
def test_a_badge_is_checked_by_the_site_where_no_script_runs(client_for, cast, kept, name):
    client = client_for(cast.ann)
    badge = client.post(f"/records/{kept.key}/{name}").data
    page = sent(client, badge, name=cast.ann.name)
    assert "This record is valid" in page
    assert "The name fits" in page
    at = badge.index(b"ey") + 200 if name != "badge.json" else badge.index(b"Ann")
    changed = badge[:at] + (b"B" if badge[at : at + 1] != b"B" else b"C") + badge[at + 1 :]
    assert "This cannot be trusted" in sent(client, changed)


def test_only_chosen_facts_are_shown_by_the_site(client_for, cast, kept):
    client = client_for(cast.ann)
    with_title = client.post(f"/records/{kept.key}/selection", data={"chosen": "title"})
    page = sent(client, with_title.data, name=cast.ann.name)
    assert "This record is valid" in page
    assert kept.facts["title"] in page
    assert "cannot be compared" in page
    assert "The name fits" not in page
    assert kept.facts["awarding_body"] not in page.partition("<main")[2]


def test_several_records_in_one_file_are_told_so(client_for, cast, kept):
    client = client_for(cast.ann)
    page = sent(client, client.get("/records/records.json").data)
    assert "This file holds several records" in page
    assert "This cannot be read" in page


def test_only_the_verify_page_may_use_the_camera(client):
    for path, may in (
        ("/verify", True),
        ("/verify/kept/sr", True),
        ("/", False),
        ("/verify/0000-0000-0000-0000-0", False),
    ):
        policy = client.get(path).headers["Permissions-Policy"]
        assert ("camera=(self)" in policy) is may, path


def test_the_page_that_is_kept_names_nobody(client_for, cast):
    browser = client_for(cast.ann)
    assert cast.ann.name in browser.get("/verify").get_data(as_text=True)
    kept = browser.get("/verify/kept/sr")
    assert cast.ann.name not in kept.get_data(as_text=True)
    assert 'lang="sr-Cyrl"' in kept.get_data(as_text=True)
    assert browser.get("/verify/kept/xx").status_code == 404


def test_every_file_that_the_worker_keeps_is_there(client):
    worker = client.get("/verify/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/verify"
    text = worker.get_data(as_text=True)
    files = json.loads(text.split("const FILES = ", 1)[1].split(";\n", 1)[0])
    assert len(files) > 20
    for file in files:
        answer = client.get(file)
        answer.close()
        assert answer.status_code == 200, file
