"""Which block of a lesson became which: unchanged ones by their address, others by their words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elearn.core.pack.diff import html, order
from elearn.core.pack.diff.html import Bit

_ALIKE = 0.4
"""The share of words that two blocks have in common, from which on they are one block reworded."""

_ONLY = 0.2
"""The same where no other block comes into question."""


_AHEAD = 40
"""Blocks in which the old wording of one is looked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """A block in both versions; one side is None where it came or went."""

    old: Bit | None
    new: Bit | None
    moved: bool = False


def matches(old: Sequence[Bit], new: Sequence[Bit]) -> Iterator[Match]:
    """The blocks of both versions, those of the new one in order."""
    was = {bit.name: bit for bit in old}
    now = {bit.name: bit for bit in new}
    stayed = order.stayed([bit.name for bit in old], [bit.name for bit in new])
    kept = {new[j].name for _i, j in stayed}
    i = j = 0
    for stop_i, stop_j in (*stayed, (len(old), len(new))):
        gone = [bit for bit in old[i:stop_i] if bit.name not in now]
        come = [bit for bit in new[j:stop_j] if bit.name not in was]
        yield from _reworded(gone, come)
        for bit in new[j : min(stop_j + 1, len(new))]:
            if bit.name in was:
                yield Match(was[bit.name], bit, moved=bit.name not in kept)
        i, j = stop_i + 1, stop_j + 1


def _reworded(gone: list[Bit], come: list[Bit]) -> Iterator[Match]:
    """Pair what stood between two unchanged blocks, in order, by the words in common."""
    bags = [_bag(bit) for bit in gone]
    least = _ONLY if len(gone) == len(come) == 1 else _ALIKE
    at = 0
    for bit in come:
        bag = _bag(bit)
        best, place = 0.0, -1
        for k in range(at, min(len(gone), at + _AHEAD)):
            ratio = _ratio(bags[k], bag)
            if ratio > best:
                best, place = ratio, k
        if best < least:
            yield Match(None, bit)
            continue
        for k in range(at, place):
            yield Match(gone[k], None)
        yield Match(gone[place], bit)
        at = place + 1
    for k in range(at, len(gone)):
        yield Match(gone[k], None)


def _bag(bit: Bit) -> Counter[str]:
    return Counter(html.words(bit.html).casefold().split())


def _ratio(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0
