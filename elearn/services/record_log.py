"""The log of record digests: append, sign how it stands, prove, audit.

The log holds digests and nothing else, so that it can be public. A head says how many entries it
had and what their root was; whoever keeps a head can ask for proof that every later log begins
with the same entries.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from elearn.core.errors import NotFound
from elearn.core.learning import merkle
from elearn.core.learning.canonical import canonical
from elearn.core.learning.merkle import Place, Span
from elearn.services import keys
from elearn.services.keys import Purpose
from elearn.store import record_log as store
from elearn.store.db import begin_write
from elearn.store.record_log import KeptEntry, KeptHead

__all__ = ["KeptHead"]


@dataclass(frozen=True, slots=True)
class Proof:
    """The hashes, in hexadecimal, that tie an entry or an earlier log to a log of `size` entries.

    `number` is the entry's, or the size of the earlier log.
    """

    number: int
    size: int
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit found: the first difference, in words, and the entry that it is at."""

    what: str
    number: int | None = None


def append(record_id: int, digest: str) -> int:
    """Add a record to the log; its number. Needs the writing transaction that issues it."""
    return store.append(record_id, digest)


def append_missing() -> int:
    """Add the records from before there was a log; how many. Needs a writing transaction."""
    count = 0
    while missing := store.without_entry():
        for record_id, digest in missing:
            store.append(record_id, digest)
        count += len(missing)
    return count


def statement(size: int, root: str, at: datetime) -> bytes:
    """What is signed of a head: canonical JSON (RFC 8785)."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return canonical({"at": moment, "log": "elearn-records-1", "root": root, "size": size})


def plain(head: KeptHead) -> dict[str, str | int]:
    """A head for programs: what was signed, the signature in base64url, and the key's name."""
    text = statement(head.size, head.root, head.at).decode()
    return {**json.loads(text), "kid": head.kid, "signature": head.signature, "signed": text}


def sign_head(*, now: datetime) -> KeptHead:
    """Sign how the log stands; a log that has not grown keeps its head. For jobs and commands."""
    begin_write()
    size = store.size()
    newest = store.newest_head()
    if newest is not None and newest.size == size:
        return newest
    root = merkle.root(size, node_at([(0, size)])).hex()
    moment = now.astimezone(UTC).replace(microsecond=0)
    signed = keys.sign(Purpose.LOG, statement(size, root, moment), now=now)
    head = KeptHead(size, root, moment, signed.kid, signed.signature)
    store.keep_head(head)
    return head


def newest_head() -> KeptHead | None:
    """The latest signed head; None before the first."""
    return store.newest_head()


def heads() -> list[KeptHead]:
    """The signed heads, the latest first."""
    return store.heads()


def entries(first: int) -> list[KeptEntry]:
    """Up to a thousand entries from that number on."""
    return store.entries(first)


def inclusion(digest: str, size: int) -> Proof:
    """That a record with that digest is among the first `size` entries.

    Raises:
        NotFound: If it is not.
    """
    number = store.number_of_digest(digest)
    if number is None or not number < size <= store.size():
        raise NotFound("The log of that size has no such entry.")
    return Proof(number, size, _proof(merkle.inclusion_spans(number, size)))


def proof_of(digest: str, *, before: datetime | None = None) -> dict[str, object] | None:
    """That a record is under the latest signed head, for the record's own file.

    Args:
        digest: Of the record.
        before: Only heads that were signed before are looked at: those that a key which was revoked
            then could not reach.

    Returns:
        Number, size, hashes and the head; None if no such head covers the record yet.
    """
    head = store.newest_head() if before is None else store.newest_head_before(before)
    number = store.number_of_digest(digest)
    if head is None or number is None or number >= head.size:
        return None
    proof = inclusion(digest, head.size)
    return {
        "number": proof.number,
        "size": proof.size,
        "hashes": list(proof.hashes),
        "head": plain(head),
    }


def consistency(first: int, second: int) -> Proof:
    """That the log of `second` entries begins with the one of `first`.

    Raises:
        NotFound: If the log never had so many entries.
    """
    if not 0 < first <= second <= store.size():
        raise NotFound("The log never had so many entries.")
    return Proof(first, second, _proof(merkle.consistency_spans(first, second)))


def _proof(spans: tuple[Span, ...]) -> tuple[str, ...]:
    return tuple(value.hex() for value in merkle.proof(spans, node_at(spans)))


def node_at(spans: Iterable[Span]) -> Callable[[Place], bytes]:
    """The hashes that are kept for these spans of the log, asked for at once."""
    return store.nodes(merkle.places(tuple(spans))).__getitem__


def audit(*, told: Callable[[int, int], None] = lambda _done, _of: None) -> Finding | None:
    """Hold the whole log against the records; the first difference, or None.

    It works out every hash again from the records' digests, and compares each signed head.

    Args:
        told: Is told how many entries are done, of how many.
    """
    size = store.size()
    heads = {head.size: head for head in store.heads()}
    kept: dict[Place, bytes] = {}
    batch: dict[int, KeptEntry] = {}
    for number in range(size + 1):
        if number in heads and (wrong := _wrong_head(heads[number], kept)):
            return wrong
        if number % store.MOST == 0:
            told(number, size)
            batch = {entry.number: entry for entry in store.entries(number)}
        if number < size and (wrong := _wrong_entry(batch.get(number), number, kept)):
            return wrong
    if any(head > size for head in heads):
        return Finding(f"The log has {size} entries, and a head of more was signed.", size)
    if store.without_entry():
        return Finding("There is a record that is not in the log.")
    return None


def _wrong_entry(entry: KeptEntry | None, number: int, kept: dict[Place, bytes]) -> Finding | None:
    if entry is None:
        return Finding(f"Entry {number} is missing.", number)
    if entry.digest != entry.record_digest:
        return Finding(f"The record of entry {number} has another digest than the log.", number)
    leaf = merkle.leaf_hash(bytes.fromhex(entry.record_digest))
    made = merkle.grown(number, leaf, kept.__getitem__)
    found = store.nodes(place for place, _hash in made)
    for place, value in made:
        if found.get(place) != value:
            return Finding(f"The tree does not fit entry {number} (level {place[0]}).", number)
        kept[place] = value
    _forget(kept, made)
    return None


def _forget(kept: dict[Place, bytes], made: list[tuple[Place, bytes]]) -> None:
    """Keep only what later entries are joined to: the perfect subtrees on the right edge."""
    for level, number in [place for place, _hash in made[1:]]:
        kept.pop((level - 1, 2 * number), None)
        kept.pop((level - 1, 2 * number + 1), None)


def _wrong_head(head: KeptHead, kept: dict[Place, bytes]) -> Finding | None:
    number = head.size
    if merkle.root(number, kept.__getitem__).hex() != head.root:
        return Finding(f"The head that was signed over {number} entries has another root.", number)
    known = {key.kid: key for key in keys.every()}
    text = statement(head.size, head.root, head.at)
    if head.kid not in known or not keys.holds(known[head.kid], text, head.signature):
        return Finding(f"The signature of the head over {number} entries does not hold.", number)
    return None
