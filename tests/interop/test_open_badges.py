"""A badge as a token: what it says, whom it trusts, and that no change goes unnoticed."""

import copy
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import awards
import jsonschema
import pytest
from awards import AWARD, CREDENTIAL, FACTS, SITE
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3Verifier

from elearn.core.learning import record as core
from elearn.interop import jws, keys
from elearn.interop.jws import Refused
from elearn.interop.keys import Algorithm
from elearn.interop.open_badges import achievement, jwt, proof
from elearn.interop.open_badges.credential import Listed, credential

KEY = awards.key_for(jwt.PURPOSE, Algorithm.RS256)
TRUSTED = [awards.listed(jwt.PURPOSE, KEY)]
TOKEN = jwt.write(CREDENTIAL, awards.method(KEY), KEY.public_jwk, KEY.sign)
SCHEMA = os.environ.get("OB_SCHEMA", "")


def reason(text, trusted=TRUSTED):
    with pytest.raises(Refused) as refused:
        jwt.check(text, trusted)
    return refused.value.code


def token_of(header, payload):
    return jws.write({**jws.read(TOKEN).header, **header}, payload, KEY.sign)


def test_what_was_signed_is_read_again():
    assert jwt.check(TOKEN, TRUSTED) == CREDENTIAL
    assert jwt.check(f"\n{TOKEN}\n", TRUSTED) == CREDENTIAL


def test_it_says_every_fact():
    subject = CREDENTIAL["credentialSubject"]
    about = subject["achievement"]
    assert subject["identifier"][0]["identityHash"] == FACTS.name
    assert about["name"] == FACTS.title
    assert about["alignment"][0]["targetUrl"].endswith("/eqf/5")
    assert CREDENTIAL["issuer"]["name"] == FACTS.awarding_body
    told = dict(
        re.findall(r"^- (\w+): `(.*)`$", CREDENTIAL["evidence"][0]["narrative"], re.MULTILINE)
    )
    raw = {key: json.loads(text) for key, text in told.items()}
    assert raw.pop("record") == AWARD.digest
    assert core.from_raw({**raw, "name": FACTS.name}) == FACTS


def test_it_holds_to_the_end_of_its_last_day():
    assert CREDENTIAL["validUntil"] == "2029-11-23T23:59:59Z"
    endless = credential(replace(AWARD, facts=replace(FACTS, valid_until=None)), SITE)
    assert "validUntil" not in endless
    assert "exp" not in jwt.claims(endless)


def test_what_has_a_mark_in_per_cent_is_a_result():
    marked = achievement.achievement(
        replace(_taught(), graded=("check-one",), frameworks=("Frontex SQF: level 5",)), SITE
    )
    described = marked["resultDescription"][1]
    assert described["id"].endswith("#result-check-one")
    assert described["resultType"] == "Percent"
    assert marked["tag"] == ["Frontex SQF: level 5"]


def _taught():
    from elearn.interop.open_badges.credential import of_facts

    return of_facts(FACTS)


@pytest.mark.parametrize("kind", achievement.TYPES)
def test_every_kind_of_award_has_a_type(kind):
    made = achievement.achievement(replace(_taught(), kind=kind), SITE)
    assert made["achievementType"]
    assert made["id"] == achievement.address(replace(_taught(), kind=kind), SITE)


def test_a_country_that_nobody_gave_is_left_out():
    made = credential(awards.award(replace(FACTS, awarding_country="")), SITE)
    assert "address" not in made["issuer"]


@pytest.mark.skipif(not SCHEMA, reason="OB_SCHEMA names no copy of 1EdTech's JSON Schema")
@pytest.mark.parametrize("status", [None, Listed("https://learn.example.org/status/1", 7)])
def test_it_is_valid_under_the_schema_of_1edtech(status):
    schema = json.loads(Path(SCHEMA).read_text(encoding="utf-8"))
    check = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())
    made = credential(replace(AWARD, status=status), SITE)
    assert list(check.iter_errors(made)) == []
    marked = credential(awards.award(awards.with_results({"one": 80}), status=status), SITE)
    key = awards.key_for(proof.PURPOSE, Algorithm.ED25519)
    proven = proof.write(marked, awards.method(key), "2026-11-23T09:30:00Z", key.sign)
    assert list(check.iter_errors(proven)) == []
    assert list(check.iter_errors({k: v for k, v in made.items() if k != "issuer"}))


