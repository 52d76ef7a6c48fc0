"""The site's signing keys: make, replace, revoke, sign. Each purpose has a key of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from elearn.core.errors import BadInput, NotFound
from elearn.interop import did_web
from elearn.interop import keys as codec
from elearn.interop.keys import Algorithm, KeyFault, SigningKey
from elearn.store import audit, key_files
from elearn.store import signing_keys as store
from elearn.store.db import begin_write
from elearn.store.signing_keys import KeptKey

__all__ = ["KeptKey", "Purpose"]


class Purpose(StrEnum):
    """What a key signs."""

    RECORD = "record"
    LOG = "log"
    QR = "qr"
    BADGE_JWT = "badge-jwt"
    BADGE_PROOF = "badge-proof"
    STATUS = "status"
    SELECTION = "selection"


ALGORITHMS = {
    Purpose.RECORD: Algorithm.ED25519,
    Purpose.LOG: Algorithm.ED25519,
    Purpose.QR: Algorithm.ES256,
    Purpose.BADGE_JWT: Algorithm.RS256,
    Purpose.BADGE_PROOF: Algorithm.ED25519,
    Purpose.STATUS: Algorithm.ED25519,
    Purpose.SELECTION: Algorithm.ES256,
}
"""How each purpose is signed."""

ASSERTING = frozenset({Purpose.BADGE_JWT, Purpose.BADGE_PROOF, Purpose.STATUS, Purpose.SELECTION})
"""What credentials are signed for; the other keys sign none, and a reader must not take one that
they signed."""

LONGEST_REASON = 500
"""Letters."""


class KeyUnusable(RuntimeError):
    """A signing key that the site has cannot be used: what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature, in base64url, and the key that made it."""

    kid: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signer:
    """What signs for a purpose: for what has to name its key within what is signed."""

    kid: str
    sign: Callable[[bytes], bytes]
    jwk: dict[str, str]


def signer(purpose: Purpose, *, now: datetime) -> Signer:
    """The key for a purpose, within a writing transaction.

    A site that has no key for that purpose yet makes one.

    Raises:
        KeyUnusable: If the key cannot be read.
    """
    kept = store.current(purpose.value)
    kid = kept.kid if kept else _make(purpose, now=now)
    return _signer(kid)


def existing_signer(purpose: Purpose) -> Signer | None:
    """The key for a purpose, also where nothing may be written; None if the site has none yet.

    Raises:
        KeyUnusable: If the key cannot be read.
    """
    kept = store.current(purpose.value)
    return _signer(kept.kid) if kept else None


def _signer(kid: str) -> Signer:
    key = _private(kid)
    return Signer(kid, key.sign, key.public_jwk)


def sign(purpose: Purpose, data: bytes, *, now: datetime) -> Signed:
    """Sign some bytes, within a writing transaction; see `signer`."""
    by = signer(purpose, now=now)
    return Signed(by.kid, codec.b64url(by.sign(data)))


def holds(key: KeptKey, data: bytes, signature: str) -> bool:
    """Whether a key made this signature of these bytes."""
    try:
        return codec.verify(key.jwk, data, codec.from_b64url(signature))
    except KeyFault:
        return False


def _make(purpose: Purpose, *, now: datetime) -> str:
    key = codec.make(ALGORITHMS[purpose])
    key_files.keep(key.kid, key.to_pem(key_files.passphrase()))
    store.keep(key.kid, purpose.value, key.public_jwk, at=now)
    return key.kid


def _private(kid: str) -> SigningKey:
    try:
        pem = key_files.read(kid)
    except key_files.KeyFileFault as fault:
        raise KeyUnusable(str(fault)) from None
    return _read(kid, pem, key_files.passphrase())


@lru_cache(maxsize=32)
def _read(kid: str, pem: bytes, passphrase: str) -> SigningKey:
    """Kept in memory: undoing the encryption of a key takes longer than signing does."""
    try:
        key = codec.from_pem(pem, passphrase)
    except KeyFault as fault:
        raise KeyUnusable(f"The signing key {kid} cannot be used. {fault}") from None
    if key.kid != kid:
        raise KeyUnusable(f"The file of the signing key {kid} holds another key.")
    return key


def every() -> list[KeptKey]:
    """All keys that the site ever had, the oldest first: their public sides are for everybody."""
    return store.every()


def did_document(public_url: str) -> dict[str, object]:
    """The site's `did:web` document, with every key that is trusted.

    The key that signs badges and their list stands first: some readers look no further.
    """
    trusted = [key for key in store.every() if key.revoked_at is None]
    trusted.sort(key=lambda key: (key.purpose != Purpose.BADGE_JWT, key.until_at is not None))
    listed = ((key.kid, key.jwk, key.purpose in ASSERTING) for key in trusted)
    return did_web.document(public_url, listed)


def new(purpose: Purpose, *, now: datetime) -> str:
    """Make a key for a purpose; the one before signs nothing more. Its name. For the operator."""
    begin_write()
    kid = _make(purpose, now=now)
    audit.keep_act(None, "key-made", kid, {"purpose": purpose.value}, at=now)
    return kid


def make_missing(*, now: datetime) -> list[str]:
    """Make a key for each purpose that has none; their names. For the operator."""
    begin_write()
    lacking = [purpose for purpose in Purpose if store.current(purpose.value) is None]
    return [_make(purpose, now=now) for purpose in lacking]


def revoke(kid: str, reason: str, *, now: datetime) -> None:
    """Trust a key no more, because somebody else may have it. For the operator.

    Raises:
        BadInput: If the reason is missing or too long.
        NotFound: If there is no such key, or it is revoked already.
    """
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise BadInput("Say why, in at most 500 letters.", code="reason-bad")
    begin_write()
    if not store.revoke(kid, why, at=now):
        raise NotFound("There is no such key that is still trusted.")
    audit.keep_act(None, "key-revoked", kid, {"reason": why}, at=now)
