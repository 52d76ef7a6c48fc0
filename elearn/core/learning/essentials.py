"""The signed essentials of a record, small enough for a QR code on paper: 200 bytes at most.

They are a COSE_Sign1 message (RFC 9052, section 4.2) in deterministic CBOR (RFC 8949, section
4.2.1), so every byte has its place::

    d2 84                       tag 18, a list of four
    4d a2 01 26 04 48 (8)       the protected header: ES256 (-7), and the key: the first 8 bytes of
                                its thumbprint (RFC 7638)
    a0                          no unprotected header
    58 (1) …                    the payload, with its length
    58 40 (64)                  the signature, r and s, over `to_be_signed`

The payload is a list of ten::

    0  1, 2           the version of this format; 2 says at 7 that it holds until the law changes
    1  16 bytes       the first half of the record's digest: what the log is searched by
    2  text           the pack's id, 36 bytes at most
    3  text           its version, 16 bytes at most
    4  number         kind of award: 0 participation, 1 completion, 2 achievement, 3 renewal
    5  text           the language it was taken in, 7 bytes at most
    6  number         the day of award, in days since 1 January 1970
    7  number, null   the last day on which it holds; null: it does not expire; `true` (f5) in
                      version 2 alone: it holds until the law changes that it rests on
    8  number, null   the day as of which the law was checked
    9  16 bytes       the commitment to the name

A text that is longer is cut, and ends with `~`; the digest stands for the whole. In a QR code the
message is one decimal number, most significant byte first: digits are what a QR code packs best.

**Commitment to the name.** PBKDF2 (RFC 8018) with HMAC-SHA-256, 20,000 rounds, 16 bytes. The
password is the name as `standing.folded_name` has it, so that script, accents and order make no
difference; the salt is `elearn-name-1`, a zero byte, and the 16 bytes of the digest. Who is shown a
name can confirm it. Who finds a code without the paper can try names, each at the price of 20,000
rounds, and what was tried for one code helps with no other.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from elearn.core.errors import BadInput
from elearn.core.learning import standing

VERSION = 1
UNTIL_LAW_VERSION = 2
MOST_BYTES = 200
HALF = 16
"""Bytes of the digest, and of the commitment to the name."""
KEY_BYTES = 8
ROUNDS = 20_000
KINDS = ("participation", "completion", "achievement", "renewal")

_EPOCH = date(1970, 1, 1)
_TRUE, _NULL = b"\xf5", b"\xf6"
_START = bytes.fromhex("d2844da201260448")
_KEY = slice(8, 16)
_PAYLOAD_AT = 19
_SIGNATURE = 64
_MOST_DIGITS = 482  # of a number of 200 bytes
_LONGEST = {"pack": 36, "version": 16, "language": 7}


class Refused(BadInput):
    """These are no essentials that can be trusted; `code` says why."""

    code = "essentials-unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Essentials:
    """What the QR code on a certificate says.

    Attributes:
        digest: The first half of the record's digest.
        pack, version: The pack version; a long one is cut and ends with `~`.
        kind: One of `KINDS`.
        language: The language it was taken in.
        issued: The day of award.
        valid_until: The last day on which it holds; None: no such day is known.
        law_checked: The day as of which the law was checked.
        name: The commitment to the name.
        until_law: Whether it holds until the law changes; else, without a last day, for good.
    """

    digest: bytes
    pack: str
    version: str
    kind: str
    language: str
    issued: date
    valid_until: date | None
    law_checked: date | None
    name: bytes
    until_law: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """The parts of a message whose signature nobody has checked yet."""

    key: bytes
    payload: bytes
    signature: bytes

    @property
    def to_be_signed(self) -> bytes:
        """The Sig_structure of COSE: what the signature is over."""
        return to_be_signed(self.key, self.payload)


def commit_name(name: str, digest: bytes) -> bytes:
    """What stands for a name."""
    salt = b"elearn-name-1\0" + digest
    return hashlib.pbkdf2_hmac(
        "sha256", standing.folded_name(name).encode(), salt, ROUNDS, dklen=HALF
    )


def name_fits(essentials: Essentials, entered: str) -> bool:
    """Whether an entered name is the record's, but for script, accents, case and order."""
    if len(entered) > standing.MAX_NAME or not standing.folded_name(entered):
        return False
    return hmac.compare_digest(commit_name(entered, essentials.digest), essentials.name)


def write(essentials: Essentials) -> bytes:
    """The payload.

    Raises:
        ValueError: If the kind is unknown, a day lies before 1970, a hash has another length, or a
            last day is given with `until_law`.
    """
    if len(essentials.digest) != HALF or len(essentials.name) != HALF:
        raise ValueError(f"digest and commitment are {HALF} bytes")
    if essentials.until_law and essentials.valid_until is not None:
        raise ValueError("what holds until the law changes has no last day")
    parts = (
        _head(0, UNTIL_LAW_VERSION if essentials.until_law else VERSION),
        _bytes(essentials.digest),
        _text(essentials.pack, _LONGEST["pack"]),
        _text(essentials.version, _LONGEST["version"]),
        _head(0, KINDS.index(essentials.kind)),
        _text(essentials.language, _LONGEST["language"]),
        _day(essentials.issued),
        _TRUE if essentials.until_law else _day(essentials.valid_until),
        _day(essentials.law_checked),
        _bytes(essentials.name),
    )
    return _head(4, len(parts)) + b"".join(parts)


