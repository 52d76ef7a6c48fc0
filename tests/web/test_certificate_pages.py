"""The certificate on the learner's page: theirs alone, the same file each time, checked offline."""

import base64
import json
import re
import zlib
from pathlib import Path

import learning
import make
import pytest

from elearn.interop import essentials
from elearn.interop.trust import Trust
from elearn.services import badges, certificates, keys, records
from elearn.store import records as record_store
from elearn.store.db import begin_write, db


@pytest.fixture
def record(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


def streams(file):
    for content in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL):
        try:
            yield zlib.decompress(content)
        except zlib.error:
            yield content


def test_a_learner_takes_the_certificate_away_and_gets_the_same_again(client_for, cast, record):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/certificate.pdf"
    assert address in browser.get(f"/records/{record.key}").get_data(as_text=True)
    first = browser.post(address)
    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF-1.7")
    assert browser.post(address).data == first.data
    attached = next(s for s in streams(first.data) if s.startswith(b"{"))
    whole = json.loads(attached)
    assert whole["facts"]["name"] == cast.ann.name
    assert whole["digest"] == record.digest
    (badge,) = [s for s in streams(first.data) if s.startswith(b"eyJ")]
    said = json.loads(said_by(badge.decode()))
    assert said["credentialSubject"]["achievement"]["name"] == whole["facts"]["title"]


def said_by(token):
    """What a JSON Web Token says."""
    part = token.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_each_language_has_a_certificate_of_its_own(client_for, cast, record):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/certificate.pdf"
    english = browser.post(address).data
    browser.post("/account/language", data={"language": "sr"})
    assert browser.post(address).data != english


def test_nobody_else_gets_it(client_for, cast, record, client):
    address = f"/records/{record.key}/certificate.pdf"
    client_for(cast.ann).post(address)  # it is kept now
    for person in (cast.ben, cast.mia, cast.cy, cast.dee, cast.ana):
        assert client_for(person).post(address).status_code == 404
    assert client.post(address).status_code in (302, 303)


def test_a_revoked_record_has_none_any_more(client_for, cast, record, now):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/certificate.pdf"
    assert browser.post(address).status_code == 200
    begin_write()
    records.revoke(record_store.by_id(record.id), "A mistake.", by=None, now=now)
    db.session.commit()
    assert browser.post(address).status_code == 409
    assert address not in browser.get(f"/records/{record.key}").get_data(as_text=True)


def test_a_file_that_was_changed_on_disk_is_not_given(client_for, cast, record, app):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/certificate.pdf"
    browser.post(address)
    (path,) = Path(app.instance_path, "certificates").glob("*.pdf")
    path.write_bytes(b"%PDF-1.7 something else")
    assert b"something else" not in browser.post(address).data


def test_the_qr_code_is_checked_with_the_published_keys(client_for, cast, record, client, now):
    client_for(cast.ann).post(f"/records/{record.key}/certificate.pdf")
    page = records.my_record(make.actor(cast.ann), record.key, now=now)
    kept = certificates.essentials_of(page)
    begin_write()
    signer = keys.signer(keys.Purpose.QR, now=now)
    text = essentials.sign(kept, signer.kid, signer.sign)
    db.session.commit()
    listed = client.get("/.well-known/jwks.json").get_json()["keys"]
    found, _kid = essentials.check(text, Trust(listed))
    assert (found.pack, found.version) == (record.pack_id, record.version)
    assert record.digest.startswith(found.digest.hex())


def test_what_was_issued_is_given_without_a_writing_transaction(client_for, cast, record, now):
    browser = client_for(cast.ann)
    address = f"/records/{record.key}/certificate.pdf"
    browser.post(address)
    actor, place = (
        make.actor(cast.ann),
        certificates.Place("http://localhost/verify", "en", badges.site_at("", "")),
    )
    db.session.rollback()
    again = certificates.my_certificate(actor, record.key, lambda _page: None, place, now=now)
    assert again == browser.post(address).data
    assert not db.session().info.get("writing")
