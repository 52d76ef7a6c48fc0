"""Which words of a text differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from fractions import Fraction

from elearn.core.script import fold

_MOST = 2000
"""Words compared one by one; what is longer counts as rewritten between its ends."""

_LETTERS = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"\w+(?:[-.:'’/]\w+|\(\w+\))*|[^\w\s]")
"""A word, a number or a citation's key, or a sign by itself."""

_DIGIT = re.compile(r"\d")
_SHORT = 4
"""A word with fewer letters is another word if a letter of it differs: "now" and "not"."""


_LONG = 80
"""A word with more letters than this is none."""


class Side(StrEnum):
    """Whether words stand in both texts, or only in one."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, with the space before it."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class _Words:
    """A text and its words and signs, with where each begins and ends."""

    text: str
    words: list[str]
    ends: list[int]

    def run(self, first: int, last: int) -> str:
        """The text of some words, with the space before them."""
        start = self.ends[first - 1] if first else 0
        return self.text[start : self.ends[last - 1]]


def _read(text: str) -> _Words:
    found = list(_TOKEN.finditer(text))
    return _Words(text, [match[0] for match in found], [match.end() for match in found])


_Op = tuple[str, int, int, int, int]


def _compared(a: list[str], b: list[str]) -> list[_Op]:
    """`difflib` opcodes; what both begin and end with is taken off first, which is most."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    mid_a, mid_b = a[start : len(a) - end], b[start : len(b) - end]
    found: list[_Op] = [("equal", 0, start, 0, start)] if start else []
    if len(mid_a) * len(mid_b) > _MOST * _MOST:
        found.append(("replace", start, len(a) - end, start, len(b) - end))
    else:
        # In long texts frequent words begin no run; without that, hostile ones would take hours.
        matcher = SequenceMatcher(None, mid_a, mid_b, autojunk=True)
        found += [
            (tag, i1 + start, i2 + start, j1 + start, j2 + start)
            for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        ]
    if end:
        found.append(("equal", len(a) - end, len(a), len(b) - end, len(b)))
    return found


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one, run by run: what is in both, what is gone, what is new.

    Those in both and new make up `after`, but for space at its end.
    """
    a, b = _read(before), _read(after)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in _compared(a.words, b.words):
        if tag == "equal":
            found.append(Piece(Side.SAME, b.run(j1, j2)))
            continue
        if i2 > i1:
            found.append(Piece(Side.GONE, a.run(i1, i2)))
        if j2 > j1:
            found.append(Piece(Side.NEW, b.run(j1, j2)))
    return tuple(found)


def amount(before: str, after: str) -> Fraction:
    """The share of the words and signs of both texts that stand in one of them only, 0 to 1."""
    a, b = _read(before).words, _read(after).words
    if not a and not b:
        return Fraction(0)
    same = sum(i2 - i1 for tag, i1, i2, _j1, _j2 in _compared(a, b) if tag == "equal")
    return 1 - Fraction(2 * same, len(a) + len(b))


def is_spelling(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but spelling.

    That is: signs, capitals, accents, where words are joined, and in words of four letters and more
    one letter (two in words of eight and more). A number is never a matter of spelling. This
    cannot tell whether the meaning is the same, so it is asked only of texts that carry no law and
    ask no question.
    """
    a, b = before.split(), after.split()
    for tag, i1, i2, j1, j2 in _compared(a, b):
        if tag != "equal" and not _alike(a[i1:i2], b[j1:j2]):
            return False
    return True


def _alike(old: list[str], new: list[str]) -> bool:
    if _DIGIT.search(" ".join(old + new)):
        return _bare(old) == _bare(new)
    ours, theirs = _letters(old), _letters(new)
    if "".join(ours) == "".join(theirs):
        return True
    if len(ours) != len(theirs):
        return False
    return all(_same_word(a, b) for a, b in zip(ours, theirs, strict=True))


def _bare(words: list[str]) -> list[str]:
    """Words without the signs around them: with numbers, every other sign may count."""
    return [word.strip(".,;:!?\"'“”„‘’«»").casefold() for word in words]


def _letters(words: list[str]) -> list[str]:
    return [fold(run) for run in _LETTERS.findall(" ".join(words))]


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    shortest = min(len(a), len(b))
    most = 2 if shortest >= 2 * _SHORT else 1
    if max(len(a), len(b)) > min(_LONG, shortest + most):
        return False
    if shortest < _SHORT or a.endswith(b) or b.endswith(a):
        # What comes before a word tends to turn it round: "inadmissible", "nedozvoljen".
        return False
    return _distance(a, b) <= most


def _distance(a: str, b: str) -> int:
    """Letters to put in, take out, change or swap with their neighbour (optimal alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
