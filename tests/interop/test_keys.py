"""Signing keys: published vectors, every way there and back, and nothing else is accepted."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.interop import keys
from elearn.interop.keys import Algorithm, KeyFault

KEYS = {algorithm: keys.make(algorithm) for algorithm in Algorithm}


@pytest.fixture(params=list(Algorithm))
def key(request):
    return KEYS[request.param]


def test_a_signature_holds_for_its_bytes_and_its_key_only(key):
    signature = key.sign(b"what was completed")
    assert keys.verify(key.public_jwk, b"what was completed", signature)
    assert not keys.verify(key.public_jwk, b"what was completed!", signature)
    assert not keys.verify(keys.make(Algorithm.ES256).public_jwk, b"what was completed", signature)
    assert not keys.verify(key.public_jwk, b"what was completed", signature[:-1])
    assert not keys.verify(key.public_jwk, b"what was completed", b"")


@given(st.sampled_from(list(Algorithm)), st.data())
def test_no_changed_byte_of_a_signature_holds(algorithm, data):
    key = KEYS[algorithm]
    raw = bytearray(key.sign(b"x"))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    assert not keys.verify(key.public_jwk, b"x", bytes(raw))


@pytest.mark.parametrize("passphrase", ["", "вода и хлеб"])
def test_a_key_is_written_and_read_again(key, passphrase):
    again = keys.from_pem(key.to_pem(passphrase), passphrase)
    assert (again.kid, again.algorithm) == (key.kid, key.algorithm)


def test_a_key_needs_its_passphrase(key):
    pem = key.to_pem("right")
    for wrong in ("", "wrong"):
        with pytest.raises(KeyFault, match="passphrase"):
            keys.from_pem(pem, wrong)
    with pytest.raises(KeyFault, match="not encrypted"):
        keys.from_pem(key.to_pem(), "right")
    with pytest.raises(KeyFault, match="no private key"):
        keys.from_pem(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")


def test_a_key_does_not_show_itself(key):
    assert "PrivateKey" not in repr(key)


def test_the_thumbprint_is_the_one_of_rfc_8037():
    # RFC 8037, appendix A.3: the key of A.1 and its thumbprint.
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert keys.thumbprint(jwk) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_what_others_signed_holds():
    # RFC 8037, appendix A.4.
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    data = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    signature = (
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    assert keys.verify(jwk, data, keys.from_b64url(signature))


def test_base58_keeps_zeros_in_front():
    # draft-msporny-base58, section 5.
    assert keys.base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"
    assert keys.base58(bytes.fromhex("0000287fb4cd")) == "11233QC4"
    assert keys.multibase(KEYS[Algorithm.ED25519].public_jwk).startswith("z6Mk")
    with pytest.raises(KeyFault):
        keys.multibase(KEYS[Algorithm.ES256].public_jwk)


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "X25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "?"},
        {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
        {"kty": "EC", "crv": "P-384", "x": "AAAA", "y": "AAAA"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
    ],
)
def test_what_is_no_key_verifies_nothing(jwk):
    assert not keys.verify(jwk, b"", bytes(64))
    with pytest.raises(KeyFault):
        keys.algorithm_of(jwk)


@given(st.binary(max_size=40))
def test_base64url_is_written_in_one_way(data):
    assert keys.from_b64url(keys.b64url(data)) == data
    padded = base64.urlsafe_b64encode(data).decode()
    if padded.endswith("="):
        with pytest.raises(KeyFault):
            keys.from_b64url(padded)
