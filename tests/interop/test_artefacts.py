"""Everything that a record leaves as is checked; a changed copy is refused for the right reason."""

import copy
import json
from dataclasses import replace
from datetime import date

import certifying
import pytest
import wholes
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.errors import BadInput
from elearn.core.learning.standing import Status
from elearn.interop import artefacts, trust
from elearn.interop.keys import Algorithm, b64url, make

TRUST = trust.read(json.dumps(wholes.trust()))
WHOLE = wholes.whole()
TODAY = date(2026, 12, 1)


def check(made, known=TRUST):
    content = made if isinstance(made, bytes) else wholes.written(made).encode()
    return artefacts.check(content, known)


def reason(made, known=TRUST):
    with pytest.raises(BadInput) as refused:
        check(made, known)
    return refused.value.code


def changed(*path, to):
    """A copy of the record with another value in one place."""
    made = copy.deepcopy(WHOLE)
    place = made
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    return made


def other(text):
    """A text of the same kind that differs in its first letter."""
    return ("b" if text[0] != "b" else "c") + text[1:]


def test_a_whole_record_is_read_with_its_facts_and_its_place_in_the_log():
    found = check(WHOLE)
    assert found.facts == WHOLE["facts"]
    assert (found.kid, found.head.size) == (wholes.RECORD_KEY.kid, 4)
    assert artefacts.status(found, TRUST, TODAY) is Status.VALID
    assert artefacts.name_fits(found, "Đorđević Jelena")
    assert not artefacts.name_fits(found, "Ana Ilić")


def test_a_record_without_a_proof_is_read_as_well():
    assert check(wholes.whole(proven=False)).head is None


def test_a_certificate_is_checked_by_the_record_attached_to_it():
    found = check(certifying.certificate(wholes.written(WHOLE)))
    assert found.facts["name"] == wholes.FACTS.name


def test_how_it_stands_is_told_by_the_list_and_the_dates():
    found = check(WHOLE)
    digest = WHOLE["digest"]
    for lists, status in (
        ({"withdrawn": [digest]}, Status.REVOKED),
        ({"superseded": [digest]}, Status.SUPERSEDED),
        ({"withdrawn": [digest], "superseded": [digest]}, Status.REVOKED),
    ):
        known = trust.read(json.dumps(wholes.trust(**lists)))
        assert artefacts.status(found, known, TODAY) is status
    assert artefacts.status(found, TRUST, date(2029, 12, 1)) is Status.EXPIRED


@pytest.mark.parametrize("key", sorted(WHOLE["facts"]))
def test_no_edit_of_any_fact_is_accepted(key):
    was = WHOLE["facts"][key]
    edits = {
        str: lambda: "2027-01-01" if key in ("issued", "valid_until", "law_checked") else was + "x",
        int: lambda: was + 1,
        list: lambda: was[::-1],
        dict: lambda: {**was, "reading": 40},
        type(None): lambda: "x",
    }
    edit = edits[type(was)]()
    with pytest.raises(BadInput) as refused:
        check(changed("facts", key, to=edit))
    assert (refused.value.code, refused.value.details) == ("fact-changed", {"fact": key})
    if was is not None:
        assert reason(changed("facts", key, to=None)) == "fact-changed"


@pytest.mark.parametrize("key", sorted(WHOLE["facts"]))
def test_no_edit_of_any_salt_or_commitment_is_accepted(key):
    for part in ("salts", "commitments"):
        assert reason(changed(part, key, to=other(WHOLE[part][key]))) == "fact-changed"
        assert reason(changed(part, key, to="x")) == "record-unreadable"
        assert reason(changed(part, key, to=None)) == "record-unreadable"


PROOF = WHOLE["proof"]
EDITS = {
    "digest": (("digest",), other(WHOLE["digest"]), "digest-wrong"),
    "key's name": (("kid",), other(WHOLE["kid"]), "key-unknown"),
    "another key's name": (("kid",), wholes.LOG_KEY.kid, "key-unknown"),
    "signature": (("signature",), other(WHOLE["signature"]), "signature-wrong"),
    "short signature": (("signature",), "", "signature-wrong"),
    "type": (("type",), "elearn-record-0", "record-unreadable"),
    "number": (("proof", "number"), 2, "proof-wrong"),
    "size": (("proof", "size"), 5, "proof-wrong"),
    "hash": (("proof", "hashes", 0), other(PROOF["hashes"][0]), "proof-wrong"),
    "order of hashes": (("proof", "hashes"), PROOF["hashes"][::-1], "proof-wrong"),
    "fewer hashes": (("proof", "hashes"), PROOF["hashes"][:1], "proof-wrong"),
    "no hashes": (("proof", "hashes"), None, "proof-wrong"),
    "root": (("proof", "head", "root"), other(PROOF["head"]["root"]), "proof-wrong"),
    "moment": (("proof", "head", "at"), "2026-12-01T03:00:01Z", "proof-wrong"),
    "log": (("proof", "head", "log"), "another", "proof-wrong"),
    "head's size": (("proof", "head", "size"), 5, "proof-wrong"),
    "head's signature": (
        ("proof", "head", "signature"),
        other(PROOF["head"]["signature"]),
        "proof-wrong",
    ),
    "head's key": (("proof", "head", "kid"), wholes.RECORD_KEY.kid, "proof-wrong"),
    "proof": (("proof",), [], "proof-wrong"),
    "a member more": (("remark",), "signed by nobody", "record-unreadable"),
    "a fact more": (("facts", "rank"), "Colonel", "record-unreadable"),
}


