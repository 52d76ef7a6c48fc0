"""The transcript: all one's own records in one file, as they stand today."""

import json
import re
import shutil
import subprocess
import zlib
from datetime import timedelta

import bridging
import learning
import pytest

from elearn.core.learning import record as record_core
from elearn.services import records
from elearn.store import records as record_store
from elearn.store.db import begin_write, db

ADDRESS = "/records/transcript.pdf"


@pytest.fixture
def kept(app, cast, now):
    """Ann's records, of two courses, the newer first."""
    bridging.publish("1.0.0", now)
    bridging.completed(cast.ann, now - timedelta(days=1))
    learning.publish("pages", now)
    learning.record_of(cast.ann, now)
    return record_store.of_person(cast.ann.id)


def attached(file):
    """What is attached to a PDF as JSON."""
    for content in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL):
        try:
            plain = zlib.decompress(content)
        except zlib.error:
            continue
        if plain.startswith(b"{"):
            return json.loads(plain)
    raise AssertionError("nothing is attached")


def text_of(file, folder):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    path = folder / "transcript.pdf"
    path.write_bytes(file)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_every_record_stands_on_it_and_is_attached_whole(client_for, cast, kept, tmp_path):
    browser = client_for(cast.ann)
    assert ADDRESS in browser.get("/records").text
    answer = browser.get(ADDRESS)
    assert answer.mimetype == "application/pdf"
    text = text_of(answer.data, tmp_path)
    assert cast.ann.name in text
    whole = attached(answer.data)["records"]
    assert [one["digest"] for one in whole] == [record.digest for record in kept]
    for one in whole:
        assert one["code"] in text
        facts = record_core.from_raw(one["facts"])
        assert record_core.commitments(facts, one["salts"]) == one["commitments"]


def test_each_record_says_how_it_stands_and_may_be_left_out(client_for, cast, kept, now, tmp_path):
    begin_write()
    records.revoke(record_store.by_id(kept[0].id), "A mistake.", by=None, now=now)
    db.session.commit()
    browser = client_for(cast.ann)
    everything = browser.get(ADDRESS).data
    assert "Revoked" in text_of(everything, tmp_path)
    assert len(attached(everything)["records"]) == 2
    (one,) = attached(browser.get(f"{ADDRESS}?standing=valid").data)["records"]
    assert one["digest"] == kept[1].digest


def test_others_find_only_their_own_on_it(client_for, client, cast, kept):
    for person in (cast.ben, cast.mia, cast.co, cast.ana):
        assert client_for(person).get(ADDRESS).status_code == 409
    assert client.get(ADDRESS).status_code == 302


def test_it_is_written_in_the_language_of_the_page(client_for, cast, kept, tmp_path):
    browser = client_for(cast.ann)
    browser.post("/account/language", data={"language": "sr"})
    assert "Важи до" in text_of(browser.get(ADDRESS).data, tmp_path)
