"""A record of which only chosen facts are shown: SD-JWT (RFC 9901).

The issuer signs digests of all facts; each is over 16 random bytes, the key and the fact. Beside
the signed part travel only the facts that its holder chose, each with its random bytes. Who has the
file can check these, and can guess nothing of the others.

    signed token ~ chosen fact ~ chosen fact ~ … ~
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from elearn.interop import jws, keys
from elearn.interop.jws import Refused
from elearn.interop.keys import KeyFault

PURPOSE = "selection"
"""What the issuer's key set says that the key is for."""

TYPE = "dc+sd-jwt"
VCT = "urn:elearn:completion-record:1"
"""The type of the credential (`vct` of SD-JWT VC): its claims are the facts of a record."""

SALT_BYTES = 16
_MOST = 100
_OURS = frozenset({"_sd", "_sd_alg", "..."})


@dataclass(frozen=True, slots=True)
class Selection:
    """What was checked: `always` are the claims that nobody can leave out; `facts` were chosen."""

    always: Mapping[str, Any]
    facts: Mapping[str, Any]


def write(
    always: Mapping[str, object],
    facts: Mapping[str, tuple[str, object]],
    chosen: Collection[str],
    kid: str,
    sign: Callable[[bytes], bytes],
) -> str:
    """The text to give away.

    Args:
        always: What stands in it in any case.
        facts: All facts by key: 16 random bytes in base64url, and the fact as JSON has it.
        chosen: The keys of those that are shown.
        kid: The key's address within the issuer's DID document.
        sign: Signs with it (ES256).
    """
    disclosures = {key: _disclosure(salt, key, value) for key, (salt, value) in facts.items()}
    claims = {
        **always,
        "vct": VCT,
        "_sd_alg": "sha-256",
        "_sd": sorted(map(_digest, disclosures.values())),
    }
    token = jws.write({"alg": "ES256", "typ": TYPE, "kid": kid}, claims, sign)
    shown = [text for key, text in disclosures.items() if key in chosen]
    return "~".join((token, *shown, ""))


def check(text: str, trusted: Iterable[Mapping[str, object]]) -> Selection:
    """What a text shows, if one of the issuer's keys signed it.

    Args:
        text: The text.
        trusted: Keys as `/.well-known/jwks.json` lists them.

    Raises:
        Refused: `badge-unreadable`, `key-unknown`, or `signature-wrong` (changed, or a fact that
            was not signed).
    """
    token, *shown, last = text.strip().split("~") if "~" in text else ("", "x")
    if last or len(shown) > _MOST:
        raise Refused("This is no selection of facts.")
    message = jws.read(token)
    jws.check(message, PURPOSE, trusted, kind=TYPE)
    claims = message.payload
    digests = claims.get("_sd")
    named = claims.get("vct") == VCT and claims.get("_sd_alg") == "sha-256"
    if not named or not isinstance(digests, list):
        raise Refused("This is no selection of facts.")
    always = {name: value for name, value in claims.items() if name not in _OURS}
    facts: dict[str, Any] = {}
    for disclosure in shown:
        key, value = _read(disclosure)
        if digests.count(_digest(disclosure)) != 1 or key in facts or key in always:
            raise Refused("A fact was not signed, or was changed.", code="signature-wrong")
        facts[key] = value
    return Selection(always, facts)


def _disclosure(salt: str, key: str, value: object) -> str:
    return keys.b64url(json.dumps([salt, key, value], ensure_ascii=False).encode())


def _digest(disclosure: str) -> str:
    return keys.b64url(hashlib.sha256(disclosure.encode()).digest())


def _read(disclosure: str) -> tuple[str, Any]:
    try:
        salt, key, value = json.loads(keys.from_b64url(disclosure))
    except (KeyFault, ValueError, TypeError, RecursionError):
        raise Refused("A fact of this selection is damaged.") from None
    if not _texts([salt, key]) or key in _OURS:
        raise Refused("A fact of this selection is damaged.")
    return key, value


def _texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
