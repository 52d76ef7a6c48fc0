"""Ids for what comes from elsewhere, made from titles."""

import re
import unicodedata
from collections.abc import Iterable

from elearn.core.ids import is_slug
from elearn.core.script import to_latin

_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ß": "ss", "ł": "l", "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "й": "j"}
)


def slug(text: str, most: int = 40) -> str:
    """The first words in Latin letters without marks, joined by `-`; empty if there are none."""
    latin = to_latin(text[:400].lower()).translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", latin)
    kept = "-".join(_WORD.findall("".join(c for c in letters if c.isascii())))
    if len(kept) <= most:
        return kept
    return kept[: most + 1].rpartition("-")[0] or kept[:most]


class Names:
    """Ids that are given out once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def question(self, title: str, prompt: str) -> str:
        """An id for a question: its title if that is an id, else `q-` and its first words."""
        if is_slug(title) and title not in self._taken:
            self._taken.add(title)
            return title
        words = slug(title) or slug(prompt) or "imported"
        return self.unused(words if words.startswith("q-") else f"q-{words}")

    def unused(self, name: str) -> str:
        """`name`, with a number behind it if it is taken."""
        found, count = name, 1
        while found in self._taken:
            count += 1
            found = f"{name}-{count}"
        self._taken.add(found)
        return found


def letter(index: int) -> str:
    """The id of an option, pair or item: a, b, c and so on."""
    return "abcdefghijklmnopqrstuvwxyz"[index % 26] + (str(index // 26) if index > 25 else "")
