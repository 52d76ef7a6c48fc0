"""GIFT as pieces: items between empty lines, escapes, and the parts of an item."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from elearn.interop.notes import LeftOut

_ESCAPES = {"\\": "\ufdd0", "~": "\ufdd1", "=": "\ufdd2", "#": "\ufdd3", "{": "\ufdd4"}
_ESCAPES |= {"}": "\ufdd5", ":": "\ufdd6", "n": "\ufdd7"}
# Signs that are no characters stand for escaped ones while an item is taken apart; decoding has
# taken any from outside away.
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_BACK = str.maketrans({mark: "\n" if sign == "n" else sign for sign, mark in _ESCAPES.items()})
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|markdown|moodle|plain)\]", re.IGNORECASE)
MAX_ITEM = 200_000
"""Characters of one question."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An item of a file as it stands there; `line` from 1. A category's text is its path."""

    line: int
    text: str
    category: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A question's parts. Escapes are still marked; `unescaped` puts the signs back.

    `answers` is None without braces; `after` is what follows them, in a missing-word question.
    """

    title: str
    prompt: str
    form: str
    answers: str | None = None
    after: str = ""


def pieces(text: str) -> tuple[list[Piece], int]:
    """The items of a file, and how many comment lines stood among them."""
    comments = 0
    found: list[Piece] = []
    rows: list[str] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        row = line.strip()
        if row.startswith("//"):
            comments += 1
            continue
        category = row.startswith("$CATEGORY:")
        if (not row or category) and rows:
            found.append(Piece(first, "\n".join(rows)))
            rows = []
        if category:
            found.append(Piece(number, row.removeprefix("$CATEGORY:").strip(), category=True))
        elif row:
            first = first if rows else number
            rows.append(row)
    return found, comments


def take_apart(text: str) -> Item:
    """The parts of one question.

    Raises:
        LeftOut: If braces do not fit together, or it is far too long.
    """
    if len(text) > MAX_ITEM:
        raise LeftOut("It is longer than a question may be.")
    marked = _ESCAPED.sub(lambda match: _ESCAPES[match[1]], text)
    found = _TITLE.match(marked)
    title = unescaped(found[1]).strip() if found else ""
    rest = marked[found.end() :] if found else marked
    form, rest = split_form(rest, "moodle")
    start, end = rest.find("{"), rest.find("}")
    if start < 0 and end < 0:
        return Item(title, rest.strip(), form)
    if start < 0 or end < start:
        raise LeftOut("Its braces { } do not fit together.")
    after = rest[end + 1 :].strip()
    if "{" in after or "}" in after:
        raise LeftOut(
            "It has more than one pair of braces { }; put an empty line between questions."
        )
    return Item(title, rest[:start].rstrip(), form, rest[start + 1 : end].strip(), after)


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


def answers_of(text: str, signs: str) -> Iterator[tuple[str, str]]:
    """Each answer with the sign before it; what stands before the first sign has none."""
    parts = re.split(f"([{signs}])", text)
    if parts[0].strip():
        yield "", parts[0].strip()
    for sign, answer in zip(parts[1::2], parts[2::2], strict=True):
        yield sign, answer.strip()
