"""Passwords: hashed with argon2, verified in the same time whether or not there is an account."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from elearn.core.errors import BadInput
from elearn.core.passwords import LONGEST, as_typed, fault_of

_HASHER = PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash that no password fits, to spend the same time on unknown names."""
    return _HASHER.hash("nobody's password, of no use to anybody")


def make_hash(password: str) -> str:
    """The hash to keep. Slow: call it before the writing transaction begins."""
    return _HASHER.hash(as_typed(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password fits. Slow, and as slow for no hash at all."""
    nobodys = _nobodys()
    try:
        _HASHER.verify(password_hash or nobodys, as_typed(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made at a lower cost than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def require_good(password: str, names: tuple[str, ...]) -> None:
    """Refuse a password that is too easy.

    Raises:
        BadInput: With code `password-short`, `-long`, `-simple`, `-name` or `-common`.
    """
    fault = fault_of(password, names)
    if fault is not None:
        raise BadInput("Choose another password.", code=f"password-{fault}")


def new_mark() -> str:
    """A fresh random mark, for a device that is to be known again."""
    return secrets.token_urlsafe(12)
