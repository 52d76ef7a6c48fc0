"""A record in the European Learning Model: what the profile demands, each fact, no guesses."""

import json
from dataclasses import replace

import awards
import pytest
from awards import AWARD, FACTS

from elearn.core.learning import record as core
from elearn.interop import elm

MADE = elm.credential(AWARD, awards.URL)
FULL = elm.credential(awards.award(awards.with_results({"check-one": 80})), awards.URL)


def objects(value):
    """Everything that has a type."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for part in value.values():
            yield from objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from objects(part)


@pytest.mark.parametrize("made", [MADE, FULL])
def test_what_the_profile_demands_is_there(made):
    assert made["@context"] == list(elm.CONTEXTS)
    assert made["type"] == ["VerifiableCredential", "EuropeanDigitalCredential"]
    assert made["credentialSchema"]["id"] == elm.PROFILE
    for word in ("validFrom", "issuanceDate", "displayParameter", "credentialProfiles"):
        assert made[word]
    assert set(made["displayParameter"]) >= {"language", "primaryLanguage", "title"}
    (claim,) = made["credentialSubject"]["hasClaim"]
    assert set(claim) >= {"title", "awardedBy", "specifiedBy"}


@pytest.mark.parametrize("made", [MADE, FULL])
def test_every_thing_has_a_name_of_its_own_and_every_concept_a_list(made):
    things = list(objects(made))
    assert all(thing["id"] for thing in things)
    own = [t["id"] for t in things if t["type"] not in ("Concept", "ConceptScheme")]
    assert len(set(own)) == len(own)
    for concept in (t for t in things if t["type"] == "Concept"):
        assert concept["inScheme"]["id"].rpartition("/")[0] in concept["id"]
        assert concept["prefLabel"]["en"]


def test_texts_stand_under_the_language_of_the_record():
    (claim,) = MADE["credentialSubject"]["hasClaim"]
    assert claim["title"] == {"sr": [FACTS.title]}
    taught = claim["specifiedBy"]
    assert taught["EQFLevel"]["id"] == "http://data.europa.eu/snb/eqf/5"
    assert taught["volumeOfLearning"] == "PT5H"
    assert taught["language"][0]["id"].endswith("/SRP")
    assert [o["title"]["sr"][0] for o in taught["learningOutcome"]] == list(FACTS.outcomes)


def test_every_fact_that_says_something_is_in_it():
    text = json.dumps(FULL, ensure_ascii=False)
    told = {"hours", "eqf", "awarding_country", "issued", "valid_until", "language", "law_digest"}
    for key, value in core.values(awards.with_results({"check-one": 80})).items():
        parts = value if isinstance(value, tuple) else [value]
        if key not in told and isinstance(parts[0], str):
            assert [part for part in parts if part not in text] == [], key
    assert "80 %" in text


def test_given_and_family_names_are_not_guessed():
    assert set(MADE["credentialSubject"]) == {"id", "type", "fullName", "hasClaim"}


def test_what_is_in_no_list_is_left_out():
    facts = replace(FACTS, language="xx", awarding_country="ZZ", eqf=None, hours={}, outcomes=())
    made = elm.credential(awards.award(facts), awards.URL)
    (claim,) = made["credentialSubject"]["hasClaim"]
    assert "location" not in claim["awardedBy"]["awardingBody"][0]
    assert not {"language", "EQFLevel", "volumeOfLearning"} & set(claim["specifiedBy"])


def test_a_record_that_does_not_end_has_no_end():
    made = elm.credential(awards.award(replace(FACTS, valid_until=None)), awards.URL)
    assert not {"validUntil", "expirationDate"} & set(made)
