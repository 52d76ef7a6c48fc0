"""Sign the essentials of a record, and check them with the issuer's keys and nothing else."""

from collections.abc import Callable

from elearn.core.learning import essentials as core
from elearn.core.learning.essentials import Essentials, Refused
from elearn.interop import keys, trust
from elearn.interop.keys import Algorithm, Jwk
from elearn.interop.trust import Trust

PURPOSE = "qr"
"""What the issuer's key set says that the key is for."""


def sign(essentials: Essentials, kid: str, signed: Callable[[bytes], bytes]) -> str:
    """The digits for the QR code.

    Args:
        essentials: What is signed.
        kid: The thumbprint of an ES256 key.
        signed: Signs with that key.
    """
    key = _short(kid)
    payload = core.write(essentials)
    return core.as_digits(core.seal(key, payload, signed(core.to_be_signed(key, payload))))


def check(text: str, trusted: Trust) -> tuple[Essentials, str]:
    """What a scanned text says, and the name of the key, if one of these keys signed it.

    Args:
        text: The digits, or the address that holds them.
        trusted: The issuer's keys; those for other purposes are not used.

    Raises:
        Refused: Code `essentials-unreadable`, `essentials-newer`, `key-unknown`, `key-revoked` or
            `signature-wrong`.
    """
    message = core.unseal(core.from_digits(text))
    named = [key for key in trust.usable(trusted, PURPOSE) if _short(key[0]) == message.key]
    if not named:
        raise Refused("None of these keys signed it: another site issued it.", code="key-unknown")
    for kid, jwk, revoked in named:
        if _signs(jwk) and keys.verify(jwk, message.to_be_signed, message.signature):
            if revoked:
                why = "The key that signed it was revoked, and may be in the hands of others."
                raise Refused(why, code="key-revoked")
            return core.read(message.payload), kid
    raise Refused("The signature does not fit: something was changed.", code="signature-wrong")


def _signs(jwk: Jwk) -> bool:
    return keys.algorithm_of(jwk) is Algorithm.ES256


def _short(kid: str) -> bytes:
    return keys.from_b64url(kid)[: core.KEY_BYTES]
