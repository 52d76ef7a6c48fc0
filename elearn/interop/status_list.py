"""Which credentials were revoked, as bits for very many (W3C Bitstring Status List 1.0).

Who reads a list learns how many bits are set, and nothing of whose they are: a list has the size
that the standard asks for at least, and a credential's place in it is drawn by chance.
"""

import base64
import gzip
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from elearn.interop import data_integrity, jws
from elearn.interop.jws import Refused
from elearn.interop.keys import Jwk
from elearn.interop.linked_data import Reader
from elearn.interop.open_badges import VC_CONTEXT, jwt
from elearn.interop.open_badges.achievement import Json
from elearn.interop.open_badges.credential import moment

BITS = 131_072
"""Places in a list."""

TTL = 3_600_000
"""For so long a copy need not be fetched again: an hour, in milliseconds."""

PURPOSE = "status"
"""What the issuer's key set says that the key for proofs is for."""

_TYPE = "BitstringStatusListCredential"


def encode(places: Iterable[int]) -> str:
    """The list in which these places are set: base64url (multibase `u`) of gzip.

    Raises:
        ValueError: If a place is not in the list.
    """
    bits = bytearray(BITS // 8)
    for place in places:
        if not 0 <= place < BITS:
            raise ValueError("a place lies outside the list")
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bits of a list, the first place in the highest bit of the first byte.

    Raises:
        Refused: `status-unreadable`.
    """
    packed = text[1:]
    try:
        data = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        bits = gzip.GzipFile(fileobj=io.BytesIO(data)).read(BITS // 8 + 1)
    except (ValueError, OSError, EOFError):
        bits = b""
    if not text.startswith("u") or len(bits) != BITS // 8:
        raise Refused("This is no list of revoked credentials.", code="status-unreadable")
    return bits


def credential(
    address: str, issuer: str, places: Iterable[int], issued: datetime, until: datetime
) -> Json:
    """The list as a credential, without any proof.

    Args:
        address: Where it is published.
        issuer: Who publishes it.
        places: Those that were revoked.
        issued: As of when.
        until: When a copy is too old to be relied on.
    """
    return {
        "@context": [VC_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", _TYPE],
        "issuer": issuer,
        "validFrom": moment(issued),
        "validUntil": moment(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(places),
            "ttl": TTL,
        },
    }


def write(made: Json, method: str, jwk: Jwk, sign: Callable[[bytes], bytes]) -> str:
    """The list as a signed token, made as a badge is."""
    return jwt.write(made, method, jwk, sign)


def check(text: str, trusted: Iterable[Mapping[str, object]]) -> Json:
    """The list in a signed token, if one of these keys signed it.

    Raises:
        Refused: `badge-unreadable`, `key-unknown` or `signature-wrong`.
    """
    message = jws.read(text)
    jws.check(message, jwt.PURPOSE, trusted)
    if message.payload.get("type") != ["VerifiableCredential", _TYPE]:
        raise Refused("This is no list of revoked credentials.")
    return message.payload


@cache
def reader() -> Reader:
    """Reads the vocabulary of status lists."""
    return Reader({})


def prove(made: Json, method: str, sign: Callable[[bytes], bytes]) -> Json:
    """The list with a Data Integrity proof of the moment as of which it speaks."""
    return data_integrity.add(made, method, str(made["validFrom"]), reader(), sign)


def check_document(document: Mapping[str, Any], trusted: Iterable[Mapping[str, object]]) -> Json:
    """The list in a document with a proof, if one of these keys signed it.

    Raises:
        Refused: `badge-unreadable`, `key-unknown` or `signature-wrong`.
    """
    found = data_integrity.check(document, PURPOSE, reader(), trusted)
    if found.get("type") != ["VerifiableCredential", _TYPE]:
        raise Refused("This is no list of revoked credentials.")
    return found


def is_revoked(found: Json, place: int) -> bool:
    """Whether a place is set in a list that was checked.

    Raises:
        Refused: `status-unreadable`.
    """
    subject = found.get("credentialSubject")
    text = subject.get("encodedList") if isinstance(subject, dict) else None
    bits = decode(text if isinstance(text, str) else "")
    if not 0 <= place < BITS:
        raise Refused("The list has no such place.", code="status-unreadable")
    return bool(bits[place // 8] & 0x80 >> place % 8)
