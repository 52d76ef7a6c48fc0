"""How a wallet fetches a credential: OpenID for Verifiable Credential Issuance 1.0.

Only what is needed for one way is here: the holder is signed in on the site, gets an offer with a
pre-authorised code (section 3.5), and a short number that the wallet asks for (`tx_code`). The
credentials are not bound to a key of the wallet, as the records are not, so no proof of such a key
is asked for (section 8.2.1.1 asks for one only where `proof_types_supported` is published).
"""

import json
from collections.abc import Iterator
from urllib.parse import quote

from elearn.interop import sd_jwt
from elearn.interop.open_badges.achievement import Json, Site

BADGE = "open-badge"
RECORD = "record"
CONFIGURATIONS = (BADGE, RECORD)
"""What can be fetched: the badge as a token, the record as SD-JWT with every fact."""

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
PIN_DIGITS = 6


def offer(site: Site, code: str) -> str:
    """The address that opens the holder's wallet, with the offer within (section 4.1.2).

    Args:
        site: Who issues.
        code: The pre-authorised code.
    """
    pin = {"input_mode": "numeric", "length": PIN_DIGITS}
    made = {
        "credential_issuer": _issuer(site),
        "credential_configuration_ids": list(CONFIGURATIONS),
        "grants": {GRANT: {"pre-authorized_code": code, "tx_code": pin}},
    }
    text = json.dumps(made, separators=(",", ":"))
    return f"openid-credential-offer://?credential_offer={quote(text, safe='')}"


def issuer_metadata(site: Site, name: str) -> Json:
    """What `/.well-known/openid-credential-issuer` says (section 12.2)."""
    return {
        "credential_issuer": _issuer(site),
        "credential_endpoint": site.at("/openid/credential"),
        "display": [{"name": name}],
        "credential_configurations_supported": dict(_configurations()),
    }


def server_metadata(site: Site) -> Json:
    """What `/.well-known/oauth-authorization-server` says (RFC 8414)."""
    return {
        "issuer": _issuer(site),
        "token_endpoint": site.at("/openid/token"),
        "grant_types_supported": [GRANT],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def _issuer(site: Site) -> str:
    return site.url.rstrip("/")


def _configurations() -> Iterator[tuple[str, Json]]:
    badge = {"type": ["VerifiableCredential", "OpenBadgeCredential"]}
    yield (
        BADGE,
        {
            "format": "jwt_vc_json",
            "credential_definition": badge,
            "credential_signing_alg_values_supported": ["RS256"],
        },
    )
    yield (
        RECORD,
        {
            "format": sd_jwt.TYPE,
            "vct": sd_jwt.VCT,
            "credential_signing_alg_values_supported": ["ES256"],
        },
    )