def test_a_verifier_that_we_did_not_write_accepts_it_and_refuses_a_changed_one():
    pem = _pem(KEY)
    found = OB3Verifier(pem).verify(TOKEN)
    assert found.achievement.name == FACTS.title
    head, payload, signature = TOKEN.split(".")
    changed = keys.b64url(keys.from_b64url(payload).replace(b"border-checks", b"border-cheese"))
    with pytest.raises(LibOpenBadgesException):
        OB3Verifier(pem).verify(f"{head}.{changed}.{signature}")


def test_that_verifier_finds_the_key_in_our_did_document():
    from elearn.interop import did_web

    document = did_web.document(awards.URL, [(KEY.kid, KEY.public_jwk, True)])
    there = {"https://learn.example.org/.well-known/did.json": json.dumps(document).encode()}
    verifier = OB3Verifier.for_issuer_did(SITE.did, download=there.__getitem__)
    assert verifier.verify(TOKEN).issuer.id == SITE.did


def _pem(key):
    from cryptography.hazmat.primitives import serialization

    loaded = serialization.load_pem_private_key(key.to_pem(), None)
    return loaded.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def test_only_a_key_for_badges_that_is_still_listed_is_trusted():
    assert reason(TOKEN, []) == "key-unknown"
    assert reason(TOKEN, [{**TRUSTED[0], "elearn:purpose": "record"}]) == "key-unknown"
    other = keys.make(Algorithm.RS256)
    inside = {"kid": awards.method(other), "jwk": other.public_jwk}
    forged = jws.write({**jws.read(TOKEN).header, **inside}, jws.read(TOKEN).payload, other.sign)
    assert reason(forged) == "key-unknown", "the key within the token is not looked at"


@pytest.mark.parametrize(
    "header", [{"alg": "none"}, {"alg": "HS256"}, {"alg": "ES256"}, {"crit": ["b64"]}, {"typ": "x"}]
)
def test_another_header_is_refused(header):
    assert reason(token_of(header, jws.read(TOKEN).payload)) == "badge-unreadable"


@pytest.mark.parametrize("claim", ["iss", "jti", "nbf", "exp", "type", "issuer", "validFrom"])
def test_a_token_that_contradicts_itself_is_refused(claim):
    payload = jws.read(TOKEN).payload
    for changed in ({**payload, claim: "other"}, {k: v for k, v in payload.items() if k != claim}):
        assert reason(token_of({}, changed)) == "badge-unreadable"


@given(st.data())
def test_no_edit_of_any_field_verifies(data):
    head, payload, signature = TOKEN.split(".")
    whole = json.loads(keys.from_b64url(payload))
    edited = copy.deepcopy(whole)
    path = data.draw(st.sampled_from([p for p in awards.paths(whole) if p]))
    where = awards.at(edited, path[:-1])
    if data.draw(st.booleans()):
        del where[path[-1]]
    else:
        where[path[-1]] = data.draw(st.text(max_size=5) | st.integers(0, 9) | st.booleans())
    if edited == whole:
        return
    part = keys.b64url(json.dumps(edited, ensure_ascii=False, separators=(",", ":")).encode())
    assert reason(f"{head}.{part}.{signature}") == "signature-wrong"


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("AQgw_-.=x"))
def test_no_other_character_verifies(position, letter):
    changed = TOKEN[:position] + letter + TOKEN[position + 1 :]
    if changed != TOKEN:
        assert reason(changed) in {"badge-unreadable", "key-unknown", "signature-wrong"}


@given(st.text(max_size=40) | st.binary(max_size=40).map(keys.b64url).map(lambda t: f"{t}.{t}.{t}"))
def test_any_text_is_refused_and_nothing_else_happens(text):
    assert reason(text) == "badge-unreadable"


def test_a_name_that_stands_twice_is_refused():
    head, _payload, signature = TOKEN.split(".")
    twice = keys.b64url(b'{"iss":"a","iss":"b"}')
    assert reason(f"{head}.{twice}.{signature}") == "badge-unreadable"
