"""A whole record as a file, `record.json`: read it, and see that every part fits the others.

It is what is attached to a certificate: a JSON object with the members

* `type`: `elearn-record-1`;
* `facts`, `salts`, `commitments`: three objects with the same keys (see `core.learning.record`);
* `digest`: of the commitments;
* `kid`, `signature`: the key that signed the public side, and what it signed, in base64url;
* `proof`, where the log had a signed head when the file was made: `number`, `size`, `hashes`
  (RFC 9162) and `head`, that head as `/log/head.json` gives it;
* `code` and `key`, for convenience: nothing vouches for them, and nothing here looks at them.

A member of another name is refused: nobody has signed it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from elearn.core.errors import BadInput
from elearn.core.learning import merkle, record
from elearn.core.learning.canonical import canonical
from elearn.core.learning.record import Value

MOST_BYTES = 1 << 20
"""Of a file that is read at all."""

DAYS = frozenset({"issued", "valid_until", "law_checked"})
"""The facts that are days, which JSON has as texts."""

_TYPE = "elearn-record-1"
_NEEDED = frozenset({"commitments", "digest", "facts", "kid", "salts", "signature", "type"})
_ALLOWED = _NEEDED | {"code", "key", "proof"}


class Refused(BadInput):
    """This is no record that can be trusted; `code` says why."""

    code = "record-unreadable"


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head of the log that a record is proved to be under.

    Attributes:
        at: The moment, as it was signed.
        size: How many entries it is over.
        signed: The very bytes that were signed.
        kid, signature: The key and its signature.
    """

    at: str
    size: int
    signed: bytes
    kid: str
    signature: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A record whose parts fit one another; nobody has checked its signature yet.

    `facts` are as JSON has them; `statement` are the bytes that were signed.
    """

    facts: Mapping[str, object]
    digest: str
    statement: bytes
    kid: str
    signature: str
    head: Head | None


def read(text: str) -> Whole:
    """The record in the text of a file.

    Raises:
        Refused: Code `record-unreadable` if it is none, `fact-changed` if a fact does not fit its
            commitment (`details["fact"]` names it), `digest-wrong`, or `proof-wrong`.
    """
    try:
        raw = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict) or not _NEEDED <= set(raw) <= _ALLOWED or raw["type"] != _TYPE:
        raise Refused("This is no completion record, or a part of it is missing.")
    facts, salts, commitments = (_object(raw[n]) for n in ("facts", "salts", "commitments"))
    digest = raw["digest"]
    _check_shape(facts, salts, commitments, digest)
    for key, fact in facts.items():
        if not record.verify_fact(commitments[key], salts[key], key, _value(key, fact)):
            why = "This is not what was signed: a fact was changed."
            raise Refused(why, code="fact-changed", details={"fact": key})
    if record.record_digest(commitments.values()) != digest:
        raise Refused("The digest does not fit the facts.", code="digest-wrong")
    return Whole(
        facts=facts,
        digest=digest,
        statement=canonical({"commitments": commitments, "digest": digest, "type": _TYPE}),
        kid=_text(raw["kid"]),
        signature=_text(raw["signature"]),
        head=_head(raw["proof"], digest) if raw.get("proof") is not None else None,
    )


def _check_shape(
    facts: dict[str, Any], salts: dict[str, Any], commitments: dict[str, Any], digest: object
) -> None:
    hashes = [*commitments.values(), digest]
    sound = all(_is_hex(s, record.SALT_BYTES) for s in salts.values()) and all(
        _is_hex(h, 32) for h in hashes
    )
    if not sound or not set(facts) == set(salts) == set(commitments):
        raise Refused("A salt, a commitment or the digest of this record is damaged.")
    if not facts or len(set(salts.values())) != len(facts):
        raise Refused("Each fact must have a salt of its own.")


def _value(key: str, fact: object) -> Value:
    if key in DAYS and fact is not None:
        return _day(fact)
    match fact:
        case None | str():
            return fact
        case bool() | float():
            pass
        case int():
            return fact
        case list() if all(isinstance(part, str) for part in fact):
            return tuple(fact)
        case dict() if all(type(part) is int for part in fact.values()):
            return fact
    raise Refused("A fact of this record is of no kind that facts are.")


def _day(fact: object) -> date:
    text = _text(fact)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise Refused("A day of this record is not written as days are.")
    return found


def _head(proof: object, digest: str) -> Head:
    """The head that a proof leads to."""
    try:
        head = _proven(_object(proof), digest)
    except (Refused, KeyError, TypeError, ValueError):
        head = None
    if head is None:
        why = "The proof that this record is in the log does not hold."
        raise Refused(why, code="proof-wrong")
    return head


def _proven(proof: dict[str, Any], digest: str) -> Head | None:
    head = _object(proof["head"])
    size, number = proof["size"], proof["number"]
    at, log, root = (_text(head[name]) for name in ("at", "log", "root"))
    path = [bytes.fromhex(_text(step)) for step in proof["hashes"]]
    leaf = merkle.leaf_hash(bytes.fromhex(digest))
    whole = type(size) is int and type(number) is int and head["size"] == size
    if not whole or not merkle.verify_inclusion(leaf, number, size, path, bytes.fromhex(root)):
        return None
    signed = canonical({"at": at, "log": log, "root": root, "size": size})
    return Head(at, size, signed, _text(head["kid"]), _text(head["signature"]))


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused("A part of this record is not written as it should be.")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Refused("A part of this record is not written as it should be.")
    return value


def _is_hex(value: object, size: int) -> bool:
    return (
        isinstance(value, str) and len(value) == 2 * size and set(value) <= set("0123456789abcdef")
    )
