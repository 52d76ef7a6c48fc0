"""The blocks of a Markdown text, and the address that each has.

Progress, self-checks, translations and reports of mistakes name a block by its address, so the
same text has the same address in every version.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from markdown_it.token import Token

from elearn.core.pack import markdown


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block.

    Attributes:
        address: `b-` and the first 8 hexadecimal digits of SHA-256 over `source`, with `-2`,
            `-3` … for repeats.
        source: Its lines, without blank lines around them.
        first_line: Its first line in the text, counted from 1.
        last_line: Its last line in the text.
    """

    address: str
    source: str
    first_line: int
    last_line: int


def blocks(source: str) -> list[Block]:
    """The top-level blocks of a text, in order. Footnotes at the end are not among them."""
    return blocks_of(source, markdown.parse(source).tokens)


def blocks_of(source: str, tokens: Iterable[Token]) -> list[Block]:
    """The same, where the text has been read already."""
    lines = source.split("\n")
    seen: dict[str, int] = {}
    found = []
    for token in tokens:
        if token.level or token.nesting < 0 or not token.map:
            continue
        start, end = token.map
        text = "\n".join(lines[start:end]).strip("\n").rstrip()
        address = address_of(text)
        seen[address] = count = seen.get(address, 0) + 1
        if count > 1:
            address = f"{address}-{count}"
        found.append(Block(address, text, start + 1, end))
    return found


def address_of(text: str) -> str:
    """The address of a block with that source, where it is the first such block."""
    return "b-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
