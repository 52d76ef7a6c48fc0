"""Provisions as the register writes them (`6(1)(a)`, `Annex I(2)`), and how two of them relate."""

import re
from enum import StrEnum
from functools import lru_cache

_BREAK = re.compile(r"[(),.]+|\s+(?=(?:part|point|section)\b)")
_RANGE = re.compile(r"(\d{1,6})[-\u2013](\d{1,6})")


class Nearness(StrEnum):
    """How a citation lies to a provision that changed, the nearest first.

    The same provision; a part of what changed; the article around what changed; any provision of
    an instrument that changed as a whole.
    """

    SAME = "same"
    PART = "part"
    AROUND = "around"
    WHOLE = "whole"


@lru_cache(maxsize=8192)
def segments(ref: str) -> tuple[str, ...]:
    """A provision from the article down: `6(1)(a)` is `("6", "1", "a")`; nothing for the whole.

    Case and spaces do not count. What stands in no brackets is one segment: `Annex V Part A(2)` is
    `("annex v", "part a", "2")`.
    """
    parts = (" ".join(part.split()) for part in _BREAK.split(ref.casefold()))
    return tuple(part for part in parts if part)


@lru_cache(maxsize=32768)
def nearness(cited: str, changed: str) -> Nearness | None:
    """How a cited provision lies to a changed one of the same instrument; None if it is another.

    A range of articles (`3-5`) holds each of them. The whole instrument (no provision) is near only
    to itself: what cites an act as such is not touched by each of its paragraphs.
    """
    own, other = segments(cited), segments(changed)
    if not own or not other:
        return Nearness.SAME if own == other else None
    if not all(map(_meet, own, other)):
        return None
    if len(own) == len(other):
        return Nearness.SAME
    return Nearness.PART if len(own) > len(other) else Nearness.AROUND


def _meet(one: str, other: str) -> bool:
    return one == other or _holds(one, other) or _holds(other, one)


def _holds(span: str, segment: str) -> bool:
    """Whether a range of numbers holds a number or has a number in common with another range."""
    bounds = _RANGE.fullmatch(span)
    if bounds is None:
        return False
    inner = _RANGE.fullmatch(segment)
    first, last = (inner[1], inner[2]) if inner else (segment, segment)
    if not (first.isdecimal() and last.isdecimal()):
        return False
    return int(bounds[1]) <= int(last) and int(first) <= int(bounds[2])
