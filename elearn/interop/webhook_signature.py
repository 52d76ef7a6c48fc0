"""Signatures of webhooks as Standard Webhooks 1.0 has them: HMAC-SHA256 over id, time and body."""

import base64
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

PREFIX = "whsec_"
"""How a secret begins, so that whoever finds one lying about knows what it is."""


def secret_text(secret: bytes) -> str:
    """A secret as it is shown and given to libraries."""
    return PREFIX + base64.b64encode(secret).decode()


def derive(root: str, key: str, salt: str) -> bytes:
    """The secret of a hook: it follows from the site's own secret, so that it is kept nowhere."""
    return hmac.new(root.encode(), f"webhook\0{key}\0{salt}".encode(), sha256).digest()


def headers(
    secrets: Iterable[bytes], message_id: str, body: bytes, at: datetime
) -> Mapping[str, str]:
    """The header fields that say what a delivery is, when it was signed, and by which secrets.

    Args:
        secrets: The one in force, and the one before while both hold.
        message_id: The same however often a delivery is sent.
        body: What is sent.
        at: The moment of sending.
    """
    moment = str(int(at.timestamp()))
    signed = f"{message_id}.{moment}.".encode() + body
    made = (base64.b64encode(hmac.new(s, signed, sha256).digest()).decode() for s in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in made),
    }
