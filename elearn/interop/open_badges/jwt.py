"""A badge as a JSON Web Token: the credential itself is the payload (Open Badges 3.0, 8.2)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from elearn.interop import jws
from elearn.interop.jws import Refused
from elearn.interop.keys import Jwk
from elearn.interop.open_badges.achievement import Json

PURPOSE = "badge-jwt"
"""What the issuer's key set says that the key is for."""

TYPE = "OpenBadgeCredential"


def write(credential: Json, method: str, jwk: Jwk, sign: Callable[[bytes], bytes]) -> str:
    """The signed token.

    Args:
        credential: The credential, without a proof.
        method: The key's address within the issuer's DID document.
        jwk: The key, which some readers look for in the header.
        sign: Signs with it (RS256).
    """
    header = {"alg": "RS256", "typ": "JWT", "kid": method, "jwk": dict(jwk)}
    return jws.write(header, {**credential, **claims(credential)}, sign)


def check(text: str, trusted: Iterable[Mapping[str, object]]) -> Json:
    """The credential in a token, if one of these keys signed it.

    Whether it holds today, and whether it was revoked since, is for the caller.

    Args:
        text: The token.
        trusted: Keys as `/.well-known/jwks.json` lists them.

    Raises:
        Refused: `badge-unreadable`, `key-unknown` or `signature-wrong`.
    """
    message = jws.read(text)
    jws.check(message, PURPOSE, trusted)
    found = dict(message.payload)
    try:
        expected, kinds = claims(found), found["type"]
    except (KeyError, TypeError, ValueError):
        raise Refused("This is no badge.") from None
    if (
        not isinstance(kinds, list)
        or TYPE not in kinds
        or any(found.pop(c, None) != v for c, v in expected.items())
    ):
        raise Refused("This is no badge.")
    return found


def claims(credential: Json) -> dict[str, object]:
    """What a token says about itself by the names of RFC 7519, from the credential's own words."""
    issuer = credential["issuer"]
    found = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        found["exp"] = _seconds(credential["validUntil"])
    return found


def _seconds(moment: object) -> int:
    return int(datetime.fromisoformat(str(moment)).timestamp())
