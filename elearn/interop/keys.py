"""Signing keys: how they are made, written down, named, and what they sign.

Algorithms by their JOSE names (RFC 7518, RFC 8037): `EdDSA` is Ed25519, `ES256` is ECDSA on P-256
with the 64-byte signature of JOSE, `RS256` is RSA (PKCS #1 v1.5). A key's name, its `kid`, is the
JWK thumbprint (RFC 7638), so that anybody can work it out from the public key.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

RSA_BITS = 3072
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Jwk = Mapping[str, str]
"""A public key as a JSON Web Key (RFC 7517): only what the thumbprint is made of."""

_Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_Public = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey


class Algorithm(StrEnum):
    """How something is signed."""

    ED25519 = "EdDSA"
    ES256 = "ES256"
    RS256 = "RS256"


class KeyFault(ValueError):
    """A key that cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key. It never shows itself in a traceback or a log."""

    algorithm: Algorithm
    _key: _Private = field(repr=False)

    @property
    def public_jwk(self) -> dict[str, str]:
        """The public side."""
        return _jwk(self._key.public_key())

    @property
    def kid(self) -> str:
        """Its name."""
        return thumbprint(self.public_jwk)

    def sign(self, data: bytes) -> bytes:
        """The signature of some bytes."""
        match self._key:
            case ed25519.Ed25519PrivateKey():
                return self._key.sign(data)
            case ec.EllipticCurvePrivateKey():
                r, s = decode_dss_signature(self._key.sign(data, ec.ECDSA(hashes.SHA256())))
                return r.to_bytes(32, "big") + s.to_bytes(32, "big")
            case rsa.RSAPrivateKey():
                return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def to_pem(self, passphrase: str = "") -> bytes:
        """PKCS #8, encrypted (PBES2, AES-256) where there is a passphrase."""
        encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if passphrase:
            encryption = serialization.BestAvailableEncryption(passphrase.encode())
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
        )


def make(algorithm: Algorithm) -> SigningKey:
    """A new key."""
    key: _Private
    match algorithm:
        case Algorithm.ED25519:
            key = ed25519.Ed25519PrivateKey.generate()
        case Algorithm.ES256:
            key = ec.generate_private_key(ec.SECP256R1())
        case Algorithm.RS256:
            key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return SigningKey(algorithm, key)


def from_pem(pem: bytes, passphrase: str = "") -> SigningKey:
    """The key in a PEM file.

    Raises:
        KeyFault: If it is none, of a kind that is not used here, or the passphrase does not fit.
    """
    try:
        key = serialization.load_pem_private_key(pem, passphrase.encode() or None)
    except TypeError:
        need = "The key is not encrypted, but a passphrase is set."
        raise KeyFault(need if passphrase else "The key needs a passphrase.") from None
    except ValueError:
        why = "It is no private key in PEM, or the passphrase does not fit."
        raise KeyFault(why) from None
    match key:
        case ed25519.Ed25519PrivateKey():
            return SigningKey(Algorithm.ED25519, key)
        case ec.EllipticCurvePrivateKey(curve=ec.SECP256R1()):
            return SigningKey(Algorithm.ES256, key)
        case rsa.RSAPrivateKey() if key.key_size >= 2048:
            return SigningKey(Algorithm.RS256, key)
        case _:
            raise KeyFault("It is a key of a kind that is not used here.")


def thumbprint(jwk: Jwk) -> str:
    """The name of a public key: SHA-256 over its required members (RFC 7638), base64url."""
    members = {name: jwk[name] for name in _members(jwk)}
    text = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return b64url(hashlib.sha256(text.encode()).digest())


def verify(jwk: Jwk, data: bytes, signature: bytes) -> bool:
    """Whether that key signed these bytes."""
    try:
        key = _public(jwk)
        match key:
            case ed25519.Ed25519PublicKey():
                key.verify(signature, data)
            case ec.EllipticCurvePublicKey():
                if len(signature) != 64:
                    return False
                r, s = (int.from_bytes(signature[at : at + 32], "big") for at in (0, 32))
                key.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
            case rsa.RSAPublicKey():
                key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, KeyFault):
        return False
    return True


def algorithm_of(jwk: Jwk) -> Algorithm:
    """What a public key is for.

    Raises:
        KeyFault: If it is of a kind that is not used here.
    """
    _public(jwk)
    kinds = {"OKP": Algorithm.ED25519, "EC": Algorithm.ES256, "RSA": Algorithm.RS256}
    return kinds[jwk["kty"]]


def multibase(jwk: Jwk) -> str:
    """An Ed25519 key as `publicKeyMultibase` of a Multikey: z, base58, codec ed 01.

    Raises:
        KeyFault: If it is no Ed25519 key.
    """
    if algorithm_of(jwk) is not Algorithm.ED25519:
        raise KeyFault("Only Ed25519 keys are written so here.")
    return "z" + base58(b"\xed\x01" + from_b64url(jwk["x"]))


def base58(data: bytes) -> str:
    """Base 58 with Bitcoin's alphabet, as multibase `z` has it."""
    number, made = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        made = _BASE58[rest] + made
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + made


def from_base58(text: str) -> bytes:
    """The bytes that `base58` wrote so.

    Raises:
        KeyFault: If it is none, or longer than any key or signature here.
    """
    if len(text) > 200 or not set(text) <= set(_BASE58):
        raise KeyFault("It is not base 58.")
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def b64url(data: bytes) -> str:
    """Base64url without padding, as JOSE writes it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64url(text: str) -> bytes:
    """The bytes of a text in base64url without padding.

    Raises:
        KeyFault: If it is none, or not written in the one way.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, TypeError):
        raise KeyFault("It is not base64url.") from None
    if b64url(data) != text:
        raise KeyFault("It is not base64url as it is written here.")
    return data


def _members(jwk: Jwk) -> tuple[str, ...]:
    kinds = {"OKP": ("crv", "kty", "x"), "EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}
    names = kinds.get(jwk.get("kty", ""), ())
    if not names or any(not isinstance(jwk.get(name), str) for name in names):
        raise KeyFault("It is no public key of a kind that is used here.")
    return names


def _jwk(key: _Public) -> dict[str, str]:
    match key:
        case ed25519.Ed25519PublicKey():
            return {"kty": "OKP", "crv": "Ed25519", "x": b64url(key.public_bytes_raw())}
        case ec.EllipticCurvePublicKey():
            point = key.public_numbers()
            x, y = (b64url(n.to_bytes(32, "big")) for n in (point.x, point.y))
            return {"kty": "EC", "crv": "P-256", "x": x, "y": y}
        case rsa.RSAPublicKey():
            parts = key.public_numbers()
            return {"kty": "RSA", "n": _number(parts.n), "e": _number(parts.e)}


def _public(jwk: Jwk) -> _Public:
    _members(jwk)
    try:
        return _made_of(jwk)
    except ValueError as fault:
        raise KeyFault(f"It is no public key that can be used here: {fault}") from fault


def _made_of(jwk: Jwk) -> _Public:
    match jwk["kty"], jwk.get("crv"):
        case "OKP", "Ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(from_b64url(jwk["x"]))
        case "EC", "P-256":
            x, y = (int.from_bytes(from_b64url(jwk[name]), "big") for name in ("x", "y"))
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        case "RSA", _:
            n, e = (int.from_bytes(from_b64url(jwk[name]), "big") for name in ("n", "e"))
            if n.bit_length() >= 2048:
                return rsa.RSAPublicNumbers(e, n).public_key()
        case _:
            raise KeyFault("Its kind is not used here.")
    raise KeyFault("It is too short.")


def _number(value: int) -> str:
    return b64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