@pytest.mark.parametrize("name", EDITS)
def test_no_edit_of_anything_else_is_accepted(name):
    path, to, code = EDITS[name]
    assert reason(changed(*path, to=to)) == code


@pytest.mark.parametrize("name", sorted(set(WHOLE) - {"code", "key", "proof"}))
def test_no_part_may_be_missing(name):
    assert reason({k: v for k, v in WHOLE.items() if k != name}) == "record-unreadable"


def test_a_fact_may_not_be_left_out_with_its_salt_and_commitment():
    made = copy.deepcopy(WHOLE)
    for part in ("facts", "salts", "commitments"):
        del made[part]["valid_until"]
    assert reason(made) == "digest-wrong"


def test_two_facts_may_not_be_exchanged():
    made = copy.deepcopy(WHOLE)
    facts = made["facts"]
    facts["name"], facts["title"] = facts["title"], facts["name"]
    assert reason(made) == "fact-changed"


@given(st.data())
def test_any_changed_byte_of_the_file_is_refused_or_changes_nothing(data):
    text = wholes.written(WHOLE).encode()
    at = data.draw(st.integers(0, len(text) - 1))
    bad = bytearray(text)
    bad[at] ^= data.draw(st.integers(1, 255))
    try:
        found = check(bytes(bad))
    except BadInput:
        return
    # Only blanks between the parts, and what nobody vouches for, may differ.
    assert (found.facts, found.digest) == (WHOLE["facts"], WHOLE["digest"])


def test_only_the_issuers_key_for_records_counts():
    assert reason(WHOLE, trust.Trust([])) == "key-unknown"
    thief = make(Algorithm.ED25519)
    forged = {**wholes.whole(proven=False), "kid": thief.kid, "key": thief.public_jwk}
    assert reason(forged) == "key-unknown"
    listed = [{**thief.public_jwk, "kid": wholes.RECORD_KEY.kid, "elearn:purpose": "record"}]
    assert reason(wholes.whole(proven=False), trust.Trust(listed)) == "key-unknown"


def revoked_at(moment, purpose="record"):
    return trust.read(json.dumps(wholes.trust(**{purpose: moment})))


def test_after_a_key_is_revoked_only_what_the_log_had_before_holds():
    assert check(WHOLE, revoked_at("2026-12-01T03:00:01Z")).head is not None
    assert reason(WHOLE, revoked_at("2026-12-01T03:00:00Z")) == "key-revoked"
    assert reason(wholes.whole(proven=False), revoked_at("2027-01-01T00:00:00Z")) == "key-revoked"


def test_a_head_that_a_revoked_key_signed_proves_nothing():
    """And takes nothing away: the record holds as one without a proof does."""
    late = "2027-01-01T00:00:00Z"
    assert check(WHOLE, revoked_at(late, "log")).head is None
    both = trust.read(json.dumps(wholes.trust(log=late, record=late)))
    assert reason(WHOLE, both) == "key-revoked"


def test_a_certificate_with_a_changed_attachment_is_refused_for_its_reason():
    name = wholes.written(WHOLE).replace("Јелена", "Милена")
    assert reason(certifying.certificate(name)) == "fact-changed"
    assert reason(certifying.certificate('{"type": "x"}')) == "record-unreadable"
    assert reason(certifying.certificate("words")) == "artefact-unknown"


def test_what_was_added_to_a_certificate_counts_and_not_what_it_replaced():
    file = certifying.certificate(wholes.written(WHOLE))
    forged = wholes.written(changed("facts", "name", to="Ana Ilić")).encode()
    added = b"\n900 0 obj\n<</Type/EmbeddedFile/Length %d>>\nstream\n%s\nendstream\nendobj\n"
    found = check(file + added % (len(forged), forged))
    assert found.facts["name"] == wholes.FACTS.name  # the forged one is passed over
    other_one = wholes.written(wholes.whole(facts=replace(wholes.FACTS, eqf=5))).encode()
    found = check(file + added % (len(other_one), other_one))
    assert found.facts["eqf"] == 5


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"%PDF-1.7", b"%PDF-1.7 obj <</Type/EmbeddedFile>>", b"\xff\xfe", b"1-2"],
)
def test_what_is_no_artefact_says_so(content):
    assert reason(content) == "artefact-unknown"


@pytest.mark.parametrize("content", [b"{", b"{}", b"[" * 100000, b'{"facts": ' + b"[" * 100000])
def test_what_is_no_record_says_so(content):
    assert reason(content) in ("record-unreadable", "artefact-unknown")


def test_a_bomb_in_a_pdf_is_not_unpacked():
    import zlib

    bomb = zlib.compress(bytes(50_000_000))
    head = b"1 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>\nstream\n" % len(bomb)
    assert reason(b"%PDF-1.7\n" + head + bomb + b"\nendstream") == "artefact-unknown"


def test_salts_are_never_shared():
    made = copy.deepcopy(WHOLE)
    made["salts"]["name"] = made["salts"]["title"]
    assert reason(made) == "record-unreadable"


def test_a_signature_by_another_algorithm_is_refused():
    made = {**WHOLE, "signature": b64url(wholes.QR_KEY.sign(b"x"))}
    assert reason(made) == "signature-wrong"
