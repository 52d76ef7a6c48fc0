"""A badge as a document with a Data Integrity proof within (Open Badges 3.0, 8.3)."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from elearn.interop import data_integrity
from elearn.interop.jws import Refused
from elearn.interop.linked_data import Reader
from elearn.interop.open_badges import OB_CONTEXT, vocabulary
from elearn.interop.open_badges.achievement import Json

PURPOSE = "badge-proof"
"""What the issuer's key set says that the key is for."""


@cache
def reader() -> Reader:
    """Reads the vocabularies of badges."""
    return Reader({OB_CONTEXT: vocabulary.context()})


def write(credential: Json, method: str, created: str, sign: Callable[[bytes], bytes]) -> Json:
    """The badge with a proof; see `data_integrity.add`."""
    return data_integrity.add(credential, method, created, reader(), sign)


def check(document: Mapping[str, Any], trusted: Iterable[Mapping[str, object]]) -> Json:
    """The badge without its proof, if one of these keys signed it.

    Whether it holds today, and whether it was revoked since, is for the caller.

    Args:
        document: The badge.
        trusted: Keys as `/.well-known/jwks.json` lists them.

    Raises:
        Refused: `badge-unreadable`, `key-unknown` or `signature-wrong`.
    """
    found = data_integrity.check(document, PURPOSE, reader(), trusted)
    kinds, issuer = found.get("type"), found.get("issuer")
    if not isinstance(kinds, list) or "OpenBadgeCredential" not in kinds:
        raise Refused("This is no badge.")
    method = document["proof"]["verificationMethod"]
    if not isinstance(issuer, dict) or issuer.get("id") != method.partition("#")[0]:
        raise Refused("The badge names another issuer than its proof.")
    return found
