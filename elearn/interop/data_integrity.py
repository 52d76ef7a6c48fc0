"""Proofs within a document: W3C Data Integrity 1.0, cryptosuite eddsa-rdfc-2022 (Ed25519).

What is signed is what the document states, not its bytes: it may be written down again, with other
blanks and in another order, and the proof still holds.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from elearn.interop import jws, keys
from elearn.interop.jws import Refused
from elearn.interop.linked_data import IRI, Document, Reader, Unclear

SUITE = "eddsa-rdfc-2022"
_FIXED = {
    "type": "DataIntegrityProof",
    "cryptosuite": SUITE,
    "proofPurpose": "assertionMethod",
}
_VARYING = frozenset({"created", "verificationMethod", "proofValue"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def add(
    document: Document, method: str, created: str, reader: Reader, sign: Callable[[bytes], bytes]
) -> Document:
    """The document with a proof.

    Args:
        document: What is signed; its `@context` is `reader.contexts`.
        method: The key's address within the issuer's DID document.
        created: The moment, as `credential.moment` writes it.
        reader: Reads the vocabularies that the document names.
        sign: Signs with that key.

    Raises:
        Unclear: If the document has a word that no vocabulary knows.
    """
    options = {**_FIXED, "created": created, "verificationMethod": method}
    signed = _hashed(_configuration(options), reader.canonical(document))
    return {**document, "proof": {**options, "proofValue": "z" + keys.base58(sign(signed))}}


def check(
    document: Mapping[str, Any],
    purpose: str,
    reader: Reader,
    trusted: Iterable[Mapping[str, object]],
) -> Document:
    """The document without its proof, if one of the issuer's keys for that purpose signed it.

    Args:
        document: The document with its proof.
        purpose: What the key must be for.
        reader: Reads the vocabularies that the document must name.
        trusted: Keys as `/.well-known/jwks.json` lists them.

    Raises:
        Refused: `badge-unreadable`, `key-unknown` or `signature-wrong`.
    """
    proof = document.get("proof")
    plain = {name: value for name, value in document.items() if name != "proof"}
    if not isinstance(proof, dict) or not _well_formed(proof):
        raise Refused("This has no proof of a kind that is known here.")
    key = jws.find(proof["verificationMethod"].rpartition("#")[2], purpose, trusted)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        signed = _hashed(_configuration(options), reader.canonical(plain))
        signature = keys.from_base58(proof["proofValue"][1:])
    except (Unclear, keys.KeyFault) as fault:
        raise Refused("This document cannot be read without doubt.") from fault
    if not keys.verify(key, signed, signature):
        raise Refused("The signature is wrong: something was changed.", code="signature-wrong")
    return plain


def _well_formed(proof: Mapping[str, Any]) -> bool:
    return (
        set(proof) == {*_FIXED, *_VARYING}
        and all(proof[name] == value for name, value in _FIXED.items())
        and all(isinstance(proof[name], str) for name in _VARYING)
        and _MOMENT.fullmatch(proof["created"]) is not None
        and IRI.fullmatch(proof["verificationMethod"]) is not None
        and proof["proofValue"].startswith("z")
    )


def _configuration(options: Mapping[str, Any]) -> bytes:
    """What the proof says of itself, in the canonical form: five statements, in their order."""
    kind, security = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://w3id.org/security#"
    moment = f'"{options["created"]}"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    stated = (
        f"<http://purl.org/dc/terms/created> {moment}",
        f"<{kind}> <{security}DataIntegrityProof>",
        f'<{security}cryptosuite> "{SUITE}"^^<{security}cryptosuiteString>',
        f"<{security}proofPurpose> <{security}assertionMethod>",
        f"<{security}verificationMethod> <{options['verificationMethod']}>",
    )
    return "".join(f"_:c14n0 {line} .\n" for line in stated).encode()


def _hashed(configuration: bytes, statements: bytes) -> bytes:
    """What is signed (Data Integrity EdDSA 1.0, section 3.2.4)."""
    return hashlib.sha256(configuration).digest() + hashlib.sha256(statements).digest()
