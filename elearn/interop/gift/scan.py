"""GIFT as pieces: items between empty lines, escapes, and the parts of an item."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from elearn.interop import embedded
from elearn.interop.notes import LeftOut

_ESCAPES = {"\\": "\ufdd0", "~": "\ufdd1", "=": "\ufdd2", "#": "\ufdd3", "{": "\ufdd4"}
_ESCAPES |= {"}": "\ufdd5", ":": "\ufdd6", "n": "\ufdd7"}
# Signs that are no characters stand for escaped ones while an item is taken apart; decoding has
# taken any from outside away.
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_BACK = str.maketrans({mark: "\n" if sign == "n" else sign for sign, mark in _ESCAPES.items()})
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|markdown|moodle|plain)\]", re.IGNORECASE)
# In comments above a question: `[id:…]` and `[tag:…]`, with `\\]` for the bracket itself.
_ID = re.compile(r"\[id:((?:\\\]|[^\[\]\n])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\[\]\n])+)\]")
GAP = "\ufdd8"
"""Stands in a prompt where the answers stood between words; it is no character, like the others."""
MAX_ITEM = 200_000
"""Characters of one question."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An item of a file as it stands there; `line` from 1. A category's text is its path.

    `id_number` and `tags` are what the comments right above it or in it say.
    """

    line: int
    text: str
    category: bool = False
    id_number: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A question's parts. Escapes are still marked; `unescaped` puts the signs back.

    `answers` is None without braces; where words follow them, `GAP` stands in the prompt.
    """

    title: str
    prompt: str
    form: str
    answers: str | None = None


def pieces(text: str) -> tuple[list[Piece], int]:
    """The items of a file, and how many comment lines that only people read stood among them."""
    found: list[Piece] = []
    chunk = _Chunk()
    comments = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        row = line.strip()
        if row.startswith("//"):
            comments += not (_ID.search(row) or _TAG.search(row))
            chunk.comments.append(row)
            continue
        category = row.startswith("$CATEGORY:")
        if not row or category:
            found += chunk.piece()
            chunk = _Chunk()
        if category:
            found.append(Piece(number, row.removeprefix("$CATEGORY:").strip(), category=True))
        elif row:
            chunk.first = chunk.first if chunk.rows else number
            chunk.rows.append(row)
    return found, comments


@dataclass(slots=True)
class _Chunk:
    """Lines between empty ones."""

    first: int = 0
    rows: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def piece(self) -> list[Piece]:
        """What they make: one item, or none if they are comments only."""
        if not self.rows:
            return []
        said = "\n".join(self.comments)
        ids = [_said(match) for match in _ID.finditer(said)]
        tags = tuple(_said(match) for match in _TAG.finditer(said))
        return [Piece(self.first, "\n".join(self.rows), id_number="".join(ids[:1]), tags=tags)]


def _said(match: re.Match[str]) -> str:
    return match[1].replace("\\]", "]").strip()


def take_apart(text: str) -> Item:
    """The parts of one question.

    Raises:
        LeftOut: If braces do not fit together, or it is far too long.
    """
    if len(text) > MAX_ITEM:
        raise LeftOut("It is longer than a question may be.")
    if embedded.holds_gaps(text):
        raise LeftOut(
            "It has embedded answers (cloze), which GIFT has not; import it as a file by itself."
        )
    marked = _ESCAPED.sub(lambda match: _ESCAPES[match[1]], text)
    found = _TITLE.match(marked)
    title = unescaped(found[1]).strip() if found else ""
    rest = marked[found.end() :] if found else marked
    form, rest = split_form(rest, "moodle")
    start, end = rest.find("{"), rest.find("}")
    if start < 0 and end < 0:
        return Item(title, rest.strip(), form)
    if start < 0 or end < start:
        raise LeftOut(
            "Its braces { } do not fit together; perhaps an empty line stands between them."
        )
    after = rest[end + 1 :].rstrip()
    if "{" in after or "}" in after:
        raise LeftOut(
            "It has more than one pair of braces { }; put an empty line between questions."
        )
    # Moodle too shows a line in the place of the answers if anything follows them.
    prompt = f"{rest[:start]}{GAP}{after}" if after.strip() else rest[:start].rstrip()
    return Item(title, prompt, form, rest[start + 1 : end].strip())


def split_form(text: str, default: str) -> tuple[str, str]:
    """The format that a text begins with, such as `html`, and the text without it."""
    found = _FORMAT.match(text)
    if found is None:
        return default, text.strip()
    return found[1].lower(), text[found.end() :].strip()


def unescaped(text: str) -> str:
    """The text with escaped signs as themselves."""
    return text.translate(_BACK)


def split_feedback(text: str) -> tuple[str, str]:
    """An answer and what is said to it."""
    answer, _, feedback = text.partition("#")
    return answer.strip(), feedback.strip()


def split_general(text: str) -> tuple[str, str]:
    """The answers, and the feedback for everybody behind the last `####`."""
    answers, found, general = text.rpartition("####")
    return (answers.strip(), general.strip()) if found else (text.strip(), "")


def answers_of(text: str, signs: str) -> Iterator[tuple[str, str]]:
    """Each answer with the sign before it; what stands before the first sign has none."""
    parts = re.split(f"([{signs}])", text)
    if parts[0].strip():
        yield "", parts[0].strip()
    for sign, answer in zip(parts[1::2], parts[2::2], strict=True):
        yield sign, answer.strip()
