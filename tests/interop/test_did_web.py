"""The site's decentralised identifier."""

import pytest

from elearn.interop.did_web import document, identifier


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://learn.example.org", "did:web:learn.example.org"),
        ("https://LEARN.example.org:8443", "did:web:learn.example.org%3A8443"),
        ("", "did:web:localhost"),
    ],
)
def test_it_is_made_of_the_address(url, name):
    assert identifier(url) == name


ED = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
EC = {"kty": "EC", "crv": "P-256", "x": "A", "y": "B"}


def test_every_key_is_there_and_only_those_for_credentials_may_assert():
    made = document("https://learn.example.org", [("k1", ED, True), ("k2", ED, False)])
    asserting, other = made["verificationMethod"]
    assert asserting["id"] == "did:web:learn.example.org#k1"
    assert made["assertionMethod"] == ["did:web:learn.example.org#k1"]
    assert asserting["type"] == "Multikey"
    assert asserting["publicKeyMultibase"].startswith("z6Mk"), "as every Ed25519 key"
    assert other["publicKeyJwk"]["kid"] == "k2"


def test_a_key_of_another_kind_is_a_json_web_key():
    (method,) = document("https://learn.example.org", [("k1", EC, True)])["verificationMethod"]
    assert method["type"] == "JsonWebKey2020"
