"""Signed texts in the compact form of JSON Web Signature (RFC 7515, section 7.1)."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from elearn.core.errors import BadInput
from elearn.interop import keys
from elearn.interop.keys import KeyFault

LONGEST = 200_000
"""Characters of a text that is looked at."""


class Refused(BadInput):
    """It is no signed text that can be trusted; `code` says why."""

    code = "badge-unreadable"


@dataclass(frozen=True, slots=True)
class Message:
    """The parts of a text whose signature nobody has checked yet."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signed: bytes
    signature: bytes


def write(
    header: Mapping[str, object], payload: Mapping[str, object], sign: Callable[[bytes], bytes]
) -> str:
    """A signed text.

    Args:
        header: Names the algorithm and the key.
        payload: What is signed.
        sign: Signs with that key.
    """
    signed = f"{_part(header)}.{_part(payload)}"
    return f"{signed}.{keys.b64url(sign(signed.encode()))}"


def read(text: str) -> Message:
    """The parts of a text. Nothing is checked but the form.

    Raises:
        Refused: `badge-unreadable`.
    """
    parts = text.strip().split(".")
    if len(parts) != 3 or len(text) > LONGEST:
        raise Refused("This is no signed text.")
    try:
        header, payload = (_object(part) for part in parts[:2])
        signature = keys.from_b64url(parts[2])
    except (KeyFault, ValueError, RecursionError):
        raise Refused("This is no signed text, or it is damaged.") from None
    return Message(header, payload, f"{parts[0]}.{parts[1]}".encode(), signature)


def check(
    message: Message, purpose: str, trusted: Iterable[Mapping[str, object]], *, kind: str = "JWT"
) -> None:
    """That one of the issuer's keys for that purpose signed it, as the header says.

    The key decides about the algorithm; what the header says must fit, and so must its `typ`, where
    it has one, fit `kind`. A key within the header is not looked at.

    Raises:
        Refused: `badge-unreadable` (its header asks for what is not known here), `key-unknown`
            (another issuer, or a revoked key), `signature-wrong` (changed).
    """
    header = message.header
    if "crit" in header or header.get("typ", kind) != kind:
        raise Refused("This kind of signed text is not known here.")
    name = str(header.get("kid", "")).rpartition("#")[2]
    key = find(name, purpose, trusted)
    if header.get("alg") != keys.algorithm_of(key).value:
        raise Refused("This kind of signature is not known here.")
    if not keys.verify(key, message.signed, message.signature):
        raise Refused("The signature is wrong: something was changed.", code="signature-wrong")


def find(name: str, purpose: str, trusted: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """The issuer's key of that name, if it is for that purpose.

    Args:
        name: The thumbprint of the key.
        purpose: What it must be for.
        trusted: Keys as `/.well-known/jwks.json` lists them.

    Raises:
        Refused: `key-unknown`.
    """
    for listed in trusted:
        key = {part: str(value) for part, value in listed.items()}
        if listed.get("elearn:purpose") == purpose and _thumbprint(key) == name:
            return key
    raise Refused("No key that is trusted made this signature.", code="key-unknown")


def _thumbprint(key: dict[str, str]) -> str:
    try:
        return keys.thumbprint(key)
    except KeyFault:
        return ""


def _part(value: Mapping[str, object]) -> str:
    return keys.b64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _object(part: str) -> dict[str, Any]:
    found = json.loads(keys.from_b64url(part).decode(), object_pairs_hook=once)
    if not isinstance(found, dict):
        raise ValueError("no object")  # noqa: TRY004  # the reader turns it into a refusal
    return found


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON whose names differ: for `object_pairs_hook`.

    Two values under one name would be read differently by others.

    Raises:
        ValueError: If a name stands twice.
    """
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
