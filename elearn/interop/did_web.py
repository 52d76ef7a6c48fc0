"""The site as a decentralised identifier by its address: the `did:web` method, DID Core 1.0."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from elearn.interop.keys import multibase

_CONTEXT = (
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/suites/jws-2020/v1",
    "https://w3id.org/security/multikey/v1",
)


def identifier(public_url: str) -> str:
    """`did:web:learn.example.org`; a port is written `%3A8443`."""
    parts = urlsplit(public_url)
    host = (parts.hostname or "localhost").lower()
    return f"did:web:{host}%3A{parts.port}" if parts.port else f"did:web:{host}"


def document(
    public_url: str, keys: Iterable[tuple[str, Mapping[str, str], bool]]
) -> dict[str, object]:
    """The DID document that lists these keys.

    Args:
        public_url: Where people reach the site.
        keys: The name of each key, the key, and whether it signs credentials.
    """
    name = identifier(public_url)
    listed = list(keys)
    return {
        "@context": list(_CONTEXT),
        "id": name,
        "verificationMethod": [_method(name, kid, jwk, asserts) for kid, jwk, asserts in listed],
        "assertionMethod": [address(name, kid) for kid, _jwk, asserts in listed if asserts],
    }


def address(name: str, kid: str) -> str:
    """What a key is called outside: an address within the document `name`."""
    return f"{name}#{kid}"


def _method(
    name: str,
    kid: str,
    jwk: Mapping[str, str],
    asserts: bool,  # noqa: FBT001  # one of a tuple
) -> dict[str, object]:
    """Data Integrity proofs ask for a Multikey; all else is a JSON Web Key."""
    listed: dict[str, object] = {"id": address(name, kid), "controller": name}
    if asserts and jwk["kty"] == "OKP":
        return {**listed, "type": "Multikey", "publicKeyMultibase": multibase(jwk)}
    return {**listed, "type": "JsonWebKey2020", "publicKeyJwk": {**jwk, "kid": kid}}