def to_be_signed(key: bytes, payload: bytes) -> bytes:
    """The Sig_structure (RFC 9052, section 4.4): context, protected header, nothing, payload."""
    protected = _START[3:] + key
    return b"\x84\x6aSignature1" + _bytes(protected) + b"\x40" + _bytes(payload)


def seal(key: bytes, payload: bytes, signature: bytes) -> bytes:
    """The whole message.

    Raises:
        ValueError: If it is longer than 200 bytes, or a part has another length than it must.
    """
    if len(key) != KEY_BYTES or len(signature) != _SIGNATURE:
        raise ValueError("the key's name is 8 bytes, the signature 64")
    message = _START + key + b"\xa0\x58" + bytes([len(payload)]) + payload + b"\x58\x40" + signature
    if len(message) > MOST_BYTES:
        raise ValueError(f"the essentials take {len(message)} bytes")
    return message


def as_digits(message: bytes) -> str:
    """A message as it stands in a QR code."""
    return str(int.from_bytes(message, "big"))


def from_digits(text: str) -> bytes:
    """The message in a scanned text: the digits alone, or an address that ends with `#` and them.

    Raises:
        Refused: If it is neither.
    """
    digits = text.strip().rpartition("#")[2]
    plain = digits.isascii() and digits.isdecimal()
    if not plain or digits.startswith("0") or len(digits) > _MOST_DIGITS:
        raise Refused("This is not the text of a certificate's QR code. Please scan it again.")
    number = int(digits)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def unseal(message: bytes) -> Message:
    """The parts of a message.

    Raises:
        Refused: If it is none, or not written in the one way.
    """
    size = message[_PAYLOAD_AT - 1] if len(message) >= _PAYLOAD_AT else 0
    end = _PAYLOAD_AT + size
    framed = (
        message.startswith(_START)
        and message[16:18] == b"\xa0\x58"
        and message[end : end + 2] == b"\x58\x40"
        and len(message) == end + 2 + _SIGNATURE
        and len(message) <= MOST_BYTES
    )
    if not framed:
        raise Refused("This is not a certificate's QR code, or a part of it is damaged.")
    return Message(message[_KEY], message[_PAYLOAD_AT:end], message[end + 2 :])


def read(payload: bytes) -> Essentials:
    """What a payload says, once its signature was checked.

    Raises:
        Refused: If it is of a later version (code `essentials-newer`), or not written in the one
            way.
    """
    reader = _Reader(payload)
    try:
        count, version = reader.count(), reader.number()
        if version not in (VERSION, UNTIL_LAW_VERSION):
            why = "This certificate is newer than this program. Please update the program."
            raise Refused(why, code="essentials-newer")
        found = _fields(reader, until_law=version == UNTIL_LAW_VERSION)
        again = write(found)
    except (IndexError, ValueError, OverflowError):
        raise Refused("What was signed here cannot be read.") from None
    if count != 10 or again != payload:
        raise Refused("What was signed here is not written as it should be.")
    return found


def _fields(reader: "_Reader", *, until_law: bool) -> Essentials:
    return Essentials(
        digest=reader.bytes_(),
        pack=reader.text(),
        version=reader.text(),
        kind=KINDS[reader.number()],
        language=reader.text(),
        issued=_EPOCH + timedelta(days=reader.number()),
        valid_until=reader.day(_TRUE if until_law else _NULL),
        law_checked=reader.day(_NULL),
        name=reader.bytes_(),
        until_law=until_law,
    )


class _Reader:
    """Reads the few kinds of CBOR that stand in a payload."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def count(self) -> int:
        return self._head(4)

    def number(self) -> int:
        return self._head(0)

    def day(self, none: bytes) -> date | None:
        if self._data[self._at : self._at + 1] == none:
            self._at += 1
            return None
        return _EPOCH + timedelta(days=self.number())

    def bytes_(self) -> bytes:
        return self._take(self._head(2))

    def text(self) -> str:
        return self._take(self._head(3)).decode()

    def _head(self, major: int) -> int:
        first = self._take(1)[0]
        if first >> 5 != major or first & 31 > 26:
            raise ValueError("another kind than expected")
        low = first & 31
        return low if low < 24 else int.from_bytes(self._take(1 << (low - 24)), "big")

    def _take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if len(taken) != size:
            raise ValueError("it ends too early")
        self._at += size
        return taken


def _head(major: int, value: int) -> bytes:
    if value < 24:
        return bytes([major << 5 | value])
    power = next(p for p in range(3) if value < 1 << (8 << p))
    return bytes([major << 5 | 24 + power]) + value.to_bytes(1 << power, "big")


def _bytes(value: bytes) -> bytes:
    return _head(2, len(value)) + value


def _text(value: str, most: int) -> bytes:
    raw = value.encode()
    if len(raw) > most:
        raw = raw[: most - 1].decode(errors="ignore").encode() + b"~"
    return _head(3, len(raw)) + raw


def _day(value: date | None) -> bytes:
    if value is None:
        return _NULL
    days = (value - _EPOCH).days
    if days < 0:
        raise ValueError("no record is older than 1970")
    return _head(0, days)
