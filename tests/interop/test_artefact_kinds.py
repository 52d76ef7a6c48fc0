"""Badges with a proof, badge pictures, chosen facts, sets of records: each checked by its bytes."""

import copy
import json

import awards
import certifying
import pytest
import wholes
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.core.errors import BadInput
from elearn.interop import artefacts, trust
from elearn.interop.keys import Algorithm
from elearn.interop.open_badges import proof

KEY = awards.key_for(proof.PURPOSE, Algorithm.ED25519)
DOCUMENT = proof.write(awards.CREDENTIAL, awards.method(KEY), "2026-11-23T09:30:00Z", KEY.sign)


def known(**more):
    listed = {**awards.listed(proof.PURPOSE, KEY), **more}
    made = wholes.trust()
    return trust.read(json.dumps({**made, "keys": [*made["keys"], listed]}))


TRUST = known()


def check(made, trusted=TRUST):
    content = made if isinstance(made, bytes) else json.dumps(made).encode()
    return artefacts.check(content, trusted)


def reason(made, trusted=TRUST, read=check):
    with pytest.raises(BadInput) as refused:
        read(made, trusted)
    return refused.value.code


def test_a_badge_with_its_proof_tells_the_facts_of_its_record():
    found = check(DOCUMENT)
    assert (found.kind, found.kid, found.digest) == ("badge", KEY.kid, awards.AWARD.digest)
    assert found.facts["name"] == awards.FACTS.name
    assert found.dates.valid_until == awards.FACTS.valid_until


def test_a_changed_badge_with_its_proof_is_refused_for_its_reason():
    made = copy.deepcopy(DOCUMENT)
    made["credentialSubject"]["identifier"][0]["identityHash"] = "Ana Ilić"
    assert reason(made) == "signature-wrong"
    assert reason({k: v for k, v in DOCUMENT.items() if k != "proof"}) == "badge-unreadable"
    assert reason({**DOCUMENT, "remark": "x"}) == "badge-unreadable"
    assert reason(DOCUMENT, trust.Trust([])) == "key-unknown"
    revoked = known(**{"elearn:revoked": "2026-11-30T00:00:00Z"})
    assert reason(DOCUMENT, revoked) == "key-revoked"
    twice = json.dumps(DOCUMENT)[:-1] + ', "id": "urn:x"}'
    assert reason(twice.encode()) == "badge-unreadable"
    deep = b'{"@context": ' + b"[" * 900 + b"]" * 900 + b"}"
    assert reason(deep) == "badge-unreadable"


@settings(max_examples=40)
@given(st.data())
def test_any_changed_byte_of_a_badge_is_refused_or_changes_nothing(data):
    bad = bytearray(json.dumps(DOCUMENT).encode())
    bad[data.draw(st.integers(0, len(bad) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        found = check(bytes(bad))
    except BadInput:
        return
    assert found == check(DOCUMENT)


ONE, TWO = wholes.whole(), wholes.whole(proven=False)


def several(*records):
    return {"type": "elearn-records-1", "records": list(records)}


def check_all(made, trusted=TRUST):
    content = made if isinstance(made, bytes) else json.dumps(made).encode()
    return artefacts.check_all(content, trusted)


def test_a_set_of_records_is_read_whole_from_json_and_from_a_transcript():
    made = several(ONE, TWO)
    for content in (made, certifying.certificate(json.dumps(made))):
        found = check_all(content)
        assert [one.digest for one in found] == [ONE["digest"], TWO["digest"]]
        assert reason(content) == "records-several"
    assert [one.kind for one in check_all(DOCUMENT)] == ["badge"]


def test_one_bad_record_refuses_the_set_and_is_named():
    bad = copy.deepcopy(TWO)
    bad["facts"]["name"] = "Ana Ilić"
    with pytest.raises(BadInput) as refused:
        check_all(several(ONE, bad))
    assert refused.value.code == "fact-changed"
    assert refused.value.details == {"fact": "name", "record": "2"}
    for made in (several(), {"type": "elearn-records-1"}, several(5), {**several(ONE), "x": 1}):
        assert reason(made, read=check_all) == "record-unreadable"
