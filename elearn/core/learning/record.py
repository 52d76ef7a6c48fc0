"""The facts of a completion record, and the salted commitments that stand for them in public.

**Values.** A value is written as one letter, then bytes; `u32` is a 4-byte big-endian number::

    nothing   n
    text      s u32(length) UTF-8 of its NFC form
    number    i u32(length) decimal ASCII digits, with "-" before a negative one
    day       d u32(10)     YYYY-MM-DD
    list      l u32(count)  each value in turn
    mapping   m u32(count)  key (as text) and value, in the byte order of the written keys

**Commitment** of one fact, its salt being 16 random bytes and its key UTF-8::

    SHA-256( "elearn-fact-1" 00 | salt | u32(length of key) | key | u32(length of value) | value )

**Digest** of the record, the commitments being in byte order, so that their order tells nothing::

    SHA-256( "elearn-record-1" 00 | u32(count) | commitment 1 | commitment 2 | … )

Every length is written down, so no two different facts have the same bytes. Commitments, digests
and salts travel as lower-case hexadecimal. Who holds the digest alone can guess nothing: each fact
has its own salt. Who is given a fact with its salt can check it against the commitments.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import get_type_hints

from elearn.core.errors import BadInput

FACTS_VERSION = 1
"""The version of the facts and of their encoding; kept with each record."""

SALT_BYTES = 16

Value = str | int | date | tuple[str, ...] | Mapping[str, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a completion record says: the EU micro-credential's eleven elements and ours.

    Texts are plain, in `language` unless they are codes.

    Attributes:
        name: The learner, as the roster has it.
        title: What was completed.
        kind: The kind of award, a code such as `completion`.
        awarding_body, awarding_country: Who awards it, and the country (ISO 3166-1 alpha-2).
        issued: The day of award.
        valid_until: The last day on which it holds; None: it does not expire.
        outcomes: What the learner can do.
        hours: Notional learner hours by type of work.
        eqf: Level in the European Qualifications Framework.
        assessment: How it was assessed, a code.
        participation: Form of participation, a code such as `online-self-paced`.
        quality: How quality was assured, a code.
        pack, version, digest: The pack version that was completed.
        language: The language it was taken in.
        law_register, law_version, law_digest: The register version it was checked against.
        law_checked: The day as of which the law was checked.
    """

    name: str
    title: str
    kind: str
    awarding_body: str
    awarding_country: str
    issued: date
    valid_until: date | None
    outcomes: tuple[str, ...]
    hours: Mapping[str, int]
    eqf: int | None
    assessment: str
    participation: str
    quality: str
    pack: str
    version: str
    digest: str
    language: str
    law_register: str | None
    law_version: str | None
    law_digest: str | None
    law_checked: date | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "hours", MappingProxyType(dict(self.hours)))


FACT_KEYS = tuple(field.name for field in fields(Facts))
"""The keys of the facts; each needs a salt."""


def values(facts: Facts) -> dict[str, Value]:
    """The facts by key."""
    return {key: getattr(facts, key) for key in FACT_KEYS}


def encode(value: Value) -> bytes:
    """The one way to write a value as bytes (see above).

    Raises:
        TypeError: If it is of no kind that a fact can have.
    """
    match value:
        case None:
            return b"n"
        case str():
            return b"s" + _sized(unicodedata.normalize("NFC", value).encode())
        case bool():
            raise TypeError("a fact is no truth value")
        case int():
            return b"i" + _sized(str(value).encode())
        case date():
            return b"d" + _sized(value.isoformat()[:10].encode())
        case tuple():
            return b"l" + _u32(len(value)) + b"".join(map(encode, value))
        case Mapping():
            parts = sorted(encode(key) + encode(value[key]) for key in value)
            return b"m" + _u32(len(parts)) + b"".join(parts)
        case _:
            raise TypeError(f"a fact cannot be a {type(value).__name__}")


def commitment(salt: str, key: str, value: Value) -> str:
    """What stands for one fact in public.

    Raises:
        ValueError: If the salt is not 16 bytes in hexadecimal.
    """
    raw = bytes.fromhex(salt)
    if len(raw) != SALT_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} bytes in hexadecimal")
    message = b"elearn-fact-1\0" + raw + _sized(key.encode()) + _sized(encode(value))
    return hashlib.sha256(message).hexdigest()


def commitments(facts: Facts, salts: Mapping[str, str]) -> dict[str, str]:
    """The commitment of every fact, by key.

    Args:
        facts: The facts.
        salts: For each of `FACT_KEYS` 16 random bytes of its own, in hexadecimal.

    Raises:
        ValueError: If a salt is missing, malformed, or used twice.
    """
    if set(salts) != set(FACT_KEYS) or len(set(salts.values())) != len(FACT_KEYS):
        raise ValueError("each fact needs a salt of its own")
    return {key: commitment(salts[key], key, value) for key, value in values(facts).items()}


def record_digest(commitments: Iterable[str]) -> str:
    """The digest of a record: what enters the log.

    Raises:
        ValueError: If a commitment is not 32 bytes in hexadecimal.
    """
    parts = sorted(bytes.fromhex(c) for c in commitments)
    if any(len(part) != 32 for part in parts):
        raise ValueError("a commitment is 32 bytes in hexadecimal")
    message = b"elearn-record-1\0" + _u32(len(parts)) + b"".join(parts)
    return hashlib.sha256(message).hexdigest()


def verify_fact(kept: str, salt: str, key: str, value: Value) -> bool:
    """Whether this is the fact that the commitment was made for."""
    try:
        made = commitment(salt, key, value)
    except ValueError:
        return False
    return hmac.compare_digest(made.encode(), kept.encode())


def to_raw(facts: Facts) -> dict[str, object]:
    """The facts as JSON-able values."""
    return {key: _plain(value) for key, value in values(facts).items()}


def from_raw(raw: Mapping[str, object]) -> Facts:
    """The facts that `to_raw` made these values from.

    Raises:
        BadInput: If they are something else.
    """
    days = {key for key, hint in get_type_hints(Facts).items() if hint in (date, date | None)}
    try:
        given: dict[str, object] = {key: raw[key] for key in FACT_KEYS}
        for key in days:
            text = given[key]
            given[key] = None if text is None else date.fromisoformat(str(text))
        given["outcomes"] = tuple(str(text) for text in _list(given["outcomes"]))
        return Facts(**given)  # type: ignore[arg-type]  # values written by to_raw
    except (KeyError, TypeError, ValueError) as fault:
        raise BadInput("These are not the facts of a record.", code="facts-unreadable") from fault


def _plain(value: Value) -> object:
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case Mapping():
            return dict(value)
        case _:
            return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _sized(text: bytes) -> bytes:
    return _u32(len(text)) + text
