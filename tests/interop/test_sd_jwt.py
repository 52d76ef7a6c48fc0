"""Chosen facts in a signed file: those and no others, for us and for others; no edit verifies."""

import json

import awards
import pytest
from awards import FACTS
from hypothesis import given
from hypothesis import strategies as st
from openvc.proof.errors import ProofError
from openvc.proof.sd_jwt import SdJwtVcProofSuite

from elearn.core.learning import record as core
from elearn.interop import jws, keys, sd_jwt
from elearn.interop.jws import Refused
from elearn.interop.keys import Algorithm

KEY = awards.key_for(sd_jwt.PURPOSE, Algorithm.ES256)
TRUSTED = [awards.listed(sd_jwt.PURPOSE, KEY)]
ALWAYS = {"iss": awards.SITE.did, "nbf": 1_763_888_400, "record": "ef" * 32}
RAW = core.to_raw(FACTS)
SALTED = {key: (keys.b64url(bytes([n] * 16)), value) for n, (key, value) in enumerate(RAW.items())}


def text_of(chosen):
    return sd_jwt.write(ALWAYS, SALTED, chosen, awards.method(KEY), KEY.sign)


TEXT = text_of(["name", "title", "eqf"])


def reason(text, trusted=TRUSTED):
    with pytest.raises(Refused) as refused:
        sd_jwt.check(text, trusted)
    return refused.value.code


@given(st.sets(st.sampled_from(sorted(RAW))))
def test_what_was_chosen_is_shown_and_nothing_else_stands_in_the_text(chosen):
    text = text_of(chosen)
    found = sd_jwt.check(text, TRUSTED)
    assert found.facts == {key: RAW[key] for key in chosen}
    assert found.always == {**ALWAYS, "vct": sd_jwt.VCT}
    token, *shown = text.split("~")
    assert len(shown) == len(chosen) + 1
    payload = json.dumps(jws.read(token).payload, ensure_ascii=False)
    assert FACTS.name not in payload
    assert FACTS.title not in payload


def test_how_many_facts_there_are_is_the_same_whatever_was_chosen():
    parts = [jws.read(text_of(c).split("~")[0]).payload for c in ([], ["name"])]
    assert parts[0] == parts[1]
    assert len(parts[0]["_sd"]) == len(RAW)


def test_a_verifier_that_we_did_not_write_reads_the_same():
    suite = SdJwtVcProofSuite()
    found = suite.verify(TEXT, public_key_jwk=KEY.public_jwk, expected_vct=sd_jwt.VCT)
    assert {key: found.claims[key] for key in ("name", "title", "eqf")} == {
        key: RAW[key] for key in ("name", "title", "eqf")
    }
    assert "awarding_body" not in found.claims
    with pytest.raises(ProofError):
        suite.verify(changed_fact(TEXT), public_key_jwk=KEY.public_jwk)


def changed_fact(text):
    token, first, *rest = text.split("~")
    salt, key, _value = json.loads(keys.from_b64url(first))
    return "~".join((token, keys.b64url(json.dumps([salt, key, "other"]).encode()), *rest))


def test_a_fact_that_was_changed_or_is_from_elsewhere_is_refused():
    assert reason(changed_fact(TEXT)) == "signature-wrong"
    own = keys.b64url(json.dumps(["salt", "kind", "achievement"]).encode())
    assert reason(f"{TEXT}{own}~") == "signature-wrong"


def test_a_fact_that_stands_twice_is_refused():
    token, first, *rest = TEXT.split("~")
    assert reason("~".join((token, first, first, *rest))) == "signature-wrong"


@pytest.mark.parametrize("key", ["_sd", "_sd_alg", "..."])
def test_words_of_the_format_are_no_facts(key):
    text = sd_jwt.write(ALWAYS, {key: ("salt", "x")}, [key], awards.method(KEY), KEY.sign)
    assert reason(text) == "badge-unreadable"


def test_a_fact_cannot_take_the_place_of_what_is_always_there():
    text = sd_jwt.write(ALWAYS, {"iss": ("salt", "x")}, ["iss"], awards.method(KEY), KEY.sign)
    assert reason(text) == "signature-wrong"


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("AQgw_-.~=x"))
def test_no_other_character_verifies(position, letter):
    changed = TEXT[:position] + letter + TEXT[position + 1 :]
    if changed != TEXT:
        assert reason(changed) in {"badge-unreadable", "key-unknown", "signature-wrong"}


@pytest.mark.parametrize("claim", ["vct", "_sd_alg", "_sd"])
@pytest.mark.parametrize("value", ["other", None])
def test_another_kind_of_token_is_refused(claim, value):
    message = jws.read(TEXT.split("~")[0])
    token = jws.write(message.header, {**message.payload, claim: value}, KEY.sign)
    assert reason(f"{token}~") == "badge-unreadable"


@pytest.mark.parametrize("text", ["", "~", "a.b.c", TEXT.rstrip("~"), TEXT + "x", "x~" * 300])
def test_what_is_no_selection_is_refused(text):
    assert reason(text) in {"badge-unreadable", "signature-wrong"}


def test_only_a_key_for_selections_is_trusted():
    assert reason(TEXT, []) == "key-unknown"
    assert reason(TEXT, [{**TRUSTED[0], "elearn:purpose": "qr"}]) == "key-unknown"
