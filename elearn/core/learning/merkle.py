"""An append-only log as a Merkle tree: heads, and proofs of inclusion and growth (RFC 9162).

The hash of a leaf is `SHA-256(00 | entry)`, of a node `SHA-256(01 | left | right)`, of an empty log
`SHA-256()`. A log of n entries has one tree; its left part is the largest perfect tree smaller than
n, and so on to the right. Perfect subtrees never change once they are full, so that they are kept
by *place*: `(level, number)`, where level 0 are the leaves and `number` counts from the left. What
is asked of a log is answered by the hashes of a few places; the caller brings them.

Hashes are 32 bytes.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence

Place = tuple[int, int]
"""A perfect subtree: its level, and its number from the left on that level."""

Span = tuple[int, int]
"""Entries from the first to before the second, as the tree divides them."""

NodeAt = Callable[[Place], bytes]
"""The hash that is kept for a place."""

EMPTY = hashlib.sha256().digest()
"""The root of a log without entries."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\1" + left + right).digest()


def grown(size: int, leaf: bytes, node_at: NodeAt) -> list[tuple[Place, bytes]]:
    """The places that become full when an entry is appended, the leaf first.

    Args:
        size: The number of entries before.
        leaf: The hash of the new one.
        node_at: Asked for the left neighbours that are full already.
    """
    level, number, made = 0, size, leaf
    found = [((level, number), made)]
    while number & 1:
        made = node_hash(node_at((level, number - 1)), made)
        level, number = level + 1, number >> 1
        found.append(((level, number), made))
    return found


def root(size: int, node_at: NodeAt) -> bytes:
    """The root of the log's first `size` entries."""
    return span_hash((0, size), node_at) if size else EMPTY


def span_hash(span: Span, node_at: NodeAt) -> bytes:
    """The hash of a span of the tree, which may end in the middle of a perfect one."""
    *rest, made = [node_at(place) for place in places((span,))]
    for left in reversed(rest):
        made = node_hash(left, made)
    return made


def places(spans: Sequence[Span]) -> Iterator[Place]:
    """The perfect subtrees that these spans are made of, each span's from left to right."""
    for start, end in spans:
        at = start
        while at < end:
            level = (end - at).bit_length() - 1
            yield level, at >> level
            at += 1 << level


def _split(size: int) -> int:
    """The largest power of two that is smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_spans(number: int, size: int) -> tuple[Span, ...]:
    """What an inclusion proof consists of, from the leaf up (RFC 9162, section 2.1.3.1).

    Args:
        number: Of the entry, from 0.
        size: Of the log that it is proved to be in.

    Raises:
        ValueError: If the log of that size does not have the entry.
    """
    if not 0 <= number < size:
        raise ValueError("the log has no such entry")
    found, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if number < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return tuple(reversed(found))


def consistency_spans(first: int, second: int) -> tuple[Span, ...]:
    """What a proof that a log only grew consists of (RFC 9162, section 2.1.4.1).

    Raises:
        ValueError: If `first` is not from 1 to `second`.
    """
    if not 0 < first <= second:
        raise ValueError("a log grows from at least one entry")
    found: list[Span] = []
    start, end, known = 0, second, True
    while first < end:
        middle = start + _split(end - start)
        if first <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start, known = middle, False
    if not known:
        found.append((start, end))
    return tuple(reversed(found))


def proof(spans: Sequence[Span], node_at: NodeAt) -> tuple[bytes, ...]:
    """The hashes of a proof's spans."""
    return tuple(span_hash(span, node_at) for span in spans)


def verify_inclusion(
    leaf: bytes, number: int, size: int, path: Sequence[bytes], head: bytes
) -> bool:
    """Whether an entry is in the log with that root (RFC 9162, section 2.1.3.2).

    Args:
        leaf: The entry's hash.
        number: Its number, from 0.
        size: The number of entries under that root.
        path: The proof.
        head: The root.
    """
    if not 0 <= number < size:
        return False
    turns = _turns(number, size - 1, len(path))
    if turns is None:
        return False
    made = leaf
    for step, left in zip(path, turns, strict=True):
        made = node_hash(step, made) if left else node_hash(made, step)
    return hmac.compare_digest(made, head)


def _turns(at: int, last: int, steps: int) -> list[bool] | None:
    """For each step from a leaf up, whether the neighbour is on the left.

    Args:
        at: The number of the leaf, or of a perfect subtree on its level.
        last: The number of the last one on that level.
        steps: How many neighbours there are said to be; None comes back for another number.
    """
    found = []
    for _ in range(steps):
        if last == 0:
            return None
        left = bool(at & 1) or at == last
        if left:
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        found.append(left)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def verify_consistency(
    first: int, second: int, path: Sequence[bytes], old: bytes, new: bytes
) -> bool:
    """Whether the log with root `new` begins with the one with root `old` (section 2.1.4.2).

    Args:
        first: The number of entries under `old`; an empty log is the beginning of every log.
        second: The number of entries under `new`.
        path: The proof; empty where nothing was added, or the old log was empty.
        old: The earlier root.
        new: The later root.
    """
    if first == 0:
        return not path and hmac.compare_digest(old, EMPTY)
    if first == second:
        return not path and hmac.compare_digest(old, new)
    if not 0 < first < second or not path:
        return False
    steps = [old, *path] if first & (first - 1) == 0 else list(path)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    turns = _turns(at, last, len(steps) - 1)
    if turns is None:
        return False
    before = after = steps[0]
    for step, left in zip(steps[1:], turns, strict=True):
        before = node_hash(step, before) if left else before
        after = node_hash(step, after) if left else node_hash(after, step)
    return hmac.compare_digest(before, old) and hmac.compare_digest(after, new)
