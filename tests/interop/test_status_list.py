"""Status lists: each bit in its place, read by others too, hostile lists refused."""

import gzip
from datetime import UTC, datetime, timedelta

import awards
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3 import status as theirs
from openvc.proof.data_integrity import DataIntegrityProofSuite

from elearn.interop import keys, status_list
from elearn.interop.jws import Refused
from elearn.interop.keys import Algorithm
from elearn.interop.open_badges import jwt

KEY = awards.key_for(jwt.PURPOSE, Algorithm.RS256)
TRUSTED = [awards.listed(jwt.PURPOSE, KEY)]
ISSUED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ADDRESS = "https://learn.example.org/status/1.jwt"
PLACES = st.sets(st.integers(0, status_list.BITS - 1), max_size=20)


def made(places):
    until = ISSUED + timedelta(days=7)
    return status_list.credential(ADDRESS, awards.SITE.did, places, ISSUED, until)


@given(PLACES)
def test_those_and_only_those_are_set_for_us_and_for_others(places):
    text = status_list.encode(places)
    ours = status_list.decode(text)
    assert sum(byte.bit_count() for byte in ours) == len(places)
    assert all(status_list.is_revoked(made(places), place) for place in places)
    assert theirs.set_indices(theirs.decode_encoded_list(text)) == frozenset(places)


def test_a_list_is_as_long_as_the_standard_asks_and_always_the_same():
    assert len(status_list.decode(status_list.encode([]))) * 8 >= 131_072
    assert status_list.encode([5]) == status_list.encode([5])


@pytest.mark.parametrize("place", [-1, status_list.BITS])
def test_a_place_outside_is_refused(place):
    with pytest.raises(ValueError, match="outside"):
        status_list.encode([place])
    with pytest.raises(Refused):
        status_list.is_revoked(made([]), place)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u",
        "uAAAA",
        "x" + status_list.encode([])[1:],
        status_list.encode([])[:-9],
        "u" + keys.b64url(gzip.compress(bytes(10))),
        "u" + keys.b64url(gzip.compress(bytes(50_000_000))),
    ],
    ids=["empty", "nothing", "no gzip", "other base", "cut", "short", "bomb"],
)
def test_what_is_no_list_is_refused(text):
    with pytest.raises(Refused) as refused:
        status_list.decode(text)
    assert refused.value.code == "status-unreadable"


def test_a_signed_list_is_read_and_a_badge_is_none():
    token = status_list.write(made([7]), awards.method(KEY), KEY.public_jwk, KEY.sign)
    found = status_list.check(token, TRUSTED)
    assert status_list.is_revoked(found, 7)
    assert not status_list.is_revoked(found, 8)
    with pytest.raises(Refused):
        jwt.check(token, TRUSTED)
    badge = jwt.write(awards.CREDENTIAL, awards.method(KEY), KEY.public_jwk, KEY.sign)
    with pytest.raises(Refused):
        status_list.check(badge, TRUSTED)


def test_a_subject_that_is_none_is_refused():
    for subject in (None, "x", {}, {"encodedList": 7}):
        with pytest.raises(Refused):
            status_list.is_revoked({"credentialSubject": subject}, 0)


def test_a_list_with_a_proof_is_read_and_no_edit_of_it_verifies():
    key = awards.key_for(status_list.PURPOSE, Algorithm.ED25519)
    trusted = [awards.listed(status_list.PURPOSE, key)]
    document = status_list.prove(made([7]), awards.method(key), key.sign)
    assert status_list.check_document(document, trusted) == made([7])
    suite = DataIntegrityProofSuite()
    suite.verify(document, public_key_jwk=key.public_jwk, check_temporal=False)
    subject = {**document["credentialSubject"], "encodedList": status_list.encode([8])}
    for changed in ({"credentialSubject": subject}, {"validUntil": "2030-01-01T00:00:00Z"}):
        with pytest.raises(Refused) as refused:
            status_list.check_document({**document, **changed}, trusted)
        assert refused.value.code == "signature-wrong"
