"""Many codes at once: who may, what each line gets, and how many queries it takes."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import learning
import make
import pytest
from sqlalchemy import event, update

from elearn.core.learning import essentials as core
from elearn.interop import essentials
from elearn.services import certificates, keys, records
from elearn.store.db import begin_write, db
from elearn.store.tables.packs import PackVersion

ADDRESS = "/people/codes.csv"


@pytest.fixture
def kept(app, cast, now):
    """Ann's record."""
    learning.publish("pages", now)
    return learning.record_of(cast.ann, now)


@pytest.fixture
def scanned(kept, cast, now):
    """The text of its QR code."""
    page = records.my_record(make.actor(cast.ann), kept.key, now=now)
    begin_write()
    signer = keys.signer(keys.Purpose.QR, now=now)
    text = essentials.sign(certificates.essentials_of(page), signer.kid, signer.sign)
    db.session.commit()
    return text


def table(answer):
    text = answer.get_data(as_text=True).lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text)))[1:]


def test_each_line_says_how_a_record_stands(client_for, cast, kept, scanned):
    text = f'{kept.code};Ann\n"0000-0000-0000-0000-0"\nnothing\n{scanned}\nhttps://x/verify#{scanned}\n'
    answer = client_for(cast.mia).post(ADDRESS, data={"text": text})
    assert answer.mimetype == "text/csv"
    statuses = [row[1] for row in table(answer)]
    assert statuses == ["Valid", "Unknown", "Unknown", "Valid", "Valid"]
    assert table(answer)[0][3] == f"{kept.pack_id} {kept.version}"
    assert cast.ann.name not in answer.get_data(as_text=True)


def test_a_changed_qr_code_cannot_be_trusted(client_for, cast, scanned):
    message = core.from_digits(scanned)
    changed = core.as_digits(message[:-1] + bytes([message[-1] ^ 1]))
    answer = client_for(cast.mia).post(ADDRESS, data={"text": changed})
    assert [row[1] for row in table(answer)] == ["Cannot be trusted"]


def test_what_holds_until_the_law_changes_says_so_and_ends_with_it(client_for, cast, kept, now):
    page = records.my_record(make.actor(cast.ann), kept.key, now=now)
    read = replace(certificates.essentials_of(page), valid_until=None, until_law=True)
    begin_write()
    signer = keys.signer(keys.Purpose.QR, now=now)
    text = essentials.sign(read, signer.kid, signer.sign)
    db.session.commit()

    def said():
        (row,) = table(client_for(cast.mia).post(ADDRESS, data={"text": text}))
        return row[1], row[5]

    assert said() == ("Valid", "the law changes")
    yesterday = now.date() - timedelta(days=1)
    begin_write()
    db.session.execute(update(PackVersion).values(records_until=yesterday))
    db.session.commit()
    assert said() == ("Expired", yesterday.isoformat())


def test_what_was_revoked_is_said(client_for, cast, kept, scanned, now):
    begin_write()
    records.revoke(kept, "Issued by mistake.", by=None, now=now)
    db.session.commit()
    answer = client_for(cast.mia).post(ADDRESS, data={"text": f"{kept.code}\n{scanned}"})
    assert [row[1] for row in table(answer)] == ["Revoked", "Revoked"]


def test_a_file_does_as_well(client_for, cast, kept):
    file = (io.BytesIO(f"\ufeff{kept.code},x\r\n".encode()), "codes.csv")
    answer = client_for(cast.mia).post(
        ADDRESS, data={"file": file}, content_type="multipart/form-data"
    )
    assert [row[1] for row in table(answer)] == ["Valid"]


@pytest.mark.parametrize(("text", "words"), [("", b"at least one"), ("x\n" * 501, b"At most 500")])
def test_none_and_too_many_come_back_with_the_form(client_for, cast, text, words):
    answer = client_for(cast.mia).post(ADDRESS, data={"text": text})
    assert answer.status_code == 422
    assert words in answer.data


def test_only_who_leads_people_may(client_for, client, cast):
    for path in ("/people/codes",):
        assert client_for(cast.mia).get(path).status_code == 200
        assert client_for(cast.ann).get(path).status_code == 403
        assert client.get(path).status_code == 302
    assert client_for(cast.ann).post(ADDRESS, data={"text": "x"}).status_code == 403


def test_more_codes_take_no_more_queries(client_for, cast, kept, scanned):
    browser = client_for(cast.mia)
    counts = []
    for times in (1, 40):
        seen = []
        listen = lambda *_given, seen=seen: seen.append(1)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        browser.post(ADDRESS, data={"text": f"{kept.code}\n{scanned}\n" * times})
        event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(len(seen))
    assert counts[0] == counts[1]
