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

**Signature** over the canonical JSON (RFC 8785) of the public side, `statement`: the commitments by
their keys and the digest, and not one fact.

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
from elearn.core.learning.canonical import canonical

FACTS_VERSION = 2
"""The version of the facts that records are issued with. The keys of a record tell its own: those
of version 1 have none of `VERSION_2_KEYS`. The encoding is the same for both."""

SALT_BYTES = 16

UNTIL_LAW = "until-law-changes"
"""The `validity` of a record without a last day that ends once the law changes."""

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
        frameworks: Frameworks of the sector, each with its level, as the pack writes them. This
            fact and those up to `result` stand in records from version 2 on; None in older ones.
        credit: Whether the language that it was taken in is approved for credit: `approved` or
            `not-approved`.
        validity: How it ends: `none`, `months` or `until-law-changes`.
        identity: How it was checked who the learner is: `institution-roster`, `self-declared` or
            `single-sign-on`.
        result: Whole per cents by the id of each graded item.
        renews: Where a bridge renewed an older record: the digest of that one. The facts after it
            stand in such records only.
        renews_version, renews_digest: The pack version that the older record was for.
        bridge: The digest of the bridge between the two versions.
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
    frameworks: tuple[str, ...] | None = None
    credit: str | None = None
    validity: str | None = None
    identity: str | None = None
    result: Mapping[str, int] | None = None
    renews: str | None = None
    renews_version: str | None = None
    renews_digest: str | None = None
    bridge: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "hours", MappingProxyType(dict(self.hours)))
        if self.result is not None:
            object.__setattr__(self, "result", MappingProxyType(dict(self.result)))

    @property
    def facts_version(self) -> int:
        """The version of these facts."""
        return 1 if self.credit is None else FACTS_VERSION


RENEWAL_KEYS = ("renews", "renews_version", "renews_digest", "bridge")
"""The keys of the facts that only a record has which renews another."""

VERSION_2_KEYS = ("frameworks", "credit", "validity", "identity", "result")
"""The keys of the facts that came with version 2."""

FACT_KEYS = tuple(
    field.name for field in fields(Facts) if field.name not in (*RENEWAL_KEYS, *VERSION_2_KEYS)
)
"""The keys of the facts that every record has."""


def keys_of(facts: Facts) -> tuple[str, ...]:
    """The keys of a record's facts; each needs a salt."""
    return _keys(newer=facts.credit is not None, renewed=facts.renews is not None)


def _keys(*, newer: bool, renewed: bool) -> tuple[str, ...]:
    more = VERSION_2_KEYS if newer else ()
    return (*FACT_KEYS, *more, *(RENEWAL_KEYS if renewed else ()))


def values(facts: Facts) -> dict[str, Value]:
    """The facts by key."""
    return {key: getattr(facts, key) for key in keys_of(facts)}


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
        salts: For each of `keys_of(facts)` 16 random bytes of its own, in hexadecimal.

    Raises:
        ValueError: If a salt is missing, malformed, or used twice.
    """
    keys = keys_of(facts)
    if set(salts) != set(keys) or len(set(salts.values())) != len(keys):
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


def statement(commitments: Mapping[str, str], digest: str) -> bytes:
    """What is signed of a record: its public side, in the one way of writing it."""
    return canonical(
        {"commitments": dict(commitments), "digest": digest, "type": "elearn-record-1"}
    )


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
        keys = _keys(newer=raw.get("credit") is not None, renewed=raw.get("renews") is not None)
        given: dict[str, object] = {key: raw[key] for key in keys}
        for key in days:
            text = given[key]
            given[key] = None if text is None else date.fromisoformat(str(text))
        for key in ("outcomes", "frameworks"):
            if key in given:
                given[key] = tuple(str(text) for text in _list(given[key]))
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
