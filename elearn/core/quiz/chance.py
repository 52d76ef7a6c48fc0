"""Chance from a seed: orders, samples, numbers and tokens.

Everything here can be redone by another program, in any language, from the seed alone.

**Numbers.** For a seed (16 bytes) and a label (UTF-8), block *i* (from 0) is ::

    SHA-256( "elearn-draw-1" 00 | seed | len(label) as 4 bytes | label | i as 8 bytes )

with big-endian numbers. A block is four 64-bit big-endian words, used in turn. A number below *n*
is `word mod n`; words at or above the greatest multiple of *n* that fits in 2**64 are thrown away,
so that every number is equally likely.

**Labels.** What is drawn for one question ends its label in `/` and the question's id; before it
stand `options`, `lefts`, `rights`, `items`, `rows`, `gap/GAP`, `parameter/NAME` (the number of a
value, below how many there are; `parameter/N/NAME` where draw N, from 1, is tried after others that
could not be computed) or `mrz/WHAT` (see `core.quiz.mrz_zone`).

**Shuffle.** Fisher-Yates from the end: for i = len-1 … 1 swap item i with item `below(i + 1)`.
A sample is the beginning of a shuffle.

**Tokens.** `t` and the first 16 hexadecimal digits of ::

    HMAC-SHA256( key = seed, "elearn-token-1" 00 | each part as: 4 bytes length, UTF-8 )

where the parts are the role (`question`, `option`, `left`, `right`, `item`, `row`, `column`,
`group`, `gap`, `step`, `field`), the question's id and, below a question, the part's id. Without
the seed, which never leaves the server, a token says nothing.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

DRAW_VERSION = 2
"""The version of what this page and `core.quiz.draw` describe; kept with each attempt. Of this page
version 1 says the same."""

SEED_BYTES = 16

T = TypeVar("T")

_WORDS = 1 << 64


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that a form shows: the token in the form, and the author's id behind it.

    The id is for looking up the text. It must not be written into a page before the answer is
    given: both sides of a pair have the same one.
    """

    token: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What of a question a form shows, in one attempt.

    Attributes:
        options: Options to tick, in the order shown.
        lefts: What something belongs to, in the order shown; the token is the name of a form field.
        rights: What can be chosen for a left side; equal texts appear once.
        items: What is to be put in order, in the order shown; the token is the name of a form
            field.
    """

    options: tuple[Slot, ...] = ()
    lefts: tuple[Slot, ...] = ()
    rights: tuple[Slot, ...] = ()
    items: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Laid):
    """The same with the token that names the question; for most kinds also the form's field."""

    token: str


@dataclass(frozen=True, slots=True)
class Dice:
    """Chance for one question of one attempt.

    Attributes:
        seed: 16 bytes in hexadecimal.
        name: The question's id.
        shuffle: Whether the order of what is no key is drawn, too.
    """

    seed: str
    name: str
    shuffle: bool = True

    def slots(self, role: str, ids: Sequence[str]) -> tuple[Slot, ...]:
        """A slot for each of these parts of the question."""
        key = _seed(self.seed)
        return tuple(Slot(_token(key, role, self.name, part), part) for part in ids)

    def mixed(self, role: str, ids: Sequence[str], *, always: bool = False) -> tuple[str, ...]:
        """The ids in drawn order; as they are without `shuffle`, unless their order is the key."""
        if self.shuffle or always:
            return shuffled(self.seed, f"{role}/{self.name}", ids)
        return tuple(ids)

    def below(self, role: str, n: int) -> int:
        """A number from 0 to n - 1."""
        return _below(_words(_seed(self.seed), f"{role}/{self.name}"), n)


def shuffled(seed: str, label: str, items: Sequence[T]) -> tuple[T, ...]:
    """The items in an order drawn from the seed (hexadecimal) and the label.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
    """
    words = _words(_seed(seed), label)
    out = list(items)
    for i in range(len(out) - 1, 0, -1):
        j = _below(words, i + 1)
        out[i], out[j] = out[j], out[i]
    return tuple(out)


def sample(seed: str, label: str, items: Sequence[T], count: int) -> tuple[T, ...]:
    """`count` of the items, each at most once, in drawn order; all of them if there are fewer.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal, or `count` is negative.
    """
    if count < 0:
        raise ValueError("a sample cannot be smaller than nothing")
    return shuffled(seed, label, items)[:count]


def token(seed: str, *parts: str) -> str:
    """The opaque name, in this attempt, of the thing that the parts name.

    Raises:
        ValueError: If the seed is not 16 bytes in hexadecimal.
    """
    return _token(_seed(seed), *parts)


def _seed(seed: str) -> bytes:
    key = bytes.fromhex(seed)
    if len(key) != SEED_BYTES:
        raise ValueError(f"a seed is {SEED_BYTES} bytes in hexadecimal")
    return key


def _words(seed: bytes, label: str) -> Iterator[int]:
    name = label.encode()
    start = b"elearn-draw-1\0" + seed + len(name).to_bytes(4, "big") + name
    counter = 0
    while True:
        block = hashlib.sha256(start + counter.to_bytes(8, "big")).digest()
        for at in range(0, 32, 8):
            yield int.from_bytes(block[at : at + 8], "big")
        counter += 1


def _below(words: Iterator[int], n: int) -> int:
    limit = _WORDS - _WORDS % n
    for word in words:
        if word < limit:
            return word % n
    raise AssertionError("the words never end")  # pragma: no cover


def _token(key: bytes, *parts: str) -> str:
    message = bytearray(b"elearn-token-1\0")
    for part in parts:
        name = part.encode()
        message += len(name).to_bytes(4, "big") + name
    return "t" + hmac.digest(key, bytes(message), "sha256").hex()[:16]
