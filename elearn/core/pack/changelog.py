"""What the authors of a pack say of its versions, in CHANGELOG.md."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HEADING = re.compile(r"##\s+\[?v?([0-9][^\s\]]*)")
"""The heading of a version's entry; its number is the first group."""

_BULLET = re.compile(r"[-*+]\s+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What changed in a version, in the authors' words: plain paragraphs and list items."""

    version: str
    paragraphs: tuple[str, ...]


def entries(text: str) -> tuple[Entry, ...]:
    """The entries of a CHANGELOG, in the order in which they stand there."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        heading = HEADING.match(line)
        if heading:
            found.append((heading[1], []))
        elif found:
            found[-1][1].append(line.rstrip())
    return tuple(Entry(version, tuple(_paragraphs(lines))) for version, lines in found)


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Lines put together: an empty line, a list item or a lower heading begins anew."""
    words: list[str] = []
    for line in [*lines, ""]:
        text = line.strip()
        bullet = _BULLET.match(text)
        if words and (not text or bullet or text.startswith("#")):
            yield " ".join(words)
            words = []
        text = text[bullet.end() :] if bullet else text.lstrip("#").strip()
        if text:
            words.append(text)
