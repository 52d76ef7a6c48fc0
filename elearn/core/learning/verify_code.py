"""The code on a record, by which anybody can look up how it stands.

Sixteen Crockford base32 characters (80 random bits) and his check character: the number modulo 37,
written with the 32 digits and `* ~ $ = U`. One wrong character, or two neighbours swapped, is
always noticed.
"""

import hashlib

from elearn.core.errors import BadInput

CODE_BYTES = 10

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _DIGITS + "*~$=U"
_LENGTH = 16
_MAX_TYPED = 64

# What people type for what they see: Crockford's own, and Cyrillic letters that look Latin.
_MEANT = str.maketrans("OILАВСЕНКМРТХЅЈОІ", "011ABCEHKMPTXSJ01")


class BadCode(BadInput):
    """What was entered is no code, or is mistyped."""

    code = "code-mistyped"


def make_code(random: bytes) -> str:
    """A code, without grouping, from 10 random bytes.

    Raises:
        ValueError: If there are more or fewer.
    """
    if len(random) != CODE_BYTES:
        raise ValueError(f"a code is made of {CODE_BYTES} bytes")
    number = int.from_bytes(random, "big")
    digits = "".join(_DIGITS[number >> shift & 31] for shift in range(75, -1, -5))
    return digits + _CHECKS[number % 37]


def show_code(code: str) -> str:
    """A code as it is printed: XXXX-XXXX-XXXX-XXXX-C."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_code(text: str) -> str:
    """The code, without grouping, that somebody typed.

    Case, spaces and dashes make no difference; O is read as 0, I and L as 1, Cyrillic letters as
    the Latin ones that they look like.

    Raises:
        BadCode: If it is no code, or its check character does not fit.
    """
    typed = text if len(text) <= _MAX_TYPED else ""
    code = "".join(c for c in typed.upper().translate(_MEANT) if not _is_spacing(c))
    digits, check = code[:_LENGTH], code[_LENGTH:]
    if len(code) != _LENGTH + 1 or any(c not in _DIGITS for c in digits):
        raise BadCode("A code has 16 characters and a check character. Please look again.")
    if _CHECKS[_number(digits) % 37] != check:
        raise BadCode("There is a slip in this code. Please compare it character by character.")
    return code


def code_hash(code: str) -> str:
    """What a code is looked up by: SHA-256 of `elearn-code-1`, a zero byte, its 16 characters."""
    return hashlib.sha256(b"elearn-code-1\0" + code[:_LENGTH].encode()).hexdigest()


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 32 + _DIGITS.index(digit)
    return number


def _is_spacing(character: str) -> bool:
    return character.isspace() or character in "-_\u2010\u2011\u2012\u2013\u2014\u2212"
